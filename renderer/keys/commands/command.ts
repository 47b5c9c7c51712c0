import type { Context } from '../contexts'

/** What a key does, and where. */
export interface Command {
  context: Context
  /** As `chord` names them: Enter, Shift+3, Alt+1, ?. A person may give another, but for rows: see `staysAsItIs`. */
  keys: readonly string[]
  words: string
  /** What a hint shows where the keys are many. */
  shown?: string
  /** Acts again while the key is held down. */
  repeats?: boolean
  /** Acts in a text box too. */
  inText?: boolean
}

import { formatScore, type Scale } from '../../electron/domain/scale'
import { answerWords } from './afterwards.svelte'
import type { Entry } from './entry.svelte'

/** Guards an answer that is there: one press of a key replaces nothing until it comes again. */
export class Replacing {
  #armed: number | null = null

  constructor(
    private readonly scale: Scale,
    private readonly entry: Entry,
  ) {}

  /** A value waits for the second press. */
  get waits(): boolean {
    return this.#armed !== null
  }

  /** @returns null where the value was asked for before, so that it may replace the answer; else what to press */
  ask(mine: { value: number | null }, value: number): string | null {
    if (this.#armed === value) return null
    this.#armed = value
    this.entry.set(value)
    return `Again, or Enter, replaces ${answerWords(this.scale, mine)} by ${formatScore(this.scale, value)}.`
  }

  /** The answer stays, and nothing is entered. */
  forget(): void {
    this.#armed = null
    this.entry.clear()
  }
}

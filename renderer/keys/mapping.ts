import { shownChord } from './chord'
import { CONTEXTS, type Command } from './commands'
import { refusedKey } from './reserved'

/** Commands by name, as `COMMANDS` has them. */
export type Table = Record<string, Command>

/** Keys that a person gave to commands, by the command's name. */
export type Chosen = Readonly<Record<string, string>>

export interface InForce {
  keys: Record<string, readonly string[]>
  /** Commands that lost a key of their own to one that a person chose, with the command that has it now. */
  lost: Record<string, string>
}

export type Remapped = { refused: string } | { chosen: Chosen }

/** Whether one key press could reach both. */
export function actTogether(one: Command, other: Command): boolean {
  return (
    one.context === other.context ||
    one.context === 'everywhere' ||
    other.context === 'everywhere' ||
    CONTEXTS[one.context].with.includes(other.context)
  )
}

/** A row of digits says which value, grade, reason or study is meant, the four arrows say where to: they stay. */
export function staysAsItIs({ keys }: Command): boolean {
  const count = (form: RegExp): number => keys.filter((key) => form.test(key)).length
  return count(/\d$/) > 1 || count(/Arrow/) > 2
}

/**
 * The keys that act. What a person chose wins over what a command has by itself, so that a command which a later
 * version brings never takes a key away. Of choices that contradict each other, as in a damaged file, the first in
 * the table's order counts.
 */
export function inForce(table: Table, chosen: Chosen): InForce {
  const ids = Object.keys(table)
  const own = new Map<string, string>()
  for (const id of ids) {
    const key = Object.hasOwn(chosen, id) ? chosen[id] : undefined
    if (key === undefined || staysAsItIs(of(table, id)) || refusedKey(key, of(table, id))) continue
    if (!holder(table, own, id, key)) own.set(id, key)
  }
  const result: InForce = { keys: {}, lost: {} }
  for (const id of ids) {
    const given = own.get(id)
    result.keys[id] = given
      ? [given]
      : of(table, id).keys.filter((key) => {
          const other = holder(table, own, id, key)
          if (other) result.lost[id] = other
          return !other
        })
  }
  return result
}

/**
 * Gives a command another key.
 * @returns the choices with it, or why not, naming the command that has the key
 */
export function giveKey(table: Table, chosen: Chosen, id: string, key: string): Remapped {
  const command = of(table, id)
  if (staysAsItIs(command)) return { refused: 'These keys stay: they say which one, or where to.' }
  const ownKey = command.keys.includes(key)
  const reason = ownKey ? null : refusedKey(key, command)
  if (reason) return { refused: reason }
  const other = whoHas(table, chosen, id, key)
  if (other) return { refused: `${shownChord(key)} is the key of ${other}. Give that another key first.` }
  return { chosen: ownKey ? without(chosen, id) : { ...chosen, [id]: key } }
}

/** Gives a command its own keys back, unless another command has been given all of them. */
export function resetKey(table: Table, chosen: Chosen, id: string): Remapped {
  const rest = without(chosen, id)
  const { keys, lost } = inForce(table, rest)
  if (keys[id]?.length === 0) {
    const key = shownChord(of(table, id).keys[0] ?? '')
    return { refused: `${key} is the key of ${named(table, lost[id] ?? '')}. Give that another key first.` }
  }
  return { chosen: rest }
}

/** A command as a sentence names it. */
export function named(table: Table, id: string): string {
  const { words, context } = of(table, id)
  return `“${words}” (${CONTEXTS[context].title})`
}

function whoHas(table: Table, chosen: Chosen, id: string, key: string): string | null {
  const { keys } = inForce(table, without(chosen, id))
  const other = Object.keys(table).find(
    (one) => one !== id && keys[one]?.includes(key) && actTogether(of(table, id), of(table, one)),
  )
  return other ? named(table, other) : null
}

function holder(table: Table, own: ReadonlyMap<string, string>, id: string, key: string): string | undefined {
  return [...own].find(
    ([other, theirs]) => other !== id && theirs === key && actTogether(of(table, id), of(table, other)),
  )?.[0]
}

function without(chosen: Chosen, id: string): Chosen {
  return Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== id))
}

function of(table: Table, id: string): Command {
  return table[id] as Command
}

import { UsageError } from './verb'
import type { Verb } from './verb'

export interface ParsedCommand {
  args: string[]
  options: Record<string, string>
  json: boolean
}

/**
 * Reads a verb's arguments: `--name value` or `--name=value`, `--json`, and the rest in order.
 * @throws UsageError with a sentence
 */
export function parseCommand(verb: Verb, words: readonly string[]): ParsedCommand {
  const parsed: ParsedCommand = { args: [], options: {}, json: false }
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--json') parsed.json = true
    else if (word.startsWith('--')) {
      const [name, inline] = word.slice(2).split(/=(.*)/s) as [string, string | undefined]
      if (!verb.options.includes(name)) throw new UsageError(`There is no option --${name} here.`)
      const value = inline ?? words[++i]
      if (value === undefined || (inline === undefined && value.startsWith('--')))
        throw new UsageError(`The option --${name} needs a value.`)
      parsed.options[name] = value
    } else parsed.args.push(word)
  }
  const [least, most] = verb.takes
  if (parsed.args.length < least) throw new UsageError('Something is missing.')
  if (parsed.args.length > most) throw new UsageError(`“${parsed.args[most]}” is one argument too many.`)
  return parsed
}

/**
 * A whole number from an option.
 * @throws UsageError when it is not one, or outside the limits
 */
export function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not “${text}”.`)
  }
  return value
}

/**
 * One of a few words from an option.
 * @throws UsageError when it is none of them
 */
export function oneOf<T extends string>(
  name: string,
  text: string | undefined,
  fallback: T,
  words: readonly T[],
): T {
  if (text === undefined) return fallback
  if ((words as readonly string[]).includes(text)) return text as T
  throw new UsageError(`--${name} takes one of ${words.join(', ')}, not “${text}”.`)
}

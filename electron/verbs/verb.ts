/** What a verb is: the same main process, without a window. */
import type { Services } from '../services'

/** Called wrongly: the sentence and the usage go to stderr, the exit code is 2. */
export class UsageError extends Error {}

export interface VerbContext {
  services: Services
  /** A path of the command line, made absolute against the folder that it was typed in. */
  path(given: string): string
  /** A line of progress, to stderr. */
  progress(text: string): void
}

export interface VerbResult {
  /** Printed by `--json` as one object. */
  json: Record<string, unknown>
  /** Printed otherwise. */
  text: string
  /** 0 unless the verb did its work and found a fault. */
  exitCode?: 0 | 1
}

export interface Verb {
  usage: string
  /** Options that take a value; any other option is refused. */
  options: readonly string[]
  /** Least and most arguments besides options. */
  takes: readonly [least: number, most: number]
  run(args: string[], options: Record<string, string>, context: VerbContext): Promise<VerbResult> | VerbResult
}

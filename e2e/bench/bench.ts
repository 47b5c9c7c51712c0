/** What a row of the benchmark is, and what it is given. */
import type { EngineClient } from '../../electron/engine-client'
import type { Importing } from '../../electron/importing'
import type { Suggesting } from '../../electron/suggesting'
import type { LargeStudies } from './large-study'
import type { Portraits } from './portraits'

/** One line of the table. */
export interface Figure {
  what: string
  /** With its unit. */
  result: string
  /** Sizes, and what was checked. */
  how: string
}

/** What the rows share; nothing of it is made before a row asks for it. */
export interface Bench {
  quick: boolean
  /** A folder that is gone afterwards. */
  folder: string
  engine: EngineClient
  importing: Importing
  suggesting: Suggesting
  portraits: Portraits
  large: LargeStudies
  /** A line of progress, to stderr. */
  say(line: string): void
}

export interface Row {
  name: string
  /** Measures, and checks that what was measured came out right. */
  run(bench: Bench): Promise<Figure[]> | Figure[]
}

/**
 * Checks a result: a fast wrong answer is no figure.
 * @throws Error that fails the row
 */
export function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence)
}

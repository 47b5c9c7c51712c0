import type { GivenScore } from '../../electron/contract'

/** What one sitting at a round came to. */
export interface SessionSums {
  scored: number
  cannotJudge: number
  /** Answers that are the suggestion, taken by one key. */
  taken: number
  /** Answers that were replaced by another. */
  replaced: number
  /** Active time. */
  seconds: number
}

export const NOTHING_YET: SessionSums = { scored: 0, cannotJudge: 0, taken: 0, replaced: 0, seconds: 0 }

/** The sums with one more answer: the first of its pad, or one that replaces it. */
export function counted(
  sums: SessionSums,
  { value }: Pick<GivenScore, 'value'>,
  { first, taken, seconds }: { first: boolean; taken: boolean; seconds: number },
): SessionSums {
  return {
    scored: sums.scored + (first && value !== null ? 1 : 0),
    cannotJudge: sums.cannotJudge + (first && value === null ? 1 : 0),
    taken: sums.taken + (taken ? 1 : 0),
    replaced: sums.replaced + (first ? 0 : 1),
    seconds,
  }
}

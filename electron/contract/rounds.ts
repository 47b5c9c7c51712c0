/** A round before it is made, while it is open, and once it is finished. */
import type { Round } from '../domain/records'
import type { Refusal } from '../domain/round-rules'
import type { CannotJudgeReason } from '../domain/words'

export interface RoundSummary extends Round {
  raterName: string
  /** Regions with a score or a reason for none, of all in the round. */
  finished: number
  total: number
}

/** What would come of the rules of a round. */
export interface RoundPlan {
  /** Why it cannot be, and which rule to change; null where it can. */
  refused: Refusal | null
  photographs: number
  /** Photographs with those that come again. */
  showings: number
  /** Photographs that such a round could show. */
  available: number
  /** Pads of all that it could show. */
  pads: number
}

/** How two values of the same pads agree, as values of the scale. */
export interface PairedAgreement {
  /** Pads with both values. */
  pads: number
  /** Mean of the later less the earlier, or of the rater less the others. */
  bias: number
  meanAbsolute: number
  /** Standard deviation of a rater's repeated scores of one pad; null between raters. */
  withinRater: number | null
}

/** What a finished round came to. */
export interface RoundReport {
  scored: number
  cannotJudge: { reason: CannotJudgeReason; count: number }[]
  /** Active seconds of the whole round. */
  seconds: number
  /** Answers that are as suggested; null where nothing was suggested. */
  asSuggested: number | null
  /** Answers that were changed after the reveal; null in other modes. */
  corrected: number | null
  /** How often each value was given, from the least to the most; on a continuous scale in tenths of it. */
  values: { value: number; count: number }[]
  /** With the same rater's earlier scores of the same pads; null where there are none. */
  withEarlier: PairedAgreement | null
  /** In practice, with what others said. */
  withOthers: PairedAgreement | null
  /** What two raters of the study differ by, as a value of the scale; null where that is not known. */
  raterDifference: number | null
}

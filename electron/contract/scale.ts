/** What stands for the scale: exemplars, the strip, and pairs. */
import type { ChangeReason } from '../domain/change-reasons'
import type { Exemplar } from '../domain/exemplars'
import type { Outcome } from '../domain/pairs'
import type { ScoreOrigin, Side } from '../domain/words'

/** Its picture is `exemplar/<id>`, turned and mirrored as every crop. */
export type ExemplarItem = Omit<Exemplar, 'subject'>

/** One crop of the strip, `crop/<key>`, at the rater's present value. */
export interface StripItem {
  /** Id of the score, for `rescore`. */
  score: number
  /** Key of the region row. */
  key: number
  side: Side
  /** A value of the scale. */
  value: number
  scoredAt: string
  origin: ScoreOrigin
}

/** One pad over all photographs, as one rater scored it. */
export interface StripView {
  /** From the least value to the most. */
  items: StripItem[]
  /** Pads that the rater could not judge. */
  cannotJudge: number
  /** Rounds of the rater that are blind and not finished, with how many pads they keep from the strip. */
  waiting: { round: string; pads: number }[]
}

/** A score that is moved along the strip, and why. */
export interface MovedScore {
  /** Id of the score that stands. */
  score: number
  value: number
  reason: ChangeReason
  /** Own words; needed where the reason is `other`. */
  words: string
}

/** What is to be compared. Neither the pad's estimate, before it is settled, nor the exemplar's value. */
export interface PairsState {
  /** Exemplars of the pad, and how many of other subjects it needs. */
  exemplars: number
  needed: number
  /** Pads that have their score from comparisons, and those that have not. */
  done: number
  open: number
  /** Pads of open blind rounds, which wait. */
  waiting: number
  /** Null where there is nothing to compare. */
  pair: {
    /** Key of the region row, `crop/<key>`. */
    key: number
    side: Side
    /** `exemplar/<id>` */
    exemplar: number
    /** Sides of the two crops in eye distances, for one scale; null without a face. */
    eyes: { pad: number | null; exemplar: number | null }
    /** Whether the pad stands on the left. */
    padFirst: boolean
    /** Comparisons of this pad so far, and at most. */
    given: number
    most: number
    /** As values of the scale, once enough is known. */
    settled: { value: number; standardError: number } | null
  } | null
}

export interface GivenComparison {
  rater: number
  /** Key of the region row. */
  region: number
  exemplar: number
  /** What the pad is, beside the exemplar. */
  outcome: Outcome
  seconds: number | null
}

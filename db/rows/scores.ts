/** What raters said of a region, as its screens read it. */
import type { Outcome } from '../../electron/domain/pairs'
import type { Score } from '../../electron/domain/records'
import type { ScoreOrigin, Side } from '../../electron/domain/words'

/** Current scores of a photograph's regions, with the rater's name. */
export interface PhotographScore extends Score {
  raterName: string
}

/** A comparison that stands: what a pad is beside an exemplar. */
export interface ComparisonRow {
  id: number
  /** Key of the region row that was compared. */
  region: number
  /** Atlas id of the pad. */
  pad: string
  /** Key of the region row that the exemplar was cut from, and its value on the scale. */
  exemplarKey: number
  value: number
  outcome: Outcome
}

/** What stands of one rater for a region: the value of the first presentation that has one, practice apart. */
export interface StripRow {
  /** Id of the score. */
  score: number
  /** Key of the region row. */
  key: number
  side: Side
  /** A value of the scale; null where it could not be judged. */
  value: number | null
  scoredAt: string
  origin: ScoreOrigin
}

/** What raters said of a region, as values of the scale. */
export interface ReferenceRow {
  mean: number
  least: number
  most: number
  raters: number
}

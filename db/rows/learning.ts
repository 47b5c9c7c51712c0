/** What learning reads: regions, their labels, and what the networks made of their crops. */
import type { DayOffset, Side, View } from '../../electron/domain/words'

/** A region that has no crop of its present revision: never cut, or edited since. */
export interface MissingCrop {
  region: number
  revision: number
  photograph: number
}

/** Where a region stands, with what the learning may know of its photograph. */
export interface RegionRow {
  /** Key of the region row. */
  key: number
  revision: number
  /** Atlas id. */
  region: string
  side: Side
  photograph: number
  subject: string
  day: DayOffset
  view: View
  mirrored: boolean
}

/** A region with at least one current value; regions that nobody could judge are not among them. */
export interface LabelledRegion extends RegionRow {
  /** One value a rater, as it was given on meeting the region first, as a value of the scale; by rater id. */
  labels: { rater: number; value: number; seenBefore: boolean }[]
  /** Mean of `labels`, a value of the scale. */
  mean: number
  raters: number
  /** True when any of the labels was given after a suggestion had been seen. */
  seenBefore: boolean
}

/** Two raters' current independent values of one region: neither had seen a suggestion. `raterA` < `raterB`. */
export interface RaterPair {
  /** Key of the region row. */
  key: number
  region: string
  side: Side
  photograph: number
  subject: string
  raterA: number
  raterB: number
  a: number
  b: number
}

export interface StoredEmbedding {
  /** Key of the region row. */
  region: number
  revision: number
  vector: Float32Array
}

/** Which features are meant: what computes them (a network, a descriptor), of which crop, and of which variant. */
export interface FeatureKey {
  /** Names what computes them; another version of it has another name. */
  kind: string
  /** Key of the region row. */
  region: number
  revision: number
  /** 0 is the crop as it is; the others are changed copies of it. */
  variant: number
}

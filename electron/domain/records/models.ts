/** A model, what it learned from, and how it did on subjects that it has never seen. */

/**
 * A way to predict a score: the model, HOG features with nearest neighbours (the cheap comparison), or always
 * the mean of what it learned from.
 */
export type Method = 'model' | 'hog' | 'mean'

/** Error of one way to predict, on subjects that it has never seen. Values are on the unit scale. */
export interface ErrorFigure {
  region: string
  method: Method
  /** Mean absolute error. */
  mae: number
  /** Number of held-out regions and subjects behind it. */
  regions: number
  subjects: number
}

export interface ModelFigures {
  errors: ErrorFigure[]
  /** Absolute residuals (unit scale) of held-out regions, by region id, for the intervals. */
  residuals: HeldOutResidual[]
  /** Mean absolute difference of two raters on the same region (unit scale); null with one rater. */
  raterDifference: number | null
  /** The same pad by pad, of blind scores only. Models of earlier versions have none; so with all that is optional here. */
  raterDifferences?: RaterDifference[]
  /** What learning from fewer subjects would have given, from few subjects to all. */
  curve?: CurvePoint[]
  /** Right minus left of held-out subjects' pads, for how far a read difference can be believed. */
  differences?: HeldOutDifference[]
  /** Share of a read level's distance from the mean that is believed, 0 to 1. */
  levelShare?: number
  /** How often the intervals held scores that had not calibrated them; null where it is not known. */
  coverage?: Coverage | null
  /** What the model learned from, counted. */
  learnedFrom?: LearnedFrom | null
  /** Loss at each recorded step. */
  losses: { step: number; loss: number }[]
  /** ln N of the batches: what a model that has learned nothing scores. */
  chanceLoss: number
  /** A sentence on the comparison with the model before. */
  verdict: string
}

/** Mean absolute error (unit scale) on held-out subjects of a model that learned from so many subjects. */
export interface CurvePoint {
  /** Subjects that it learned from. */
  subjects: number
  /** Mean over pads. */
  mae: number
  /** Ends of the 90 % interval. */
  low: number
  high: number
}

export interface RaterDifference {
  region: string
  /** Mean absolute difference on the unit scale. */
  difference: number
  /** Pairs of scores behind it. */
  pairs: number
}

export interface Coverage {
  /** Share of scores that the intervals are meant to hold, and that they held: 0 to 1. */
  nominal: number
  found: number
  subjects: number
}

export interface LearnedFrom {
  photographs: number
  regions: { region: string; subjects: number; photographs: number; labels: number }[]
}

/** Something as it was read of a held-out subject, and as its raters' labels have it, unit scale. */
export interface Deviation {
  /** Before it is shrunk. */
  read: number
  label: number
}

/** Right minus left of a pad at a visit of a held-out subject. */
export interface HeldOutDifference extends Deviation {
  region: string
  subject: string
}

export interface HeldOutResidual {
  region: string
  subject: string
  /** Key of the region row. */
  key: number
  /** Label minus prediction, unit scale. */
  residual: number
  /** Label minus the training mean, unit scale. */
  residualOfMean: number
  /** Label minus what the nearest neighbours by HOG say, unit scale; null or absent where they were not asked. */
  residualOfHog?: number | null
}

export interface Model {
  id: number
  createdAt: string
  objective: string
  seed: number
  device: 'cpu' | 'gpu'
  steps: number
  /** SHA-256 over crops, labels and settings that it learned from. */
  dataHash: string
  subjects: number
  labels: number
  promoted: boolean
  figures: ModelFigures
  depth: Depth
  /** How many networks read a region; their embeddings lie side by side. */
  networks: number
  /**
   * Subjects that were learned from, by the network that has not seen them. After Cancel there are parts without a
   * network: every network has seen those subjects, so none may read them. Empty for a model of one network.
   */
  folds: string[][]
}

/** How much of the image network is trained: the head alone, the upper blocks with it, or all of it. */
export type Depth = 'head' | 'upper' | 'all'

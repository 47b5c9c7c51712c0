/** The rows of a study as the rest of the program sees them. Keys are integers given by the study file. */
import type {
  CannotJudgeReason,
  DayOffset,
  Point,
  Polygon,
  RegionOrigin,
  RoundMode,
  RoundOrdering,
  ScoreOrigin,
  Side,
  SuggestionSeen,
  View,
} from './words'
import type { Flag, PhotographQuality } from './quality'
import type { Scale } from './scale'

export interface StudyInfo {
  /** Random identity of the study, kept by every copy. */
  uuid: string
  name: string
  /** Region ids scored in this study, in atlas order. */
  regions: string[]
  scale: Scale
  scaleVersion: number
  /** True when the file was written by a newer Malar, or cannot be written. */
  readOnly: boolean
  createdAt: string
}

export interface Rater {
  id: number
  name: string
}

export interface Photograph {
  id: number
  /** SHA-256 (hex) of the file as it was imported; its name is not kept. */
  sha256: string
  subject: string
  day: DayOffset
  view: View
  mirrored: boolean
  /** Size of the upright photograph in pixels. */
  width: number
  height: number
  hasFace: boolean
  /** Inter-ocular distance in pixels; null without a face. */
  interOcular: number | null
  /** What may spoil a score: small face, and so on; worst first. */
  flags: Flag[]
  /** What was measured at import; null for photographs of before it was. */
  quality: PhotographQuality | null
  addedAt: string
}

export interface Region {
  id: number
  photograph: number
  region: string
  side: Side
  polygon: Polygon
  origin: RegionOrigin
  /** Grows by one with every edit; an embedding belongs to one revision. */
  revision: number
}

/** How a region stands. */
export interface Placement {
  polygon: Polygon
  origin: RegionOrigin
  /** False from when it was copied from another photograph until somebody has looked at it. */
  checked: boolean
}

/** One edit of a region, as undo and redo walk over them. */
export interface RegionEdit {
  /** Grows with every edit of the study. */
  seq: number
  /** Key of the region row, which is not there while its laying down is undone. */
  key: number
  photograph: number
  /** Atlas id. */
  region: string
  side: Side
  /** Null where the region was laid down where there was none. */
  before: Placement | null
  after: Placement
  /** What the region's revision was before; once taken away, what it was last. */
  revision: number
}

export interface Round {
  id: number
  name: string
  rater: number
  mode: RoundMode
  ordering: RoundOrdering
  /** Number of photographs that are put in a second time. */
  repeats: number
  /** Photographs that lie at least between a photograph and its repeat. */
  gap: number
  /** The round whose pads a repeat round shows again. */
  repeatOf: number | null
  /** The other side of a pad is not shown. */
  oneSided: boolean
  seed: number
  createdAt: string
}

/** A score as it was given. Scores are never changed: a later one supersedes. */
export interface Score {
  id: number
  region: number
  rater: number
  round: number | null
  /** 1 for the first presentation of the region to the rater, 2 for a blind repeat, and so on. */
  presentation: number
  scaleVersion: number
  /** A value of the scale, or null with a reason. */
  value: number | null
  reason: CannotJudgeReason | null
  note: string
  suggestionSeen: SuggestionSeen
  /** The suggestion that was in sight, if any. */
  suggestion: number | null
  /** Seconds of active time. */
  seconds: number | null
  origin: ScoreOrigin
  /** Why a score that stood was changed afterwards; empty where it was not, or within its round. */
  changeReason: string
  /** Standard error of a score from comparisons, as a value of the scale; null elsewhere. */
  standardError: number | null
  /** Brightness or contrast were not the photograph's own when the score was given. */
  altered: boolean
  supersedes: number | null
  scoredAt: string
}

export interface NewScore {
  region: number
  rater: number
  round: number | null
  presentation: number
  value: number | null
  reason: CannotJudgeReason | null
  note: string
  suggestionSeen: SuggestionSeen
  suggestion: number | null
  seconds: number | null
  /** `round` unless said otherwise. */
  origin?: ScoreOrigin
  changeReason?: string
  standardError?: number | null
  altered?: boolean
}

/** A labelled region as a neighbour, and what it contributes. */
export interface Neighbour {
  region: number
  photograph: number
  subject: string
  day: DayOffset
  side: Side
  /** Mean of its raters' scores, as a value of the scale. */
  score: number
  raters: number
  /** Euclidean distance between unit embeddings, 0 to 2. */
  distance: number
  /** Left out by the rater: shown, but not used. */
  leftOut: boolean
}

export interface Suggestion {
  id: number
  region: number
  model: number
  /** A value of the scale, not rounded to a grade; null where the model does not know. */
  value: number | null
  /** Ends of the interval, null where there is none yet. */
  low: number | null
  high: number | null
  /** Nominal coverage of the interval, e.g. 0.9; null where there is none. */
  level: number | null
  /** Ridge regression on the embedding; a value of the scale. */
  secondOpinion: number | null
  neighbours: Neighbour[]
  /** Why there is no value or no interval, as a sentence; empty otherwise. */
  because: string
}

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

export interface Landmarks {
  points: Point[]
  /** The mesh's own face flag, 0 to 1. */
  confidence: number
}

export interface AuditEntry {
  seq: number
  at: string
  action: string
  entity: string
  detail: string
}

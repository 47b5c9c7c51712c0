/** The rows of a study as the rest of the program sees them. Keys are integers given by the study file. */
import type { Flag, PhotographQuality } from './quality'
import type { Scale } from './scale'
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

export type * from './records/models'

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

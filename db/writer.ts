/**
 * What the rest of the program may change in a study file. Every call is ONE transaction with an audit entry:
 * when it returns, the change is on disk; when it throws, nothing has changed.
 * Errors are MalarErrors: `disk-full`, `read-only`, `damaged`, `not-saved` (any other trouble with the file),
 * `not-found`, `duplicate`, `score`, `identifier`, `refused` (the study's own rules).
 */
import type { Exemplar } from '../electron/domain/exemplars'
import type { Outcome } from '../electron/domain/pairs'
import type {
  Depth,
  Landmarks,
  Model,
  ModelFigures,
  NewScore,
  Photograph,
  Rater,
  Region,
  Round,
  Score,
  Suggestion,
} from '../electron/domain/records'
import type { PhotographQuality } from '../electron/domain/quality'
import type {
  DayOffset,
  Polygon,
  RegionOrigin,
  RoundMode,
  RoundOrdering,
  Side,
  View,
} from '../electron/domain/words'
import type { FeatureKey } from './reader'

export interface NewRegion {
  region: string
  side: Side
  polygon: Polygon
  origin: RegionOrigin
  /** JPEG of CROP_PIXELS square; null where it is to be cut later. */
  crop: Uint8Array | null
}

export interface NewPhotograph {
  /** SHA-256 (hex) of the file as it was imported. */
  sha256: string
  subject: string
  day: DayOffset
  view: View
  mirrored: boolean
  /** Size of the upright photograph in pixels. */
  width: number
  height: number
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  /** The upright, stripped photograph. */
  bytes: Uint8Array
  /** A small JPEG. */
  thumbnail: Uint8Array
  /** Null where no face was found. */
  landmarks: Landmarks | null
  interOcular: number | null
  /** What was measured at import, from which its flags come; null where nothing was. */
  quality: PhotographQuality | null
  regions: readonly NewRegion[]
}

/** What looking for a face on a photograph gave. */
export type FaceSearch = Pick<NewPhotograph, 'landmarks' | 'interOcular' | 'quality' | 'regions'>

export interface PhotographChange {
  subject: string
  day: DayOffset
  view: View
  /** A change swaps right and left of the photograph's regions; their polygons, crops and scores stay with them. */
  mirrored: boolean
}

export interface NewRound {
  rater: number
  mode: RoundMode
  /** Random unless said otherwise, without repeats. */
  ordering?: RoundOrdering
  repeats?: number
  gap?: number
  repeatOf?: number | null
  oneSided?: boolean
  name: string
  seed: number
  order: readonly NewShowing[]
}

/** One photograph as it comes in a round; one that comes again is another showing. */
export interface NewShowing {
  /** Region keys in the order of presentation. One that the rater has met before is a blind repeat. */
  regions: readonly number[]
  /** Why it comes here, as a sentence; empty where it came by chance. */
  because?: string
}

export interface NewModel {
  objective: string
  seed: number
  device: 'cpu' | 'gpu'
  steps: number
  dataHash: string
  subjects: number
  labels: number
  figures: ModelFigures
  depth: Depth
  networks: number
  folds: readonly (readonly string[])[]
}

export interface NewEmbedding {
  /** Key of the region row. */
  region: number
  revision: number
  vector: Float32Array
}

export interface NewFeatures extends FeatureKey {
  values: Float32Array
}

export type NewSuggestion = Omit<Suggestion, 'id' | 'model'>

export interface ScoresAdded {
  /** First scores. */
  added: number
  /** Rows that differ from the current score and now supersede it. */
  replaced: number
  /** Rows that say what the current score says already. */
  same: number
}

export interface NewComparison {
  rater: number
  /** Key of the region row that is compared. */
  region: number
  /** Id of an exemplar in force, of the same pad and another subject. */
  exemplar: number
  /** What the region is, beside the exemplar. */
  outcome: Outcome
  seconds: number | null
}

export interface StudyWriter {
  /** A name that exists already is refused as `duplicate`. */
  addRater(name: string): Rater
  /** Wholly in or not at all; the subject is created if need be. @throws MalarError `duplicate` for a known sha256 */
  addPhotograph(photograph: NewPhotograph): Photograph
  /**
   * Adds what a search for a face gave to a photograph that came in without one. A photograph that has pads, or had
   * some, stays as it is.
   * @throws MalarError `duplicate` where a face was looked for already
   */
  addFace(id: number, search: FaceSearch): Photograph
  changePhotograph(id: number, change: PhotographChange): Photograph
  /** Replaces the polygon (revision + 1), or lays the region down where the photograph has none. */
  placeRegion(photograph: number, placed: NewRegion): Region
  /** As `placeRegion`, with a polygon of another photograph: it waits for somebody to look at it. */
  copyRegion(photograph: number, placed: NewRegion): Region
  /** Back to the atlas: revision + 1, origin `atlas`. */
  resetRegion(key: number, polygon: Polygon, crop: Uint8Array | null): Region
  /** Somebody has looked at a copied region and finds it good. */
  checkRegion(key: number): Region
  /**
   * Brings back how a region stood before the study's last edit (revision + 1), or takes it away where that edit laid
   * it down and nothing speaks of it yet.
   * @param seq of the reader's `lastEdit`, for which the crop was cut
   * @returns null where the region was taken away
   */
  undoEdit(seq: number, crop: Uint8Array | null): Region | null
  /** Does again what was undone last, as long as nothing else was edited. @param seq of the reader's `nextEdit` */
  redoEdit(seq: number, crop: Uint8Array | null): Region
  /** Crops cut later. A crop of another than the present revision is left out. */
  saveCrops(crops: Iterable<{ region: number; revision: number; jpeg: Uint8Array }>): number

  /**
   * Lets a region's crop stand for a value, in place of the pad's exemplar for that value and of the region's own for
   * another. Once the scale in force was used, this makes a new version of it with the same values.
   */
  setExemplar(region: number, value: number): Exemplar
  /** Takes an exemplar of the scale in force away; as `setExemplar`, in a new version once the scale was used. */
  removeExemplar(id: number): void

  /** @returns the id of the comparison */
  addComparison(comparison: NewComparison): number
  /** Takes back a rater's last comparison of a region. @throws MalarError `refused` where there is none */
  withdrawComparison(region: number, rater: number): void

  addRound(round: NewRound): Round
  /** Supersedes the current score of the same region, rater, round and presentation by itself. */
  addScore(score: NewScore): Score
  /**
   * Scores from elsewhere, all or none. The same row again adds nothing. A region that its round does not
   * hold yet is put at the round's end.
   */
  addScores(scores: Iterable<NewScore>): ScoresAdded

  addModel(weights: Float32Array, model: NewModel): Model
  /** Makes a model the current one, in one transaction. */
  promote(model: number): Model
  /** Replaces those of the same model and region. */
  saveEmbeddings(model: number, embeddings: Iterable<NewEmbedding>): number
  /** Suggestions are never changed; one that says what the latest says already keeps its key. In the order given. */
  saveSuggestions(model: number, suggestions: Iterable<NewSuggestion>): Suggestion[]

  /**
   * Keeps features of crops, rounded to half floats, in place of those of earlier revisions. Those of another than the
   * present revision are left out.
   * @returns how many were kept
   */
  saveFeatures(features: Iterable<NewFeatures>): number
  /** Removes the features of every other kind: nothing computes or asks for them any more. @returns how many */
  removeFeaturesExcept(kinds: readonly string[]): number
}

/**
 * What the rest of the program may ask of a study file. Nobody outside `db/` writes SQL.
 * Every call is synchronous and reads the last committed state.
 * A key that does not exist is a MalarError `not-found`; a file that turns out damaged is `damaged`.
 */
import type { CopyableRegion } from '../electron/domain/copying'
import type { Exemplar } from '../electron/domain/exemplars'
import type { Outcome } from '../electron/domain/pairs'
import type { Figure, PhotographFigures } from '../electron/domain/photograph-figures'
import type {
  AuditEntry,
  Landmarks,
  Model,
  Photograph,
  Rater,
  Region,
  RegionEdit,
  Round,
  Score,
  StudyInfo,
  Suggestion,
} from '../electron/domain/records'
import type {
  CannotJudgeReason,
  DayOffset,
  RoundMode,
  ScoreOrigin,
  Side,
  SuggestionSeen,
  View,
} from '../electron/domain/words'

export interface StudyCounts {
  subjects: number
  photographs: number
  regions: number
  /** Regions with at least one current score or reason for none, practice apart. */
  scored: number
  withoutFace: number
  /** Current scores, reasons for none included, practice apart. */
  scores: number
}

export interface PhotographSummary extends Photograph {
  regions: number
  /** Regions with at least one current score or reason for none. */
  scored: number
}

export interface StoredImage {
  mime: string
  bytes: Uint8Array
}

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

export interface RoundProgress {
  /** Positions with a score or a reason for none. */
  finished: number
  total: number
}

export interface Assignment {
  round: number
  /** 0-based place in the round's order. */
  position: number
  /** Key of the region row. */
  region: number
  photograph: number
  /** 1 where the rater meets the region for the first time, 2 for a blind repeat, and so on. */
  presentation: number
  /** 1-based number of the photograph's showing in the round; a photograph that comes again has another. */
  showing: number
  /** Why the photograph comes here; empty where it came by chance. */
  because: string
}

/** What a rater came to say of a region in a round. */
export interface RoundAnswer {
  /** Key of the region row. */
  region: number
  presentation: number
  value: number | null
  reason: CannotJudgeReason | null
  /** The last value that was given without a suggestion in sight; null where there is none. */
  independent: number | null
  /** The suggestion that was in sight of the answer that stands. */
  suggested: number | null
  /** Active time of all answers to it. */
  seconds: number
}

/** One pad of a photograph within a round, with what the rater has said of it in that round. */
export interface AssignedPad extends Region {
  position: number
  presentation: number
  mine: Score | null
}

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

/** What raters said of a region, as values of the scale. */
export interface ReferenceRow {
  mean: number
  least: number
  most: number
  raters: number
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

/** One row of `scores.csv`, numbers still numbers. */
export interface ScoreRow {
  /** SHA-256 of the original file. */
  photograph: string
  subject: string
  day: DayOffset
  view: View
  region: string
  side: Side
  rater: string
  round: number | null
  presentation: number
  score: number | null
  reason: CannotJudgeReason | null
  scaleVersion: number
  suggestionSeen: SuggestionSeen
  /** The suggestion that had been in sight, if any. */
  suggestion: number | null
  low: number | null
  high: number | null
  model: number | null
  seconds: number | null
  scoredAt: string
  note: string
  /** Of the round; null outside rounds. */
  mode: RoundMode | null
  origin: ScoreOrigin
  changeReason: string
  standardError: number | null
  altered: boolean
}

/** One row of `suggestions.csv`. */
export interface SuggestionRow {
  photograph: string
  subject: string
  day: DayOffset
  view: View
  region: string
  side: Side
  suggestion: Suggestion
}

export interface RoundRow extends Round {
  raterName: string
  mode: RoundMode
  finished: number
  total: number
}

export interface AuditRecord extends AuditEntry {
  who: string
  appVersion: string
  /** Milliseconds by which the clock stood behind the entry before; 0 when it ran forward. */
  behind: number
  /** SHA-256 (hex) over the entry before and this one's content. */
  hash: string
}

export interface CheckFindings {
  ok: boolean
  /** Sentences; empty when all is well. */
  findings: string[]
  photographs: number
  scores: number
  audit: number
  /** Hash of the last audit entry: what an export quotes. */
  auditHash: string
}

export interface StudyReader {
  info(): StudyInfo
  raters(): Rater[]
  rater(id: number): Rater
  raterByName(name: string): Rater | null
  counts(): StudyCounts

  /** In order of subject, day and id. */
  photographs(): PhotographSummary[]
  photograph(id: number): PhotographSummary
  /** @param sha256 of the file as it was imported */
  photographBySha(sha256: string): PhotographSummary | null
  /** The upright, stripped photograph. @throws MalarError `damaged` when its bytes do not match their SHA-256 */
  photographBytes(id: number): StoredImage
  /** A small JPEG. @throws MalarError `damaged` when its bytes do not match their SHA-256 */
  thumbnail(id: number): StoredImage
  landmarks(id: number): Landmarks | null
  /** Of all photographs, by id; where there is no current model, no pad has an uncertainty. */
  photographFigures(figure: Figure): PhotographFigures

  /** In atlas order, right before left before midline. */
  regions(photograph: number): Region[]
  region(key: number): Region
  regionAt(photograph: number, region: string, side: Side): Region | null
  /** The same pad of the same subject in the same view at the nearest earlier visit; null where there is none. */
  earlierRegion(key: number): Region | null
  /** What `undoEdit` takes back, wherever in the study; null when there is nothing to undo. */
  lastEdit(): RegionEdit | null
  /** What `redoEdit` does again; null when there is nothing. */
  nextEdit(): RegionEdit | null
  /** Keys of the photograph's regions that were copied and that nobody has looked at since. */
  uncheckedRegions(photograph: number): number[]
  /** Regions of the same subject and view on other photographs, by day and photograph. */
  copyableRegions(photograph: number): CopyableRegion[]
  /** The JPEG of the region's present revision; null where it has yet to be cut. */
  crop(key: number): Uint8Array | null
  missingCrops(): MissingCrop[]
  allRegions(): RegionRow[]

  /** Those of the scale in force, in atlas order, from the least value to the most. */
  exemplars(): Exemplar[]
  /** The JPEG of an exemplar as it was when it was chosen; of earlier versions of the scale too. */
  exemplarPicture(id: number): Uint8Array

  rounds(): RoundRow[]
  round(id: number): RoundRow
  roundProgress(round: number): RoundProgress
  /** Position of the first assignment without a score after `after`, wrapping round; null when all are done. */
  firstOpen(round: number, after?: number): number | null
  assignmentAt(round: number, position: number): Assignment
  /** Every pad of one showing of a photograph in the round, by position. */
  padsOf(round: number, showing: number): AssignedPad[]
  /** How many showings of photographs a round has. */
  showings(round: number): number
  /** The last showing in which anything has been answered; 0 where nothing has. */
  latestShowing(round: number): number
  /** An unfinished round that repeats this one; null where there is none. */
  openRepeatOf(round: number): number | null
  /** By region and presentation, in the order of the round. */
  roundAnswers(round: number): RoundAnswer[]
  /** The photograph of a showing. */
  photographShown(round: number, showing: number): number

  /** The latest presentation's, unless one is named. */
  currentScore(region: number, rater: number, round: number | null, presentation?: number): Score | null
  /** The last that was given without a suggestion in sight. */
  independentScore(region: number, rater: number, round: number, presentation: number): Score | null
  /** Practice apart. */
  photographScores(photograph: number): PhotographScore[]
  /** @throws MalarError `not-found` */
  score(id: number): Score
  /** A rater's comparisons, oldest first; those that were withdrawn are not among them. */
  comparisons(rater: number): ComparisonRow[]
  /** The score that came of comparing a region; null where there is none. */
  pairsScore(region: number, rater: number): Score | null
  /** How often a rater has met a region, practice apart. */
  presentations(region: number, rater: number): number
  /** What a rater says of a pad (atlas id), one row for each region that has a score. */
  stripRows(region: string, rater: number): StripRow[]
  /** Keys of the regions that a round shows. */
  regionsOfRound(round: number): number[]
  /** What is learned from: no practice, and no repeat where there is a first value. */
  labelled(): LabelledRegion[]
  raterPairs(): RaterPair[]
  /** What raters other than this one said, blind and on meeting a region first; by region key. */
  references(rater: number): Map<number, ReferenceRow>

  /** Oldest first. */
  models(): Model[]
  model(id: number): Model
  currentModel(): Model | null
  /** @throws MalarError `damaged` when the bytes do not match their SHA-256 */
  modelWeights(id: number): Float32Array
  /** Only of present revisions. Finish or leave the loop before writing to the study. */
  embeddings(model: number): IterableIterator<StoredEmbedding>
  /** The latest suggestion of each region for its present revision; those with neighbours left out by hand are not among them. */
  suggestions(model: number): Suggestion[]
  /** As `suggestions`, of one region. */
  suggestion(region: number, model: number): Suggestion | null
  suggestionById(id: number): Suggestion

  /** Variants of a region's crop whose features are kept, ascending. */
  keptFeatures(kind: string, region: number, revision: number): number[]
  /** Rounded to half floats; null where none are kept. */
  features(key: FeatureKey): Float32Array | null
  /** Those of every region's crop as it is, of its present revision; one at a time. */
  featuresOfKind(kind: string): IterableIterator<{ region: number; values: Float32Array }>

  /** Current scores but those of practice, in the order of domain's `compareScoreRows`; superseded ones stay in the audit trail. Finish or leave the loop before writing. */
  scoreRows(): IterableIterator<ScoreRow>
  /** Of the current model unless one is named, in the order of `compareSuggestionRows`. Finish or leave the loop before writing. */
  suggestionRows(model?: number): IterableIterator<SuggestionRow>

  /** Integrity, foreign keys, hashes of photographs and weights, the audit chain, scores against the audit trail. */
  check(): CheckFindings
  /** Oldest first. */
  auditEntries(from?: number, limit?: number): AuditRecord[]
  auditHash(): string
}

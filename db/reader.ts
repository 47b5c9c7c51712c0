/**
 * What the rest of the program may ask of a study file. Nobody outside `db/` writes SQL.
 * Every call is synchronous and reads the last committed state.
 * A key that does not exist is a MalarError `not-found`; a file that turns out damaged is `damaged`.
 */
import type { CopyableRegion } from '../electron/domain/copying'
import type { Exemplar } from '../electron/domain/exemplars'
import type { Figure, PhotographFigures } from '../electron/domain/photograph-figures'
import type {
  Landmarks,
  Model,
  Rater,
  Region,
  RegionEdit,
  Score,
  StudyInfo,
  Suggestion,
} from '../electron/domain/records'
import type { Polygon, Side } from '../electron/domain/words'
import type { AuditRecord, CheckFindings } from './rows/audit'
import type { ComparedRow, ScoreRow, SuggestionRow } from './rows/export'
import type {
  FeatureKey,
  LabelledRegion,
  MissingCrop,
  RaterPair,
  RegionRow,
  StoredEmbedding,
} from './rows/learning'
import type { PhotographSummary, StoredImage, StudyCounts } from './rows/photographs'
import type { AssignedPad, Assignment, RoundAnswer, RoundProgress, RoundRow } from './rows/rounds'
import type { ComparisonRow, PhotographScore, ReferenceRow, StripRow } from './rows/scores'

export type * from './rows/audit'
export type * from './rows/export'
export type * from './rows/learning'
export type * from './rows/photographs'
export type * from './rows/rounds'
export type * from './rows/scores'

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
  /** Whether no face was looked for on it when it came in, and nobody has laid a pad on it since. */
  awaitsFace(id: number): boolean
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
  /** Those of one pad, by its atlas id; in order of key. */
  regionsOfPad(pad: string): RegionRow[]

  /** Those of the scale in force, in atlas order, from the least value to the most. */
  exemplars(): Exemplar[]
  /** The JPEG of an exemplar as it was when it was chosen; of earlier versions of the scale too. */
  exemplarPicture(id: number): Uint8Array
  /** The outline that its picture was cut for, whatever became of the region since. */
  exemplarPolygon(id: number): Polygon

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
  /** Keys of a pad's regions for which `pairsScore` has one. */
  scoredByPairs(pad: string, rater: number): Set<number>
  /** How often a rater has met a region, practice apart. */
  presentations(region: number, rater: number): number
  /** What a rater says of a pad (atlas id), one row for each region that has a score. */
  stripRows(region: string, rater: number): StripRow[]
  /** Keys of the regions that a round shows, in the order in which they come first. */
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
  /** Every answer in pairs, also those that were taken back. Finish or leave the loop before writing. */
  comparedRows(): IterableIterator<ComparedRow>

  /** Integrity, foreign keys, hashes of photographs and weights, the audit chain, scores against the audit trail. */
  check(): CheckFindings
  /** Oldest first. */
  auditEntries(from?: number, limit?: number): AuditRecord[]
  auditHash(): string
}

/**
 * What the window may ask of the main process: one named function each, nothing general.
 * Preload, handlers and the window's client are all derived from `MalarApi`.
 * Every call answers with a `Reply`, because errors lose their code when they cross into the window.
 */
import type { About, ListOfWorks } from './contract/about'
import type { ImportPlan, ImportReport, ImportSource, SubjectGrouping } from './contract/import'
import type { EditShown, PhotographChange, PhotographDetails } from './contract/photographs'
import type { RoundPlan, RoundReport, RoundSummary } from './contract/rounds'
import type {
  ExemplarItem,
  GivenComparison,
  MovedScore,
  PairsState,
  StripItem,
  StripView,
} from './contract/scale'
import type { GivenScore, Reference, ScoreSaved, ScoringTask } from './contract/scoring'
import type { CheckResult, ExportResult, NewStudy, RecentStudy, StudyOverview } from './contract/studies'
import type { SuggestionView } from './contract/suggestions'
import type { AtlasRegion } from './domain/atlas'
import type { CardBlock } from './domain/card-markdown'
import type { ErrorCode } from './domain/error-codes'
import type { ModelComparison } from './domain/compare-models'
import type { ListedPhotograph } from './domain/listed-photograph'
import type { Figure, PhotographFigures } from './domain/photograph-figures'
import type { Model, Rater } from './domain/records'
import type { RoundRules } from './domain/round-rules'
import type { Polygon, Side } from './domain/words'
import type { EngineState } from './engine-state'
import type { MalarEvent } from './events'
import type { MenuCommand } from './menu-commands'
import type { PreferenceValues } from './preference-values'
import type { HeldOutSoFar, Learnable, TrainingRequest, TrainingState } from './training-state'

export type { MalarEvent } from './events'
export type * from './contract/about'
export type * from './contract/import'
export type * from './contract/photographs'
export type * from './contract/rounds'
export type * from './contract/scale'
export type * from './contract/scoring'
export type * from './contract/studies'
export type * from './contract/suggestions'
export * from './menu-commands'
export * from './preference-values'
export type { EngineState, HeldOutSoFar, Learnable, TrainingRequest, TrainingState }

export type Reply<T> = { ok: true; value: T } | { ok: false; error: { code: ErrorCode; message: string } }

/** Text that `JSON.parse` makes a `T` of. */
export type JsonOf<T> = string & { readonly parsed?: T }

export interface MalarApi {
  preferences(): Promise<Reply<PreferenceValues>>
  /** Keeps what is given on this computer; answers with all of it. */
  changePreferences(change: Partial<PreferenceValues>): Promise<Reply<PreferenceValues>>
  /** Tells the menu which keys its commands have in the window, as `chord` names them. */
  showMenuKeys(keys: Partial<Record<MenuCommand, string>>): Promise<Reply<null>>
  atlas(): Promise<Reply<AtlasRegion[]>>
  recentStudies(): Promise<Reply<RecentStudy[]>>
  /** Takes a study off the list; the file stays. */
  forgetRecent(path: string): Promise<Reply<RecentStudy[]>>
  /** Asks where to put it; null when the person cancels. */
  newStudy(study: NewStudy): Promise<Reply<StudyOverview | null>>
  /** Without a path it asks for one; null when the person cancels. */
  openStudy(path: string | null): Promise<Reply<StudyOverview | null>>
  openSample(): Promise<Reply<StudyOverview>>
  closeStudy(): Promise<Reply<null>>
  study(): Promise<Reply<StudyOverview | null>>
  addRater(name: string): Promise<Reply<Rater>>
  planImport(source: ImportSource): Promise<Reply<ImportPlan | null>>
  acceptImport(plan: number, grouping: SubjectGrouping): Promise<Reply<ImportReport>>
  cancelImport(): Promise<Reply<null>>
  /** In order of subject, day and id, as JSON: ten thousand of them cross into the window many times faster as one text. */
  photographs(): Promise<Reply<JsonOf<ListedPhotograph[]>>>
  /** One figure of every pad of every photograph, for filters and orders that go by it. */
  photographFigures(figure: Figure): Promise<Reply<PhotographFigures>>
  photograph(id: number): Promise<Reply<PhotographDetails>>
  changePhotograph(id: number, change: PhotographChange): Promise<Reply<PhotographDetails>>
  /** Replaces a polygon, or draws one where the pad has none yet. */
  placeRegion(
    photograph: number,
    region: string,
    side: Side,
    polygon: Polygon,
  ): Promise<Reply<PhotographDetails>>
  resetRegion(regionKey: number): Promise<Reply<PhotographDetails>>
  /** Lays a pad as it lies on the last visit; `unchecked` names it until somebody has looked at it. */
  copyRegion(photograph: number, region: string, side: Side): Promise<Reply<PhotographDetails>>
  checkRegion(regionKey: number): Promise<Reply<PhotographDetails>>
  /** Takes back the last edit of a region in the study; null where there is none. */
  undoEdit(): Promise<Reply<EditShown | null>>
  redoEdit(): Promise<Reply<EditShown | null>>
  /** What a round of these rules would be, or why it cannot be; for somebody new where the rater is null. */
  planRound(rater: number | null, rules: RoundRules): Promise<Reply<RoundPlan>>
  startRound(rater: number, rules: RoundRules): Promise<Reply<RoundSummary>>
  /** Position of the first region without a score; null when the round is complete. */
  firstOpen(round: number): Promise<Reply<number | null>>
  task(round: number, position: number): Promise<Reply<ScoringTask>>
  score(given: GivenScore): Promise<Reply<ScoreSaved>>
  /**
   * Refused in a blind round, and in one that reveals it before the score is committed.
   * `leftOut` holds region keys of neighbours.
   */
  suggest(round: number, position: number, leftOut: number[]): Promise<Reply<SuggestionView | null>>
  /** What others said of the pad; only in practice, and only when the pad has its answer. */
  reference(round: number, position: number): Promise<Reply<Reference | null>>
  /** Refused until the round is finished. */
  roundReport(round: number): Promise<Reply<RoundReport>>
  /** Those of the scale in force, in atlas order, from the least value to the most. */
  exemplars(): Promise<Reply<ExemplarItem[]>>
  /** Lets a region's crop stand for a value of the scale; answers with all exemplars. */
  chooseExemplar(regionKey: number, value: number): Promise<Reply<ExemplarItem[]>>
  removeExemplar(id: number): Promise<Reply<ExemplarItem[]>>
  /** One pad over all photographs; `side` null for both. */
  strip(region: string, side: Side | null, rater: number): Promise<Reply<StripView>>
  /** A new score in place of the one that stood; answers with its item. */
  rescore(moved: MovedScore): Promise<Reply<StripItem>>
  /** The pad to compare next, beside which exemplar; `side` null for both. */
  pairs(region: string, side: Side | null, rater: number): Promise<Reply<PairsState>>
  compare(given: GivenComparison, side: Side | null): Promise<Reply<PairsState>>
  /** Takes the last comparison of a pad back. */
  undoComparison(regionKey: number, side: Side | null, rater: number): Promise<Reply<PairsState>>
  /** Makes a settled pad's estimate a score. */
  acceptPairs(regionKey: number, side: Side | null, rater: number): Promise<Reply<PairsState>>
  objectives(): Promise<Reply<{ name: string; words: string }[]>>
  startTraining(request: TrainingRequest): Promise<Reply<null>>
  cancelTraining(): Promise<Reply<null>>
  trainingState(): Promise<Reply<TrainingState>>
  /** Whether a training can begin, and why not. */
  learnable(seed: number): Promise<Reply<Learnable>>
  /** Starts nothing. */
  engineState(): Promise<Reply<EngineState>>
  /** Starts the engine if it does not run, and anew if it cannot work. */
  startEngine(): Promise<Reply<EngineState>>
  models(): Promise<Reply<Model[]>>
  promoteModel(id: number): Promise<Reply<Model[]>>
  /** The errors of a model beside those of another, on pads that both were judged on. */
  compareModels(model: number, other: number): Promise<Reply<ModelComparison[]>>
  modelCard(id: number): Promise<Reply<CardBlock[]>>
  /** Asks where to put it; answers with the file's path, or null when the person cancels. */
  saveModelCard(id: number): Promise<Reply<string | null>>
  /** Asks for a folder; null when the person cancels. */
  exportStudy(): Promise<Reply<ExportResult | null>>
  checkStudy(): Promise<Reply<CheckResult>>
  /** Starts nothing. */
  about(): Promise<Reply<About>>
  /** Puts what `about` answers on the clipboard, as text: nothing of a study is in it. */
  copyAbout(): Promise<Reply<null>>
  works(): Promise<Reply<ListOfWorks>>
  /** The text of the licence of a work, by its place in the list. */
  licence(index: number): Promise<Reply<string>>
  /** Shows the file with the notices of Chromium in the person's own file manager. */
  showChromiumNotices(): Promise<Reply<null>>
}

/** Every function of `MalarApi`; the compiler refuses a list that misses one. */
const names: Record<keyof MalarApi, true> = {
  preferences: true,
  changePreferences: true,
  showMenuKeys: true,
  atlas: true,
  recentStudies: true,
  forgetRecent: true,
  newStudy: true,
  openStudy: true,
  openSample: true,
  closeStudy: true,
  study: true,
  addRater: true,
  planImport: true,
  acceptImport: true,
  cancelImport: true,
  photographs: true,
  photographFigures: true,
  photograph: true,
  changePhotograph: true,
  placeRegion: true,
  resetRegion: true,
  copyRegion: true,
  checkRegion: true,
  undoEdit: true,
  redoEdit: true,
  planRound: true,
  startRound: true,
  firstOpen: true,
  task: true,
  score: true,
  suggest: true,
  reference: true,
  roundReport: true,
  exemplars: true,
  chooseExemplar: true,
  removeExemplar: true,
  strip: true,
  rescore: true,
  pairs: true,
  compare: true,
  undoComparison: true,
  acceptPairs: true,
  objectives: true,
  startTraining: true,
  cancelTraining: true,
  trainingState: true,
  learnable: true,
  engineState: true,
  startEngine: true,
  models: true,
  promoteModel: true,
  compareModels: true,
  modelCard: true,
  saveModelCard: true,
  exportStudy: true,
  checkStudy: true,
  about: true,
  copyAbout: true,
  works: true,
  licence: true,
  showChromiumNotices: true,
}
export const API_NAMES = Object.keys(names) as (keyof MalarApi)[]

export interface MalarBridge extends MalarApi {
  /** Calls the listener for every event; answers with a function that stops it. */
  onEvent(listener: (event: MalarEvent) => void): () => void
  /** Path of a dropped file. */
  pathOf(file: unknown): string
}

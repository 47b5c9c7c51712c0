/**
 * What the window may ask of the main process: one named function each, nothing general.
 * Preload, handlers and the window's client are all derived from `MalarApi`.
 * Every call answers with a `Reply`, because errors lose their code when they cross into the window.
 */
import type { AtlasRegion } from './domain/atlas'
import type { CardBlock } from './domain/card-markdown'
import type { ChangeReason } from './domain/change-reasons'
import type { Exemplar } from './domain/exemplars'
import type { Outcome } from './domain/pairs'
import type { ListedPhotograph } from './domain/listed-photograph'
import type { Figure, PhotographFigures } from './domain/photograph-figures'
import type {
  Model,
  Neighbour,
  Photograph,
  Rater,
  Region,
  Round,
  Score,
  StudyInfo,
  Suggestion,
} from './domain/records'
import type { ModelComparison } from './domain/compare-models'
import type { Refusal, RoundRules } from './domain/round-rules'
import type {
  CannotJudgeReason,
  Polygon,
  RoundMode,
  ScoreOrigin,
  Side,
  SuggestionSeen,
  View,
} from './domain/words'
import type { ViewingFrame } from './domain/viewing'
import type { EngineState } from './engine-state'
import type { MalarEvent } from './events'
import type { MenuCommand } from './menu-commands'
import type { PreferenceValues } from './preference-values'
import type { HeldOutSoFar, Learnable, TrainingRequest, TrainingState } from './training-state'

export type { MalarEvent } from './events'
export * from './menu-commands'
export * from './preference-values'
export type { EngineState, HeldOutSoFar, Learnable, TrainingRequest, TrainingState }

export type Reply<T> = { ok: true; value: T } | { ok: false; error: { code: string; message: string } }

/** Text that `JSON.parse` makes a `T` of. */
export type JsonOf<T> = string & { readonly parsed?: T }

export interface RecentStudy {
  path: string
  name: string
  openedAt: string
  /** False when the file is no longer there. */
  exists: boolean
}

export interface StudyOverview {
  path: string
  info: StudyInfo
  raters: Rater[]
  rounds: RoundSummary[]
  counts: { subjects: number; photographs: number; regions: number; scored: number; withoutFace: number }
  /** The one in use, as far as every screen may know it. */
  model: Pick<Model, 'id' | 'createdAt' | 'subjects' | 'labels'> | null
}

export interface RoundSummary extends Round {
  raterName: string
  /** Regions with a score or a reason for none, of all in the round. */
  finished: number
  total: number
}

export interface NewStudy {
  name: string
  regions: string[]
  /** Short name of the scale: continuous, 0-4, 0-4:0.5. */
  scale: string
  rater: string
}

/** Where photographs come from: a dialog, or paths that were dropped on the window. */
export type ImportSource = { choose: 'files' | 'folder' | 'manifest' } | { paths: string[] }

/** How photographs are grouped into subjects where no manifest says so. */
export type SubjectGrouping = 'photograph' | 'folder'

export interface ImportPlan {
  id: number
  /** File names for the person's eyes only; they are not kept. */
  accepted: { file: string; subject: string | null; day: number; view: View; pixels: string }[]
  duplicate: { file: string }[]
  refused: { file: string; reason: string }[]
  /** The manifest that was found, by name; null when there was none. */
  manifest: string | null
}

export interface ImportReport {
  new: number
  duplicate: number
  refused: { file: string; reason: string }[]
  faces: number
  noFace: number
  /** True when it was cancelled: what is in is in wholly, the rest can be imported again. */
  cancelled: boolean
}

export interface PhotographItem extends Photograph {
  regions: number
  scored: number
}

export interface PhotographDetails {
  photograph: PhotographItem
  regions: Region[]
  /** Current scores of every region, for the person who manages the study. */
  scores: { region: number; rater: string; value: number | null; reason: CannotJudgeReason | null }[]
  /** Keys of regions that were copied and that nobody has looked at since. */
  unchecked: number[]
  /** What a pad can be copied from, where another photograph of the subject has it in the same view. */
  copies: CopySource[]
  /** What undo takes back and redo does again, wherever in the study. */
  undo: EditName | null
  redo: EditName | null
}

export interface CopySource {
  region: string
  side: Side
  /** Key of the region to copy, and the day of its visit. */
  key: number
  day: number
  /** Whether the faces of both photographs say where it goes; else it keeps its place in the photograph. */
  byLandmarks: boolean
}

/** Where a region was edited. */
export interface EditName {
  photograph: number
  subject: string
  day: number
  region: string
  side: Side
}

/** What undo or redo changed. */
export interface EditShown {
  edit: EditName
  details: PhotographDetails
}

export interface PhotographChange {
  subject: string
  day: number
  view: View
  mirrored: boolean
}

/** What would come of the rules of a round. */
export interface RoundPlan {
  /** Why it cannot be, and which rule to change; null where it can. */
  refused: Refusal | null
  photographs: number
  /** Photographs with those that come again. */
  showings: number
  /** Photographs that such a round could show. */
  available: number
  /** Pads of all that it could show. */
  pads: number
}

/** What other raters said of a pad, blind and on meeting it first. Values of the scale. */
export interface Reference {
  mean: number
  least: number
  most: number
  raters: number
}

/** One pad of the photograph that is being scored, as the list beside it shows it. */
export interface PadState {
  region: string
  side: Side
  polygon: Polygon
  /** Position of the pad in the round. */
  position: number
  state: 'open' | 'scored' | 'cannot-judge'
  value: number | null
}

/** The same pad of the same subject at an earlier visit, to look at beside the one that is scored. */
export interface EarlierVisit {
  /** Address of its photograph. */
  picture: string
  width: number
  height: number
  frame: ViewingFrame
  polygon: Polygon
  day: number
}

/** What a rater has said of the pad in sight. Which pad that is, and at which meeting, is not told. */
export type MyScore = Pick<
  Score,
  'value' | 'reason' | 'note' | 'suggestion' | 'suggestionSeen' | 'seconds' | 'altered'
>

/** An exemplar beside the scale. */
export interface TaskExemplar {
  /** A value of the scale. */
  value: number
  /** Address of its crop. */
  picture: string
  /** Side of its crop in eye distances; null without a face. */
  eyes: number | null
}

/**
 * Everything the scoring screen shows for one region. Only an assisted round's has `subject` and `day`. Nothing tells
 * which photograph it is, so that a repeat cannot be told from a first showing.
 */
export interface ScoringTask {
  round: number
  mode: RoundMode
  position: number
  total: number
  finished: number
  /** `picture` is its address, which says nothing but its place in the round. */
  photograph: { picture: string; width: number; height: number; view: View; flags: string[] }
  /** Why this photograph comes here; empty where it came by chance. */
  because: string
  /** 1-based number of the showing in the round, and how many there are. */
  photographNumber: number
  photographs: number
  region: string
  side: Side
  frame: ViewingFrame
  /** Frame of the same pad on the other side, where there is one and the round shows it. */
  otherSide: ViewingFrame | null
  /** The nearest earlier visit in the same view; null where there is none, and in every round but an assisted one. */
  earlier: EarlierVisit | null
  /** The pad's exemplars, lowest value first, but those of the subject in sight. */
  exemplars: TaskExemplar[]
  pads: PadState[]
  /** The rater's current score of this region in this round. */
  mine: MyScore | null
  /** In a round that reveals: what the rater had said before, where that was corrected in sight of the suggestion. */
  beforeReveal: MyScore | null
  subject?: string
  day?: number
}

export interface GivenScore {
  round: number
  position: number
  value: number | null
  reason: CannotJudgeReason | null
  note: string
  suggestion: number | null
  suggestionSeen: SuggestionSeen
  seconds: number
  /** Brightness or contrast were not the photograph's own. */
  altered: boolean
}

export interface ScoreSaved {
  savedAt: string
  finished: number
  total: number
  /** Position of the next region without a score after this one, wrapping round; null when all are done. */
  next: number | null
}

/** What it takes to draw a crop at the scale of others. */
export interface DrawnCrop {
  /** The pad in parts of its crop's side, 0 to 1 across and down; null where the region is gone. */
  outline: Polygon | null
  /** Side of its crop in eye distances; null without a face. */
  eyes: number | null
}

/** How two values of the same pads agree, as values of the scale. */
export interface PairedAgreement {
  /** Pads with both values. */
  pads: number
  /** Mean of the later less the earlier, or of the rater less the others. */
  bias: number
  meanAbsolute: number
  /** Standard deviation of a rater's repeated scores of one pad; null between raters. */
  withinRater: number | null
}

/** What a finished round came to. */
export interface RoundReport {
  scored: number
  cannotJudge: { reason: CannotJudgeReason; count: number }[]
  /** Active seconds of the whole round. */
  seconds: number
  /** Answers that are as suggested; null where nothing was suggested. */
  asSuggested: number | null
  /** Answers that were changed after the reveal; null in other modes. */
  corrected: number | null
  /** How often each value was given, from the least to the most; on a continuous scale in tenths of it. */
  values: { value: number; count: number }[]
  /** With the same rater's earlier scores of the same pads; null where there are none. */
  withEarlier: PairedAgreement | null
  /** In practice, with what others said. */
  withOthers: PairedAgreement | null
  /** What two raters of the study differ by, as a value of the scale; null where that is not known. */
  raterDifference: number | null
}

export type PanelNeighbour = Neighbour & DrawnCrop

/** A suggestion with what the panel beside it says. */
export interface SuggestionView {
  suggestion: Suggestion
  /** Nearest first, those left out at their rank. */
  neighbours: PanelNeighbour[]
  /**
   * Right minus left of the pad at this visit as values of the scale, as it enters the suggestion, with the interval
   * that held-out subjects support; null where only one side is seen or the model does not know.
   */
  asymmetry: { difference: number; low: number | null; high: number | null } | null
  /** Neighbours that are not shown: their rater has yet to answer them in this round, before any suggestion. */
  keptBack: number
  /** Number of labelled subjects behind the interval. */
  labelledSubjects: number
  /** Held-out mean absolute errors as values of the scale; null where not measured. */
  worth: { model: number | null; mean: number | null; raterDifference: number | null }
}

/** Its picture is `malar://exemplar/<id>`, turned and mirrored as every crop. */
export type ExemplarItem = Omit<Exemplar, 'subject'>

/** One crop of the strip, `malar://crop/<key>`, at the rater's present value. */
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
    /** Key of the region row, `malar://crop/<key>`. */
    key: number
    side: Side
    /** `malar://exemplar/<id>` */
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

/** A score that is moved along the strip, and why. */
export interface MovedScore {
  /** Id of the score that stands. */
  score: number
  value: number
  reason: ChangeReason
  /** Own words; needed where the reason is `other`. */
  words: string
}

export interface ExportResult {
  folder: string
  files: { name: string; rows: number; bytes: number }[]
}

export interface CheckResult {
  ok: boolean
  findings: string[]
  photographs: number
  scores: number
  audit: number
}

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
}
export const API_NAMES = Object.keys(names) as (keyof MalarApi)[]

export interface MalarBridge extends MalarApi {
  /** Calls the listener for every event; answers with a function that stops it. */
  onEvent(listener: (event: MalarEvent) => void): () => void
  /** Path of a dropped file. */
  pathOf(file: unknown): string
}

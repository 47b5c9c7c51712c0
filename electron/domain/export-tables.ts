/**
 * The tables that leave a study: typed rows as the study file delivers them, and one function per row
 * that writes the line. A study may hold a million scores, so nothing here collects a whole table.
 */
import { compareText, csvLine, csvNumber, freeText } from './csv'
import type { CsvField } from './csv'
import type { Neighbour } from './records'
import type { AtlasRegion } from './atlas'
import type {
  CannotJudgeReason,
  DayOffset,
  RoundMode,
  ScoreOrigin,
  Side,
  SuggestionSeen,
  View,
} from './words'

/** What every exported row says of its photograph. */
interface PhotographColumns {
  /** SHA-256 (hex) of the photograph as it was imported. */
  photograph: string
  subject: string
  day: DayOffset
  view: View
}

/**
 * A score that stands: one that a later score superseded stays in the study file and is not exported, nor are scores
 * of practice.
 */
export interface ScoreExportRow extends PhotographColumns {
  region: string
  side: Side
  rater: string
  /** Name of the round; null for a score given outside rounds. */
  round: string | null
  presentation: number
  score: number | null
  reason: CannotJudgeReason | null
  /** Short name of the scale version that it was given on, from `scaleName`. */
  scale: string
  suggestionSeen: SuggestionSeen
  /** The suggestion that was in sight, its interval and its model's name from `modelName`. */
  suggestion: number | null
  low: number | null
  high: number | null
  model: string | null
  seconds: number | null
  scoredAt: string
  note: string
  /** Of the round; null for a score given outside rounds. */
  mode: RoundMode | null
  origin: ScoreOrigin
  changeReason: string
  standardError: number | null
  altered: boolean
}

/** The newest suggestion of a region by one model. */
export interface SuggestionExportRow extends PhotographColumns {
  region: string
  side: Side
  value: number | null
  low: number | null
  high: number | null
  level: number | null
  secondOpinion: number | null
  /** From `modelName`. */
  model: string
  /** Nearest first; those that are left out are not written. */
  neighbours: readonly Pick<Neighbour, 'subject' | 'day' | 'side' | 'score' | 'distance' | 'leftOut'>[]
}

/** All scores of a photograph that one rater gave in one pass. */
export interface WideExportRow extends PhotographColumns {
  rater: string
  round: string | null
  presentation: number
  /** Scores by the name of their column, from `wideColumn`. */
  scores: Map<string, number | null>
}

// prettier-ignore
export const SCORE_COLUMNS = [
  'photograph', 'subject', 'day', 'view', 'region', 'side', 'rater', 'round', 'presentation', 'score',
  'reason', 'scale', 'suggestion_seen', 'suggestion', 'low', 'high', 'model', 'seconds', 'scored_at',
  'note', 'mode', 'origin', 'change_reason', 'standard_error', 'altered',
] as const

// prettier-ignore
export const SUGGESTION_COLUMNS = [
  'photograph', 'subject', 'day', 'view', 'region', 'side', 'value', 'low', 'high', 'level',
  'second_opinion', 'model', 'neighbours',
] as const

/** Columns of the wide table before its regions. */
export const WIDE_COLUMNS = [
  'photograph',
  'subject',
  'day',
  'view',
  'rater',
  'round',
  'presentation',
] as const

/** A line of `scores.csv`, with its CRLF. */
export function scoreLine(row: ScoreExportRow): string {
  return csvLine([
    row.photograph,
    row.subject,
    row.day,
    row.view,
    row.region,
    row.side,
    row.rater,
    row.round === null ? null : freeText(row.round),
    row.presentation,
    row.score,
    row.reason,
    row.scale,
    row.suggestionSeen,
    row.suggestion,
    row.low,
    row.high,
    row.model,
    row.seconds,
    row.scoredAt,
    freeText(row.note),
    row.mode,
    row.origin,
    freeText(row.changeReason),
    row.standardError,
    row.altered ? 'yes' : 'no',
  ])
}

/** A line of `suggestions.csv`, with its CRLF. */
export function suggestionLine(row: SuggestionExportRow): string {
  return csvLine([
    row.photograph,
    row.subject,
    row.day,
    row.view,
    row.region,
    row.side,
    row.value,
    row.low,
    row.high,
    row.level,
    row.secondOpinion,
    row.model,
    row.neighbours
      .filter((neighbour) => !neighbour.leftOut)
      .map(neighbourText)
      .join(';'),
  ])
}

/** `subject:day:side:score:distance`; identifiers hold neither `:` nor `;`. The distance keeps six decimals. */
function neighbourText(neighbour: SuggestionExportRow['neighbours'][number]): string {
  const distance = Number(neighbour.distance.toFixed(6))
  return `${neighbour.subject}:${neighbour.day}:${neighbour.side}:${csvNumber(neighbour.score)}:${csvNumber(distance)}`
}

/** A region on one side as a column of the wide table. */
export interface WideRegion {
  column: string
  region: AtlasRegion
  side: Side
}

/** The name of a region's column in `scores-wide.csv`. */
function wideColumn(region: string, side: Side): string {
  return `${region}_${side}`
}

/**
 * The region columns of the wide table, in atlas order, right before left before midline.
 * @param atlas regions in atlas order
 * @param wanted ids of the study's regions: right and left, or midline for a pad outside the mesh
 * @param scored region sides that have scores besides those, so that no score is ever without a column
 */
export function wideRegions(
  atlas: readonly AtlasRegion[],
  wanted: readonly string[],
  scored: readonly { region: string; side: Side }[] = [],
): WideRegion[] {
  const found = new Set(scored.map(({ region, side }) => wideColumn(region, side)))
  const columns: WideRegion[] = []
  for (const region of atlas) {
    const usual = !wanted.includes(region.id) ? [] : region.right ? ['right', 'left'] : ['midline']
    for (const side of ['right', 'left', 'midline'] as const) {
      const column = wideColumn(region.id, side)
      if (usual.includes(side) || found.has(column)) columns.push({ column, region, side })
    }
  }
  return columns
}

/**
 * Gathers scores into rows of the wide table, one photograph in memory at a time.
 * @param rows in the order of `compareScoreRows`; of two scores for one cell the later one counts
 * @param scale short name of the study's scale: scores on another one cannot stand in the same column
 */
export function* wideRows(rows: Iterable<ScoreExportRow>, scale: string): Generator<WideExportRow> {
  let photograph: string | null = null
  let passes = new Map<string, WideExportRow>()
  for (const row of rows) {
    if (row.photograph !== photograph) {
      yield* inOrder(passes)
      passes = new Map()
      photograph = row.photograph
    }
    if (row.scale !== scale) continue
    const key = JSON.stringify([row.rater, row.round, row.presentation])
    let pass = passes.get(key)
    if (!pass) {
      const { photograph, subject, day, view, rater, round, presentation } = row
      pass = { photograph, subject, day, view, rater, round, presentation, scores: new Map() }
      passes.set(key, pass)
    }
    pass.scores.set(wideColumn(row.region, row.side), row.score)
  }
  yield* inOrder(passes)
}

function inOrder(passes: Map<string, WideExportRow>): WideExportRow[] {
  return [...passes.values()].sort(
    (a, b) =>
      compareText(a.rater, b.rater) || compareFields(a.round, b.round) || a.presentation - b.presentation,
  )
}

/** The header of `scores-wide.csv`, with its CRLF. */
export function wideHeader(regions: readonly WideRegion[]): string {
  return csvLine([...WIDE_COLUMNS, ...regions.map(({ column }) => column)])
}

/** A line of `scores-wide.csv`, with its CRLF. */
export function wideLine(regions: readonly WideRegion[], row: WideExportRow): string {
  const fields: CsvField[] = [row.photograph, row.subject, row.day, row.view, row.rater]
  fields.push(row.round === null ? null : freeText(row.round), row.presentation)
  for (const { column } of regions) fields.push(row.scores.get(column))
  return csvLine(fields)
}

/**
 * The total order of `scores.csv`: photograph, region, side, rater, round, presentation, scored_at, then
 * every other column, so that rows which compare equal are the same line. In SQL: ORDER BY these with
 * BINARY collation, missing first.
 */
export function compareScoreRows(a: ScoreExportRow, b: ScoreExportRow): number {
  for (const key of SCORE_ORDER) {
    const order = compareFields(a[key], b[key])
    if (order) return order
  }
  return 0
}

// prettier-ignore
const SCORE_ORDER: readonly (keyof ScoreExportRow)[] = [
  'photograph', 'region', 'side', 'rater', 'round', 'presentation', 'scoredAt', 'score', 'reason',
  'note', 'scale', 'suggestionSeen', 'suggestion', 'low', 'high', 'model', 'seconds', 'subject', 'day',
  'view', 'mode', 'origin', 'changeReason', 'standardError', 'altered',
]

/** The total order of `suggestions.csv`: photograph, region, side, model. */
export function compareSuggestionRows(a: SuggestionExportRow, b: SuggestionExportRow): number {
  for (const key of ['photograph', 'region', 'side', 'model'] as const) {
    const order = compareText(a[key], b[key])
    if (order) return order
  }
  return 0
}

/** Missing first, numbers by size, text by code point: what SQLite's ORDER BY does. */
function compareFields(a: string | number | boolean | null, b: string | number | boolean | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compareText(String(a), String(b))
}

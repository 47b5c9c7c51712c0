import type { Score } from '../electron/domain/records'
import type { CannotJudgeReason, ScoreOrigin, SuggestionSeen } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import type { LabelledRegion, PhotographScore, RaterPair, ReferenceRow, StudyReader } from './reader'
import { REGION_ROW, REGION_ROW_FROM, type RegionRowRow } from './regions-read'

export interface StoredScore {
  id: number
  region: number
  rater: number
  round: number | null
  presentation: number
  scale_version: number
  value: number | null
  reason: CannotJudgeReason | null
  note: string
  suggestion_seen: SuggestionSeen
  suggestion: number | null
  seconds: number | null
  supersedes: number | null
  scored_at: string
  origin: ScoreOrigin
  change_reason: string
  standard_error: number | null
  altered: number
}

/** A score is current until another one supersedes it. */
export const CURRENT = 'NOT EXISTS (SELECT 1 FROM score AS later WHERE later.supersedes = score.id)'

export const CURRENT_SCORE = `SELECT * FROM score
  WHERE region = ? AND rater = ? AND round = ? AND presentation = ? AND ${CURRENT}`
const CURRENT_SCORE_OUTSIDE = CURRENT_SCORE.replace('round = ?', 'round IS NULL')
export const INDEPENDENT_SCORE = `SELECT * FROM score
  WHERE region = ? AND rater = ? AND round = ? AND presentation = ? AND suggestion_seen = 'no' AND origin <> 'strip'
  ORDER BY id DESC LIMIT 1`
const LATEST_SCORE = `SELECT * FROM score
  WHERE region = ? AND rater = ? AND round IS ? AND ${CURRENT} ORDER BY presentation DESC LIMIT 1`

/** Scores of practice are no data: nothing but the practice round itself counts or shows them. */
export const NOT_PRACTICE = `NOT EXISTS (SELECT 1 FROM round WHERE round.id = score.round AND round.mode = 'practice')`

export const PHOTOGRAPH_SCORES = `SELECT score.*, rater.name AS rater_name
  FROM region JOIN score ON score.region = region.id JOIN rater ON rater.id = score.rater
  WHERE region.photograph = ? AND ${CURRENT} AND ${NOT_PRACTICE} ORDER BY region.id, rater.id, score.id`

const CURRENT_VALUES = `SELECT score.region, rater, round, presentation, value, suggestion_seen AS seen
  FROM score WHERE value IS NOT NULL AND ${CURRENT} AND ${NOT_PRACTICE} ORDER BY score.id`

// The last that was given without a suggestion in sight: where it was revealed afterwards, what was said before counts.
// So it does where a score was moved along the strip, in sight of the rater's other scores.
// What was taken back counts no more, also where it had been moved in between.
// Latest presentation first, so that the first one has the last word.
const INDEPENDENT_VALUES = `SELECT score.region, rater, round, presentation, value, suggestion_seen AS seen FROM score
  WHERE value IS NOT NULL AND suggestion_seen = 'no' AND origin <> 'strip' AND ${NOT_PRACTICE}
    AND NOT EXISTS (SELECT 1 FROM score AS later
      WHERE later.region = score.region AND later.rater = score.rater AND later.round IS score.round
        AND later.presentation = score.presentation AND later.id > score.id
        AND later.suggestion_seen = 'no' AND later.origin <> 'strip')
  ORDER BY score.presentation DESC, score.id`

/** Unfinished rounds in which regions are met again. */
const OPEN_REPEATING = `SELECT id FROM round WHERE (repeats > 0 OR mode = 'repeat')
  AND (SELECT count(*) FROM score WHERE score.round = round.id AND supersedes IS NULL)
    < (SELECT count(*) FROM assignment WHERE assignment.round = round.id)`

interface Value {
  region: number
  rater: number
  round: number | null
  presentation: number
  value: number
  seen: SuggestionSeen
}

/** Scores as they stand, and the chains behind them. */
export function scoreReader(sql: Sql) {
  return {
    currentScore(region: number, rater: number, round: number | null, presentation?: number): Score | null {
      const row =
        presentation === undefined
          ? sql.get<StoredScore>(LATEST_SCORE, region, rater, round)
          : currentScoreRow(sql, region, rater, round, presentation)
      return row ? asScore(row) : null
    },
    independentScore(region: number, rater: number, round: number, presentation: number): Score | null {
      const row = sql.get<StoredScore>(INDEPENDENT_SCORE, region, rater, round, presentation)
      return row ? asScore(row) : null
    },
    score(id: number): Score {
      const row = sql.get<StoredScore>('SELECT * FROM score WHERE id = ?', id)
      if (!row) throw notFound('score', id)
      return asScore(row)
    },
    photographScores: (photograph: number) =>
      sql
        .all<StoredScore & { rater_name: string }>(PHOTOGRAPH_SCORES, photograph)
        .map((row): PhotographScore => ({ ...asScore(row), raterName: row.rater_name })),
    labelled: () => labelled(sql),
    raterPairs: () => raterPairs(sql),
    references: (rater: number) => references(sql, rater),
  } satisfies Partial<StudyReader>
}

/** The score that no other has superseded. */
export function currentScoreRow(
  sql: Sql,
  region: number,
  rater: number,
  round: number | null,
  presentation: number,
): StoredScore | undefined {
  // `round IS ?` would not use the whole index, and every score that is saved asks this.
  return round === null
    ? sql.get<StoredScore>(CURRENT_SCORE_OUTSIDE, region, rater, presentation)
    : sql.get<StoredScore>(CURRENT_SCORE, region, rater, round, presentation)
}

/**
 * A rater's label is what they said on meeting the region first; of two at the first meeting, the later. A repeat is
 * there to measure the rater and replaces no label: it counts where the region could not be judged before, and not
 * while its round is open, so that nothing learned in between depends on how far a round has come.
 */
export function labelsByRegion(sql: Sql): Map<number, Map<number, Value>> {
  const open = new Set(sql.all<{ id: number }>(OPEN_REPEATING).map(({ id }) => id))
  const labels = new Map<number, Map<number, Value>>()
  for (const value of sql.iterate<Value>(CURRENT_VALUES)) {
    if (value.presentation > 1 && value.round !== null && open.has(value.round)) continue
    const ofRegion = labels.get(value.region)
    if (!ofRegion) labels.set(value.region, new Map([[value.rater, value]]))
    else if (value.presentation <= (ofRegion.get(value.rater)?.presentation ?? Infinity))
      ofRegion.set(value.rater, value)
  }
  return labels
}

function labelled(sql: Sql): LabelledRegion[] {
  const labels = labelsByRegion(sql)
  const rows: LabelledRegion[] = []
  for (const row of regionRows(sql)) {
    const found = labels.get(row.key)
    if (!found) continue
    const given = [...found.values()]
      .sort((a, b) => a.rater - b.rater)
      .map(({ rater, value, seen }) => ({ rater, value, seenBefore: seen === 'before' }))
    rows.push({
      ...row,
      mirrored: row.mirrored === 1,
      labels: given,
      mean: given.reduce((sum, label) => sum + label.value, 0) / given.length,
      raters: given.length,
      seenBefore: given.some((label) => label.seenBefore),
    })
  }
  return rows
}

/** Between raters, what each said on meeting the region first; a blind repeat compares a rater with themselves. */
function raterPairs(sql: Sql): RaterPair[] {
  const first = firstMet(sql)
  const pairs: RaterPair[] = []
  for (const { key, region, side, photograph, subject } of regionRows(sql)) {
    const values = [...(first.get(key) ?? [])].sort((a, b) => a[0] - b[0])
    values.forEach(([raterA, a], i) => {
      for (const [raterB, b] of values.slice(i + 1)) {
        pairs.push({ key, region, side, photograph, subject, raterA, raterB, a, b })
      }
    })
  }
  return pairs
}

function references(sql: Sql, rater: number): Map<number, ReferenceRow> {
  const found = new Map<number, ReferenceRow>()
  for (const [region, ofRegion] of firstMet(sql)) {
    const values = [...ofRegion].filter(([other]) => other !== rater).map(([, value]) => value)
    if (values.length === 0) continue
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    found.set(region, { mean, least: Math.min(...values), most: Math.max(...values), raters: values.length })
  }
  return found
}

/** By region and rater: the independent value of the first presentation. */
function firstMet(sql: Sql): Map<number, Map<number, number>> {
  const first = new Map<number, Map<number, number>>()
  for (const { region, rater, value } of sql.iterate<Value>(INDEPENDENT_VALUES)) {
    const ofRegion = first.get(region)
    if (ofRegion) ofRegion.set(rater, value)
    else first.set(region, new Map([[rater, value]]))
  }
  return first
}

function regionRows(sql: Sql): IterableIterator<RegionRowRow> {
  return sql.iterate<RegionRowRow>(
    `SELECT ${REGION_ROW} FROM ${REGION_ROW_FROM}
     WHERE EXISTS (SELECT 1 FROM score WHERE score.region = region.id) ORDER BY region.id`,
  )
}

/** A row of the table as the rest of the program knows it. */
export function asScore(row: StoredScore): Score {
  const { id, region, rater, round, presentation, value, reason, note, suggestion, seconds, supersedes } = row
  return {
    id,
    region,
    rater,
    round,
    presentation,
    scaleVersion: row.scale_version,
    value,
    reason,
    note,
    suggestionSeen: row.suggestion_seen,
    suggestion,
    seconds,
    origin: row.origin,
    changeReason: row.change_reason,
    standardError: row.standard_error,
    altered: row.altered === 1,
    supersedes,
    scoredAt: row.scored_at,
  }
}

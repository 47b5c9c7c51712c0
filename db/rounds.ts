/** Rounds: who scores what in which order, and how far that has come. */
import type { Region, Round, Score } from '../electron/domain/records'
import {
  MalarError,
  type Polygon,
  type RegionOrigin,
  type RoundMode,
  type Side,
} from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { raterOf } from './people'
import type { AssignedPad, Assignment, RoundProgress, RoundRow, StudyReader } from './reader'
import { CURRENT, asScore, type StoredScore } from './scores-read'
import type { Session } from './session'
import type { NewRound, StudyWriter } from './writer'

interface StoredRound {
  id: number
  name: string
  rater: number
  mode: RoundMode
  seed: number
  created_at: string
  rater_name: string
}

// A round's scores are counted by the beginnings of their chains: one for each finished position.
export const FINISHED = 'SELECT count(*) AS finished FROM score WHERE round = ? AND supersedes IS NULL'
export const FINISHED_SINCE = `SELECT count(*) AS finished FROM score NOT INDEXED
  WHERE id > ? AND round = ? AND supersedes IS NULL`
export const TOTAL = 'SELECT coalesce(max(position) + 1, 0) AS total FROM assignment WHERE round = ?'

/** The first position from `?` on that has no score. */
export const FIRST_OPEN = `SELECT position FROM assignment WHERE round = ? AND position >= ? AND NOT EXISTS (
  SELECT 1 FROM score WHERE score.round = assignment.round AND score.region = assignment.region
    AND score.presentation = assignment.presentation AND score.supersedes IS NULL)
  ORDER BY position LIMIT 1`

// CROSS JOIN: from the photograph's few regions to the round, never the other way.
export const PADS = `
SELECT region.id AS key, region.photograph, region.region AS pad, region.side, region.polygon, region.origin,
  region.revision AS placed, assignment.position, assignment.presentation AS shown, score.*
FROM region CROSS JOIN assignment ON assignment.round = ? AND assignment.region = region.id
LEFT JOIN score ON score.region = region.id AND score.rater = ? AND score.round = assignment.round
  AND score.presentation = assignment.presentation AND ${CURRENT}
WHERE region.photograph = ? ORDER BY assignment.position`

interface StoredPad extends Omit<StoredScore, 'id' | 'region'> {
  id: number | null
  region: number | null
  key: number
  photograph: number
  pad: string
  side: Side
  polygon: string
  origin: RegionOrigin
  placed: number
  position: number
  shown: number
}

export function roundReader(sql: Sql) {
  /** Numbers of a round's photographs; an order only ever grows at its end. */
  const numbers = new Map<number, { total: number; byPhotograph: Map<number, number> }>()

  const finished = finishedCounter(sql)
  const progress = (round: number): RoundProgress => ({
    finished: finished(round),
    total: totalOf(sql, round),
  })
  const withProgress = (row: StoredRound): RoundRow => ({
    ...asRound(row),
    raterName: row.rater_name,
    ...progress(row.id),
  })
  const rows = `SELECT round.*, rater.name AS rater_name FROM round JOIN rater ON rater.id = round.rater`

  return {
    rounds: () => sql.all<StoredRound>(`${rows} ORDER BY round.id`).map(withProgress),
    round(id: number): RoundRow {
      const row = sql.get<StoredRound>(`${rows} WHERE round.id = ?`, id)
      if (!row) throw notFound('round', id)
      return withProgress(row)
    },
    roundProgress: progress,
    firstOpen(round: number, after = -1): number | null {
      const { finished, total } = progress(round)
      if (finished >= total) return null
      const from = (position: number) =>
        sql.get<{ position: number }>(FIRST_OPEN, round, position)?.position ?? null
      return from(after + 1) ?? from(0)
    },
    assignmentAt(round: number, position: number): Assignment {
      const row = sql.get<Assignment>(
        `SELECT round, position, assignment.region, photograph, presentation
         FROM assignment JOIN region ON region.id = assignment.region WHERE round = ? AND position = ?`,
        round,
        position,
      )
      if (!row) throw notFound(`position in round ${round}:`, position)
      return row
    },
    padsOf: (round: number, photograph: number) =>
      sql.all<StoredPad>(PADS, round, roundOf(sql, round).rater, photograph).map(asPad),
    photographInRound(round: number, photograph: number) {
      const total = totalOf(sql, round)
      let known = numbers.get(round)
      if (!known || known.total !== total) {
        known = { total, byPhotograph: photographNumbers(sql, round) }
        numbers.set(round, known)
      }
      const number = known.byPhotograph.get(photograph)
      if (number === undefined) throw notFound(`photograph in round ${round}:`, photograph)
      return { number, photographs: known.byPhotograph.size }
    },
  } satisfies Partial<StudyReader>
}

export function roundWriter(session: Session) {
  const { sql } = session
  return {
    addRound: (round: NewRound): Round =>
      session.change((at) => {
        const { mode, seed, order } = round
        const rater = raterOf(sql, round.rater)
        const name = round.name.trim()
        if (name.length < 1 || name.length > 200) {
          throw new MalarError('round-name', 'A round needs a name of 1 to 200 characters.')
        }
        const { key } = sql.run(
          'INSERT INTO round (name, rater, mode, seed, created_at) VALUES (?, ?, ?, ?, ?)',
          name,
          rater.id,
          mode,
          seed,
          at,
        )
        assign(sql, key, rater.id, order)
        return {
          value: asRound(roundOf(sql, key)),
          told: {
            action: 'add round',
            entity: `round ${key}`,
            who: rater.name,
            detail: { name, rater: rater.name, mode, seed, regions: order.length },
          },
        }
      }),
  } satisfies Partial<StudyWriter>
}

export function roundOf(sql: Sql, id: number): StoredRound {
  const row = sql.get<StoredRound>(
    'SELECT round.*, rater.name AS rater_name FROM round JOIN rater ON rater.id = round.rater WHERE round.id = ?',
    id,
  )
  if (!row) throw notFound('round', id)
  return row
}

/** Puts one region at a round's end; only scores from elsewhere do that. */
export function assignAtEnd(sql: Sql, round: number, region: number, presentation: number): void {
  sql.run(
    'INSERT INTO assignment (round, position, region, presentation) VALUES (?, ?, ?, ?)',
    round,
    totalOf(sql, round),
    region,
    presentation,
  )
}

/** A region that the rater scored before, or that stands in the order before, is met again: a blind repeat. */
function assign(sql: Sql, round: number, rater: number, order: readonly number[]): void {
  const met = new Map<number, number>()
  order.forEach((region, position) => {
    let before = met.get(region)
    if (before === undefined) {
      if (!sql.get('SELECT 1 FROM region WHERE id = ?', region)) throw notFound('region', region)
      const latest = sql.get<{ presentation: number | null }>(
        'SELECT max(presentation) AS presentation FROM score WHERE region = ? AND rater = ?',
        region,
        rater,
      )
      before = latest?.presentation ?? 0
    }
    met.set(region, before + 1)
    sql.run(
      'INSERT INTO assignment (round, position, region, presentation) VALUES (?, ?, ?, ?)',
      round,
      position,
      region,
      before + 1,
    )
  })
}

/**
 * Counts what is finished of a round, at every key press: scores are only ever added, with growing keys, so that
 * after the first time only those that came since are looked at.
 */
function finishedCounter(sql: Sql): (round: number) => number {
  const known = new Map<number, { finished: number; upTo: number }>()
  return (round) => {
    const { last } = sql.get<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM score') as {
      last: number
    }
    const before = known.get(round)
    const row = before
      ? sql.get<{ finished: number }>(FINISHED_SINCE, before.upTo, round)
      : sql.get<{ finished: number }>(FINISHED, round)
    const finished = (before?.finished ?? 0) + (row?.finished ?? 0)
    known.set(round, { finished, upTo: last })
    return finished
  }
}

function totalOf(sql: Sql, round: number): number {
  return (sql.get<{ total: number }>(TOTAL, round) as { total: number }).total
}

function photographNumbers(sql: Sql, round: number): Map<number, number> {
  const byPhotograph = new Map<number, number>()
  const order = `SELECT photograph FROM assignment JOIN region ON region.id = assignment.region
    WHERE round = ? ORDER BY position`
  for (const { photograph } of sql.all<{ photograph: number }>(order, round)) {
    if (!byPhotograph.has(photograph)) byPhotograph.set(photograph, byPhotograph.size + 1)
  }
  return byPhotograph
}

function asRound(row: StoredRound): Round {
  const { id, name, rater, mode, seed } = row
  return { id, name, rater, mode, seed, createdAt: row.created_at }
}

function asPad(row: StoredPad): AssignedPad {
  const region: Region = {
    id: row.key,
    photograph: row.photograph,
    region: row.pad,
    side: row.side,
    polygon: JSON.parse(row.polygon) as Polygon,
    origin: row.origin,
    revision: row.placed,
  }
  const mine: Score | null = row.id === null ? null : asScore(row as unknown as StoredScore)
  return { ...region, position: row.position, presentation: row.shown, mine }
}

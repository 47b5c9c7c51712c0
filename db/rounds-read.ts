/** Rounds as they stand: who scores what in which order, and how far that has come. */
import type { Region, Round, Score } from '../electron/domain/records'
import type { Polygon, RegionOrigin, RoundMode, RoundOrdering, Side } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import type { AssignedPad, Assignment, RoundProgress, RoundRow, StudyReader } from './reader'
import { CURRENT, asScore, type StoredScore } from './scores-read'

interface StoredRound {
  id: number
  name: string
  rater: number
  mode: RoundMode
  ordering: RoundOrdering
  repeats: number
  gap: number
  repeat_of: number | null
  one_sided: number
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

export const SHOWINGS = 'SELECT coalesce(max(showing), 0) AS showings FROM assignment WHERE round = ?'

// INDEXED BY and CROSS JOIN: from the few pads of the showing to their regions and scores, never the other way.
export const PADS = `
SELECT region.id AS key, region.photograph, region.region AS pad, region.side, region.polygon,
  region.origin AS laid_by, region.revision AS placed, assignment.position, assignment.presentation AS shown, score.*
FROM assignment INDEXED BY assignment_by_round_showing
CROSS JOIN region ON region.id = assignment.region
LEFT JOIN score ON score.region = region.id AND score.rater = ? AND score.round = assignment.round
  AND score.presentation = assignment.presentation AND ${CURRENT}
WHERE assignment.round = ? AND assignment.showing = ? ORDER BY assignment.position`

const ANSWERED = `SELECT coalesce(max(showing), 0) AS latest FROM score
  JOIN assignment ON assignment.round = score.round AND assignment.region = score.region
    AND assignment.presentation = score.presentation`
export const LATEST_SHOWING = `${ANSWERED} WHERE score.round = ? AND score.supersedes IS NULL`
export const LATEST_SHOWING_SINCE =
  ANSWERED.replace('FROM score', 'FROM score NOT INDEXED') +
  ' WHERE score.id > ? AND score.round = ? AND score.supersedes IS NULL'

const SHOWN = `SELECT region.photograph FROM assignment JOIN region ON region.id = assignment.region
  WHERE assignment.round = ? AND assignment.showing = ? LIMIT 1`

interface StoredPad extends Omit<StoredScore, 'id' | 'region'> {
  id: number | null
  region: number | null
  key: number
  photograph: number
  pad: string
  side: Side
  polygon: string
  laid_by: RegionOrigin
  placed: number
  position: number
  shown: number
}

/** Rounds, their order, and how far each is. */
export function roundReader(sql: Sql) {
  const finished = growing(sql, {
    all: FINISHED,
    since: FINISHED_SINCE,
    of: 'finished',
    join: (a, b) => a + b,
  })
  const latestShowing = growing(sql, {
    all: LATEST_SHOWING,
    since: LATEST_SHOWING_SINCE,
    of: 'latest',
    join: Math.max,
  })
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
        `SELECT round, position, assignment.region, photograph, presentation, showing, because
         FROM assignment JOIN region ON region.id = assignment.region WHERE round = ? AND position = ?`,
        round,
        position,
      )
      if (!row) throw notFound(`position in round ${round}:`, position)
      return row
    },
    padsOf: (round: number, showing: number) =>
      sql.all<StoredPad>(PADS, roundOf(sql, round).rater, round, showing).map(asPad),
    showings: (round: number) =>
      (sql.get<{ showings: number }>(SHOWINGS, round) as { showings: number }).showings,
    latestShowing,
    openRepeatOf(round: number): number | null {
      const repeats = sql.all<{ id: number }>('SELECT id FROM round WHERE repeat_of = ?', round)
      const open = repeats.find(({ id }) => {
        const { finished, total } = progress(id)
        return finished < total
      })
      return open?.id ?? null
    },
    photographShown(round: number, showing: number): number {
      const row = sql.get<{ photograph: number }>(SHOWN, round, showing)
      if (!row) throw notFound(`photograph in round ${round}:`, showing)
      return row.photograph
    },
  } satisfies Partial<StudyReader>
}

/** @throws MalarError `not-found` */
export function roundOf(sql: Sql, id: number): StoredRound {
  const row = sql.get<StoredRound>(
    'SELECT round.*, rater.name AS rater_name FROM round JOIN rater ON rater.id = round.rater WHERE round.id = ?',
    id,
  )
  if (!row) throw notFound('round', id)
  return row
}

/**
 * What is asked of a round's scores at every key press: scores are only ever added, with growing keys, so that after
 * the first time only those that came since are looked at.
 */
function growing(
  sql: Sql,
  ask: { all: string; since: string; of: string; join: (before: number, since: number) => number },
): (round: number) => number {
  const known = new Map<number, { value: number; upTo: number }>()
  return (round) => {
    const { last } = sql.get<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM score') as {
      last: number
    }
    const before = known.get(round)
    const row = before
      ? sql.get<Record<string, number>>(ask.since, before.upTo, round)
      : sql.get<Record<string, number>>(ask.all, round)
    const value = ask.join(before?.value ?? 0, row?.[ask.of] ?? 0)
    known.set(round, { value, upTo: last })
    return value
  }
}

/** How many pads a round asks for. */
export function totalOf(sql: Sql, round: number): number {
  return (sql.get<{ total: number }>(TOTAL, round) as { total: number }).total
}

/** A row of the table as the rest of the program knows it. */
export function asRound(row: StoredRound): Round {
  const { id, name, rater, mode, ordering, repeats, gap, seed } = row
  const rules = { mode, ordering, repeats, gap, repeatOf: row.repeat_of, oneSided: row.one_sided === 1 }
  return { id, name, rater, ...rules, seed, createdAt: row.created_at }
}

function asPad(row: StoredPad): AssignedPad {
  const region: Region = {
    id: row.key,
    photograph: row.photograph,
    region: row.pad,
    side: row.side,
    polygon: JSON.parse(row.polygon) as Polygon,
    origin: row.laid_by,
    revision: row.placed,
  }
  const mine: Score | null = row.id === null ? null : asScore(row as unknown as StoredScore)
  return { ...region, position: row.position, presentation: row.shown, mine }
}

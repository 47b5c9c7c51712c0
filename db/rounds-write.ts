/** New rounds, and the places that they give to regions. */
import type { Round } from '../electron/domain/records'
import { MalarError } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { raterOf } from './people'
import type { Assignment } from './reader'
import { asRound, roundOf, totalOf } from './rounds-read'
import type { Session } from './session'
import type { NewRound, NewShowing, StudyWriter } from './writer'

/** Adds a round with its whole order, which is never changed. */
export function roundWriter(session: Session) {
  const { sql } = session
  return {
    addRound: (round: NewRound): Round =>
      session.change((at) => {
        const { mode, seed, order, ordering = 'random', repeats = 0, gap = 0 } = round
        const { repeatOf = null, oneSided = false } = round
        const rater = raterOf(sql, round.rater)
        const name = round.name.trim()
        if (name.length < 1 || name.length > 200) {
          throw new MalarError('round-name', 'A round needs a name of 1 to 200 characters.')
        }
        const { key } = sql.run(
          `INSERT INTO round (name, rater, mode, ordering, repeats, gap, repeat_of, one_sided, seed, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          name,
          rater.id,
          mode,
          ordering,
          repeats,
          gap,
          repeatOf,
          oneSided ? 1 : 0,
          seed,
          at,
        )
        const regions = assign(sql, key, rater.id, order)
        const rules = { mode, ordering, repeats, gap, repeatOf, oneSided }
        return {
          value: asRound(roundOf(sql, key)),
          told: {
            action: 'add round',
            entity: `round ${key}`,
            who: rater.name,
            detail: { name, rater: rater.name, ...rules, seed, regions },
          },
        }
      }),
  } satisfies Partial<StudyWriter>
}

/** Puts one region at a round's end; only scores from elsewhere do that. */
export function assignAtEnd(sql: Sql, round: number, region: number, presentation: number): void {
  // With the other pads of its photograph, unless this one is there already.
  const showing = sql.get<{ showing: number }>(
    `SELECT coalesce(
      (SELECT max(assignment.showing) FROM region AS own
       JOIN region ON region.photograph = own.photograph
       JOIN assignment ON assignment.region = region.id AND assignment.round = ?
       WHERE own.id = ? AND assignment.presentation = ?),
      (SELECT coalesce(max(showing), 0) + 1 FROM assignment WHERE round = ?)) AS showing`,
    round,
    region,
    presentation,
    round,
  )?.showing as number
  insertAssignment(sql, { round, position: totalOf(sql, round), region, presentation, showing, because: '' })
}

/**
 * A region that the rater scored before, or that stands in the order before, is met again: a blind repeat.
 * @returns how many positions the round has
 */
function assign(sql: Sql, round: number, rater: number, order: readonly NewShowing[]): number {
  const met = new Map<number, number>()
  let position = 0
  order.forEach(({ regions, because = '' }, i) => {
    for (const region of regions) {
      const before = met.get(region) ?? presentationsBefore(sql, region, rater)
      met.set(region, before + 1)
      insertAssignment(sql, { round, position, region, presentation: before + 1, showing: i + 1, because })
      position += 1
    }
  })
  return position
}

/** The latest presentation of a region to a rater, practice left out; 0 where there was none. */
export function presentationsBefore(sql: Sql, region: number, rater: number): number {
  if (!sql.get('SELECT 1 FROM region WHERE id = ?', region)) throw notFound('region', region)
  // What was met in practice counts as not met: its scores are no data.
  const latest = sql.get<{ presentation: number | null }>(
    `SELECT max(presentation) AS presentation FROM score
     WHERE region = ? AND rater = ? AND NOT EXISTS (SELECT 1 FROM round WHERE id = score.round AND mode = 'practice')`,
    region,
    rater,
  )
  return latest?.presentation ?? 0
}

function insertAssignment(sql: Sql, assignment: Omit<Assignment, 'photograph'>): void {
  const { round, position, region, presentation, showing, because } = assignment
  sql.run(
    `INSERT INTO assignment (round, position, region, presentation, showing, because) VALUES (?, ?, ?, ?, ?, ?)`,
    round,
    position,
    region,
    presentation,
    showing,
    because,
  )
}

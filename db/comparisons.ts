/** Comparisons of pads with exemplars. None is ever deleted: taking one back is a row that withdraws it. */
import { OUTCOMES } from '../electron/domain/pairs'
import type { Score } from '../electron/domain/records'
import { MalarError } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { exemplarReader } from './exemplars'
import { raterOf } from './people'
import type { ComparisonRow, StudyReader } from './reader'
import { regionOf } from './regions-read'
import { presentationsBefore } from './rounds-write'
import { CURRENT, asScore, type StoredScore } from './scores-read'
import type { Session } from './session'
import type { NewComparison, StudyWriter } from './writer'

const STANDS = `comparison.outcome IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM comparison AS later WHERE later.withdraws = comparison.id)`

export const COMPARISONS = `SELECT comparison.id, comparison.region, region.region AS pad, exemplar.region AS exemplarKey,
  exemplar.value, comparison.outcome FROM comparison JOIN region ON region.id = comparison.region
  JOIN exemplar ON exemplar.id = comparison.exemplar WHERE comparison.rater = ? AND ${STANDS} ORDER BY comparison.id`

// CROSS JOIN: along the regions to the few scores of each.
export const BY_PAIRS = `SELECT DISTINCT region.id FROM region CROSS JOIN score ON score.region = region.id
  AND score.rater = ? AND score.round IS NULL WHERE region.region = ? AND score.origin = 'pairs'`

/** Answers in pairs, those taken back left out. */
export function comparisonReader(sql: Sql) {
  return {
    comparisons: (rater: number) => sql.all<ComparisonRow>(COMPARISONS, rater),
    pairsScore(region: number, rater: number): Score | null {
      const found = sql.get<StoredScore>(
        `SELECT * FROM score WHERE region = ? AND rater = ? AND round IS NULL AND ${CURRENT}
           AND (origin = 'pairs' OR EXISTS (SELECT 1 FROM score AS earlier
             WHERE earlier.region = score.region AND earlier.rater = score.rater AND earlier.round IS NULL
               AND earlier.presentation = score.presentation AND earlier.origin = 'pairs'))`,
        region,
        rater,
      )
      return found ? asScore(found) : null
    },
    scoredByPairs: (pad: string, rater: number) =>
      new Set(sql.all<{ id: number }>(BY_PAIRS, rater, pad).map(({ id }) => id)),
    presentations: (region: number, rater: number) => presentationsBefore(sql, region, rater),
  } satisfies Partial<StudyReader>
}

/** Adds answers in pairs; none is ever changed, a later one takes it back. */
export function comparisonWriter(session: Session) {
  const { sql } = session
  return {
    addComparison: (given: NewComparison): number =>
      session.change((at) => {
        const { rater, region, exemplar, outcome, seconds } = given
        const { name } = raterOf(sql, rater)
        const shown = requireComparable(sql, region, exemplar)
        if (!OUTCOMES.includes(outcome)) throw new MalarError('refused', `There is no outcome “${outcome}”.`)
        const { key } = sql.run(
          `INSERT INTO comparison (rater, region, exemplar, outcome, seconds, compared_at) VALUES (?, ?, ?, ?, ?, ?)`,
          rater,
          region,
          exemplar,
          outcome,
          seconds,
          at,
        )
        const detail = { region, exemplar, exemplarKey: shown.key, value: shown.value, outcome, seconds }
        return { value: key, told: { action: 'compare', entity: `comparison ${key}`, who: name, detail } }
      }),

    withdrawComparison: (region: number, rater: number): void =>
      session.change((at) => {
        const { name } = raterOf(sql, rater)
        const last = sql.get<{ id: number; exemplar: number }>(
          `SELECT id, exemplar FROM comparison WHERE rater = ? AND region = ? AND ${STANDS} ORDER BY id DESC LIMIT 1`,
          rater,
          region,
        )
        if (!last) throw new MalarError('refused', 'There is no comparison of this pad to take back.')
        const { key } = sql.run(
          `INSERT INTO comparison (rater, region, exemplar, outcome, withdraws, seconds, compared_at)
           VALUES (?, ?, ?, NULL, ?, NULL, ?)`,
          rater,
          region,
          last.exemplar,
          last.id,
          at,
        )
        const told = { action: 'take comparison back', entity: `comparison ${last.id}`, who: name }
        return { value: undefined, told: { ...told, detail: { region, by: key } } }
      }),
  } satisfies Partial<StudyWriter>
}

/** An exemplar says something of a pad only if it is one of that pad, and of somebody else. */
function requireComparable(sql: Sql, region: number, exemplar: number) {
  const { region: pad } = regionOf(sql, region)
  const shown = exemplarReader(sql)
    .exemplars()
    .find(({ id }) => id === exemplar)
  if (!shown) throw notFound('exemplar', exemplar)
  if (shown.region !== pad) throw new MalarError('refused', 'The exemplar is one of another pad.')
  const own = sql.get<{ subject: string }>(
    `SELECT subject.name AS subject FROM region JOIN photograph ON photograph.id = region.photograph
     JOIN subject ON subject.id = photograph.subject WHERE region.id = ?`,
    region,
  )
  if (own?.subject === shown.subject) {
    throw new MalarError(
      'refused',
      'The exemplar is of the same subject, so it is not compared with this pad.',
    )
  }
  return shown
}

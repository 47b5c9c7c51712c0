/** The strip: one pad over all photographs, as one rater scored it. */
import type { ScoreOrigin, Side } from '../electron/domain/words'
import type { Sql } from './driver'
import type { StripRow, StudyReader } from './reader'
import { CURRENT, NOT_PRACTICE } from './scores-read'

export const STRIP = `SELECT score.id AS score, region.id AS key, region.side, score.value, score.scored_at AS scoredAt,
  score.origin FROM region CROSS JOIN score ON score.region = region.id AND score.rater = ?
  WHERE region.region = ? AND ${CURRENT} AND ${NOT_PRACTICE} ORDER BY score.presentation DESC, score.id`

/** One pad over all photographs with a rater’s scores. */
export function stripReader(sql: Sql) {
  return {
    stripRows(region: string, rater: number): StripRow[] {
      const rows = new Map<number, StripRow>()
      for (const row of sql.all<StripRow & { side: Side; origin: ScoreOrigin }>(STRIP, rater, region)) {
        // As for learning: what was said on meeting the region first, or later where it could not be judged before.
        if (row.value !== null || !rows.has(row.key)) rows.set(row.key, row)
      }
      return [...rows.values()]
    },
    regionsOfRound: (round: number) =>
      sql
        .all<{ region: number }>(
          'SELECT region FROM assignment WHERE round = ? GROUP BY region ORDER BY min(position)',
          round,
        )
        .map((row) => row.region),
  } satisfies Partial<StudyReader>
}

/** What a round came to, answer by answer. */
import type { CannotJudgeReason, ScoreOrigin, SuggestionSeen } from '../electron/domain/words'
import type { Sql } from './driver'
import type { RoundAnswer, StudyReader } from './reader'
import { roundOf } from './rounds-read'

// CROSS JOIN: from the round's positions to their scores, never through all scores of the study.
export const GIVEN = `SELECT score.region, score.presentation, score.value, score.reason, score.seconds,
  suggestion_seen AS seen, score.origin, suggestion.value AS suggested
  FROM assignment
  CROSS JOIN score ON score.region = assignment.region AND score.rater = ? AND score.round = assignment.round
    AND score.presentation = assignment.presentation
  LEFT JOIN suggestion ON suggestion.id = score.suggestion
  WHERE assignment.round = ? ORDER BY assignment.position, score.id`

interface Given {
  region: number
  presentation: number
  value: number | null
  reason: CannotJudgeReason | null
  seconds: number | null
  seen: SuggestionSeen
  origin: ScoreOrigin
  suggested: number | null
}

/** What was answered in a round, for its report. */
export function roundAnswerReader(sql: Sql) {
  return { roundAnswers: (round: number) => roundAnswers(sql, round) } satisfies Partial<StudyReader>
}

function roundAnswers(sql: Sql, round: number): RoundAnswer[] {
  const answers = new Map<string, RoundAnswer>()
  for (const { region, presentation, value, reason, seconds, seen, origin, suggested } of sql.iterate<Given>(
    GIVEN,
    roundOf(sql, round).rater,
    round,
  )) {
    const before = answers.get(`${region} ${presentation}`)
    // Moved along the strip later, in sight of the rater's other scores: no answer of the round.
    if (before && origin === 'strip') continue
    answers.set(`${region} ${presentation}`, {
      region,
      presentation,
      value,
      reason,
      suggested,
      independent: seen === 'no' && origin !== 'strip' ? value : (before?.independent ?? null),
      seconds: (before?.seconds ?? 0) + (seconds ?? 0),
    })
  }
  return [...answers.values()]
}

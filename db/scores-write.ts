import type { NewScore, Score } from '../electron/domain/records'
import { checkScore, type Scale } from '../electron/domain/scale'
import { CANNOT_JUDGE_REASONS, MalarError, hasSuggestions } from '../electron/domain/words'
import type { Sql } from './driver'
import { currentScale, raterOf } from './people'
import { regionOf } from './regions-read'
import { roundOf } from './rounds-read'
import { assignAtEnd } from './rounds-write'
import { ScoreDigest } from './score-digest'
import { asScore, currentScoreRow, type StoredScore } from './scores-read'
import type { Session } from './session'
import type { ScoresAdded, StudyWriter } from './writer'

/** Adds scores; none is ever changed, a later one supersedes it. */
export function scoreWriter(session: Session) {
  const { sql } = session
  return {
    addScore: (score: NewScore): Score =>
      session.change((at) => {
        const { scale, version } = currentScale(sql)
        const checked = check(sql, scale, score)
        if (score.round !== null && !isAssigned(sql, score)) {
          throw new MalarError('refused', 'Not saved: this round does not hold that region.')
        }
        const before = current(sql, checked)
        const saved = insertScore(sql, checked, version, before, at)
        const digest = new ScoreDigest()
        digest.add(saved)
        const { region, round, presentation, value, reason } = saved
        return {
          value: saved,
          told: {
            action: 'score',
            entity: `score ${saved.id}`,
            who: raterOf(sql, score.rater).name,
            detail: {
              ...digest.told(),
              region,
              round,
              presentation,
              value,
              reason,
              before: before?.value ?? null,
            },
          },
        }
      }),

    addScores: (scores: Iterable<NewScore>): ScoresAdded =>
      session.change((at) => {
        const { scale, version } = currentScale(sql)
        const result: ScoresAdded = { added: 0, replaced: 0, same: 0 }
        const digest = new ScoreDigest()
        for (const score of scores) {
          const checked = check(sql, scale, score)
          if (checked.round !== null && !isAssigned(sql, checked)) {
            assignAtEnd(sql, checked.round, checked.region, checked.presentation)
          }
          const before = current(sql, checked)
          if (before && saysTheSame(before, checked)) {
            result.same += 1
            continue
          }
          digest.add(insertScore(sql, checked, version, before, at))
          if (before) result.replaced += 1
          else result.added += 1
        }
        const detail = { ...digest.told(), ...result }
        return {
          value: result,
          told: digest.count > 0 ? { action: 'score', entity: 'scores', detail } : null,
        }
      }),
  } satisfies Partial<StudyWriter>
}

/** @throws MalarError with the reason why the score cannot be; @returns it with its value on the scale's grid */
function check(sql: Sql, scale: Scale, score: NewScore): NewScore {
  raterOf(sql, score.rater)
  regionOf(sql, score.region)
  if (!Number.isSafeInteger(score.presentation) || score.presentation < 1) {
    throw new MalarError(
      'presentation',
      `“${score.presentation}” is not a presentation, which is counted from 1.`,
    )
  }
  if ((score.value === null) === (score.reason === null)) {
    throw new MalarError('score', 'A score has either a value or a reason why there is none.')
  }
  if (score.reason !== null && !CANNOT_JUDGE_REASONS.includes(score.reason)) {
    throw new MalarError(
      'score',
      `“${score.reason}” is not a reason. Reasons are ${CANNOT_JUDGE_REASONS.join(', ')}.`,
    )
  }
  if (score.note.length > 2000) throw new MalarError('note', 'A note has at most 2,000 characters.')
  if (score.seconds !== null && !(Number.isFinite(score.seconds) && score.seconds >= 0)) {
    throw new MalarError('refused', 'The seconds of a score are a number that is not negative.')
  }
  checkRound(sql, score)
  checkSuggestion(sql, score)
  return { ...score, value: score.value === null ? null : checkScore(scale, score.value) }
}

function checkRound(sql: Sql, score: NewScore): void {
  if (score.round === null) return
  const round = roundOf(sql, score.round)
  if (round.rater !== score.rater)
    throw new MalarError('refused', `Not saved: this is a round of ${round.rater_name}.`)
  if (!hasSuggestions(round.mode) && (score.suggestionSeen !== 'no' || score.suggestion !== null)) {
    throw new MalarError('refused', 'Not saved: in a blind round no suggestion is seen.')
  }
}

function checkSuggestion(sql: Sql, score: NewScore): void {
  if (score.suggestion === null) return
  if (!sql.get('SELECT 1 FROM suggestion WHERE id = ? AND region = ?', score.suggestion, score.region)) {
    throw new MalarError('refused', 'Not saved: the suggestion belongs to another region.')
  }
}

function isAssigned(sql: Sql, { round, region, presentation }: NewScore): boolean {
  const found = 'SELECT 1 FROM assignment WHERE round = ? AND region = ? AND presentation = ?'
  return sql.get(found, round, region, presentation) !== undefined
}

function current(sql: Sql, { region, rater, round, presentation }: NewScore): StoredScore | undefined {
  return currentScoreRow(sql, region, rater, round, presentation)
}

function saysTheSame(before: StoredScore, score: NewScore): boolean {
  return before.value === score.value && before.reason === score.reason && before.note === score.note
}

function insertScore(
  sql: Sql,
  score: NewScore,
  scale: number,
  before: StoredScore | undefined,
  at: string,
): Score {
  const { region, rater, round, presentation, value, reason, note, suggestionSeen, suggestion, seconds } =
    score
  const supersedes = before?.id ?? null
  const { key } = sql.run(
    `INSERT INTO score (region, rater, round, presentation, scale_version, value, reason, note, suggestion_seen,
       suggestion, seconds, supersedes, scored_at, origin, change_reason, standard_error, altered, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT revision FROM region WHERE id = ?))`,
    region,
    rater,
    round,
    presentation,
    scale,
    value,
    reason,
    note,
    suggestionSeen,
    suggestion,
    seconds,
    supersedes,
    at,
    score.origin ?? 'round',
    score.changeReason ?? '',
    score.standardError ?? null,
    score.altered ? 1 : 0,
    region,
  )
  return asScore(sql.get<StoredScore>('SELECT * FROM score WHERE id = ?', key) as StoredScore)
}

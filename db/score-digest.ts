import { createHash, type Hash } from 'node:crypto'
import type { Score } from '../electron/domain/records'

/**
 * What scores did not have at first: told only where it says something that their other columns do not, so that
 * entries of before still hold.
 */
function later({ origin, changeReason, standardError, altered, seconds }: Score): unknown[] {
  const plain = origin === (seconds === null ? 'imported' : 'round') && changeReason === ''
  return plain && standardError === null && !altered ? [] : [origin, changeReason, standardError, altered]
}

/**
 * Ties scores to the audit trail: the entry holds a SHA-256 over their content, so that a score changed in the
 * file, slipped in or taken out shows, though its table holds no hash.
 */
export class ScoreDigest {
  count = 0
  private first = 0
  private last = 0
  private readonly hash: Hash = createHash('sha256')

  add(score: Score): void {
    if (this.count === 0) this.first = score.id
    this.last = score.id
    this.count += 1
    this.hash.update(
      `${JSON.stringify([
        score.id,
        score.region,
        score.rater,
        score.round,
        score.presentation,
        score.scaleVersion,
        score.value,
        score.reason,
        score.note,
        score.suggestionSeen,
        score.suggestion,
        score.seconds,
        score.supersedes,
        score.scoredAt,
        ...later(score),
      ])}\n`,
    )
  }

  /** Once, when all scores are in. */
  told(): { first: number; last: number; count: number; sha256: string } {
    return { first: this.first, last: this.last, count: this.count, sha256: this.hash.digest('hex') }
  }
}

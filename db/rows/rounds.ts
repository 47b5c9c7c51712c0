/** A round, its places, and what was answered at them. */
import type { Region, Round, Score } from '../../electron/domain/records'
import type { CannotJudgeReason, RoundMode } from '../../electron/domain/words'

export interface RoundRow extends Round {
  raterName: string
  mode: RoundMode
  finished: number
  total: number
}

export interface RoundProgress {
  /** Positions with a score or a reason for none. */
  finished: number
  total: number
}

export interface Assignment {
  round: number
  /** 0-based place in the round's order. */
  position: number
  /** Key of the region row. */
  region: number
  photograph: number
  /** 1 where the rater meets the region for the first time, 2 for a blind repeat, and so on. */
  presentation: number
  /** 1-based number of the photograph's showing in the round; a photograph that comes again has another. */
  showing: number
  /** Why the photograph comes here; empty where it came by chance. */
  because: string
}

/** What a rater came to say of a region in a round; what was moved along the strip later is not part of it. */
export interface RoundAnswer {
  /** Key of the region row. */
  region: number
  presentation: number
  value: number | null
  reason: CannotJudgeReason | null
  /** The last value that was given without a suggestion in sight; null where there is none. */
  independent: number | null
  /** The suggestion that was in sight of the answer that stands. */
  suggested: number | null
  /** Active time of all answers to it. */
  seconds: number
}

/** One pad of a photograph within a round, with what the rater has said of it in that round. */
export interface AssignedPad extends Region {
  position: number
  presentation: number
  mine: Score | null
}

/** What the scoring screen shows of a pad, and the score that is given. */
import type { Score } from '../domain/records'
import type { ViewingFrame } from '../domain/viewing'
import type { CannotJudgeReason, Polygon, RoundMode, Side, SuggestionSeen, View } from '../domain/words'

/** What other raters said of a pad, blind and on meeting it first. Values of the scale. */
export interface Reference {
  mean: number
  least: number
  most: number
  raters: number
}

/** One pad of the photograph that is being scored, as the list beside it shows it. */
export interface PadState {
  region: string
  side: Side
  polygon: Polygon
  /** Position of the pad in the round. */
  position: number
  state: 'open' | 'scored' | 'cannot-judge'
  value: number | null
}

/** The same pad of the same subject at an earlier visit, to look at beside the one that is scored. */
export interface EarlierVisit {
  /** Address of its photograph. */
  picture: string
  width: number
  height: number
  frame: ViewingFrame
  polygon: Polygon
  day: number
}

/** What a rater has said of the pad in sight. Which pad that is, and at which meeting, is not told. */
export type MyScore = Pick<
  Score,
  'value' | 'reason' | 'note' | 'suggestion' | 'suggestionSeen' | 'seconds' | 'altered'
>

/** An exemplar beside the scale. */
export interface TaskExemplar {
  /** A value of the scale. */
  value: number
  /** Address of its crop. */
  picture: string
  /** Side of its crop in eye distances; null without a face. */
  eyes: number | null
}

/**
 * Everything the scoring screen shows for one region. Only an assisted round's has `subject` and `day`. Nothing tells
 * which photograph it is, so that a repeat cannot be told from a first showing.
 */
export interface ScoringTask {
  round: number
  mode: RoundMode
  position: number
  total: number
  finished: number
  /** `picture` is its address, which says nothing but its place in the round. */
  photograph: { picture: string; width: number; height: number; view: View; flags: string[] }
  /** Why this photograph comes here; empty where it came by chance. */
  because: string
  /** 1-based number of the showing in the round, and how many there are. */
  photographNumber: number
  photographs: number
  region: string
  side: Side
  frame: ViewingFrame
  /** Frame of the same pad on the other side, where there is one and the round shows it. */
  otherSide: ViewingFrame | null
  /** The nearest earlier visit in the same view; null where there is none, and in every round but an assisted one. */
  earlier: EarlierVisit | null
  /** The pad's exemplars, lowest value first, but those of the subject in sight. */
  exemplars: TaskExemplar[]
  pads: PadState[]
  /** The rater's current score of this region in this round. */
  mine: MyScore | null
  /** In a round that reveals: what the rater had said before, where that was corrected in sight of the suggestion. */
  beforeReveal: MyScore | null
  subject?: string
  day?: number
}

export interface GivenScore {
  round: number
  position: number
  value: number | null
  reason: CannotJudgeReason | null
  note: string
  suggestion: number | null
  suggestionSeen: SuggestionSeen
  seconds: number
  /** Brightness or contrast were not the photograph's own. */
  altered: boolean
}

export interface ScoreSaved {
  savedAt: string
  finished: number
  total: number
  /** Position of the next region without a score after this one, wrapping round; null when all are done. */
  next: number | null
}

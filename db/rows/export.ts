/** What leaves the study, row by row. */
import type { ComparisonExportRow } from '../../electron/domain/comparison-table'
import type { Suggestion } from '../../electron/domain/records'
import type {
  CannotJudgeReason,
  DayOffset,
  RoundMode,
  ScoreOrigin,
  Side,
  SuggestionSeen,
  View,
} from '../../electron/domain/words'

/** One row of `scores.csv`, numbers still numbers. */
export interface ScoreRow {
  /** SHA-256 of the original file. */
  photograph: string
  subject: string
  day: DayOffset
  view: View
  region: string
  side: Side
  rater: string
  round: number | null
  presentation: number
  score: number | null
  reason: CannotJudgeReason | null
  scaleVersion: number
  suggestionSeen: SuggestionSeen
  /** The suggestion that had been in sight, if any. */
  suggestion: number | null
  low: number | null
  high: number | null
  model: number | null
  seconds: number | null
  scoredAt: string
  note: string
  /** Of the round; null outside rounds. */
  mode: RoundMode | null
  origin: ScoreOrigin
  changeReason: string
  standardError: number | null
  altered: boolean
}

/** One row of `suggestions.csv`. */
export interface SuggestionRow {
  photograph: string
  subject: string
  day: DayOffset
  view: View
  region: string
  side: Side
  suggestion: Suggestion
}

/** One row of `comparisons.csv`, with the number of its scale version in the place of its name. */
export type ComparedRow = Omit<ComparisonExportRow, 'scale'> & { scaleVersion: number }

import type { PhotographDetails } from '../../electron/contract'
import type { CannotJudgeReason, Side } from '../../electron/domain/words'

type Given = { value: number | null; reason: CannotJudgeReason | null }

export interface RaterScoresTable {
  raters: string[]
  /** Pads with a score, in the order of the photograph's regions; for each rater what was said, in the order it was said. */
  rows: { key: number; region: string; side: Side; given: Given[][] }[]
}

/** What each rater said of each pad of a photograph. */
export function raterScores({ regions, scores }: PhotographDetails): RaterScoresTable {
  const raters = [...new Set(scores.map((score) => score.rater))].sort()
  const rows = regions.map(({ id, region, side }) => ({
    key: id,
    region,
    side,
    given: raters.map((rater) => scores.filter((score) => score.region === id && score.rater === rater)),
  }))
  return { raters, rows: rows.filter(({ given }) => given.some((one) => one.length > 0)) }
}

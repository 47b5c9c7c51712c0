import type { RoundReport } from '../../electron/contract'
import type { Scale } from '../../electron/domain/scale'
import type { FakeRound } from './fake-task'

/** What a round came to: how many answers are counted, all else is made up. */
export function fakeReport({ scores }: FakeRound, scale: Scale): RoundReport {
  const given = [...scores.values()]
  const values = Array.from({ length: 11 }, (_, i) => (i / 10) * scale.max)
  return {
    scored: given.length,
    cannotJudge: [{ reason: 'covered', count: 2 }],
    seconds: 4 * given.length,
    asSuggested: null,
    corrected: null,
    values: values.map((value, i) => ({ value, count: 3 + ((i * 7) % 5) })),
    withEarlier: null,
    withOthers: null,
    raterDifference: 0.08 * scale.max,
  }
}

/** From the given score to the moment when it is on disk. */
import { openStudy } from '../../../db/study'
import { plainRules } from '../../../electron/domain/round-rules'
import { startRound } from '../../../electron/rounds'
import { saveScore, scoringTask } from '../../../electron/scoring'
import { check } from '../bench'
import type { Row } from '../bench'
import { median, milliseconds, now, pause, quantile } from '../timing'

export const scoreRow: Row = {
  name: 'score',
  async run({ large, quick }) {
    const study = openStudy(await large.unscored('scoring'))
    try {
      const { reader } = study
      const before = reader.counts()
      const count = quick ? 200 : 2_000
      const round = startRound(study, 2, plainRules('blind'), 1)
      const saving: number[] = []
      const showing: number[] = []
      let position: number | null = reader.firstOpen(round.id)
      for (let i = 0; i < count; i++) {
        check(position !== null, 'The round ended early.')
        const start = now()
        const task = scoringTask(reader, round.id, position)
        showing.push(now() - start)
        const given = {
          round: round.id,
          position,
          value: (i % 101) / 100,
          reason: null,
          note: '',
          seconds: 4.2,
          altered: false,
        }
        const begun = now()
        const saved = saveScore(study, { ...given, suggestion: null, suggestionSeen: 'no' })
        saving.push(now() - begun)
        check(saved.finished === i + 1 && saved.total === before.regions, `Progress says ${saved.finished}.`)
        check(task.pads.length > 0, 'There was nothing to show.')
        position = saved.next
        if (i % 50 === 0) await pause()
      }
      check(reader.counts().scores === before.scores + count, 'Not every score is in the study.')
      const size = `${count} scores, one by one, in a study of ${before.photographs} photographs and ${before.regions} regions`
      const both = (values: number[]): string =>
        `p50 ${milliseconds(median(values))}, p99 ${milliseconds(quantile(values, 0.99))}`
      return [
        { what: 'score to committed', result: both(saving), how: `${size}; WAL, synchronous FULL` },
        {
          what: 'next task to show',
          result: both(showing),
          how: 'what the window is told of the next region',
        },
      ]
    } finally {
      study.close()
    }
  },
}

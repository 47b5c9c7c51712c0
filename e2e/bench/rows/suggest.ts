/** A suggestion as it is asked for while scoring: neighbours, interval, second opinion, stored so that a score can name it. */
import { openStudy } from '../../../db/study'
import type { StudyFile } from '../../../db/study-file'
import { seeded } from '../../../electron/domain/random'
import { MIN_CALIBRATION_SUBJECTS } from '../../../electron/domain/interval'
import { SHOWN_NEIGHBOURS } from '../../../electron/domain/predict'
import { check } from '../bench'
import type { Row } from '../bench'
import { median, milliseconds, pause, quantile, timedAsync } from '../timing'

const DIMENSIONS = 128

export const suggestRow: Row = {
  name: 'suggest',
  async run({ large, suggesting, quick }) {
    const study = openStudy(await large.unscored('suggesting'))
    try {
      addModel(study)
      const rows = study.reader.allRegions()
      const count = quick ? 50 : 300
      const times: number[] = []
      for (let i = 0; i <= count; i++) {
        const row = rows[(i * 7919) % rows.length] as (typeof rows)[number]
        const { ms, value } = await timedAsync(() => suggesting.view(study, row.key, []))
        times.push(ms)
        check(
          value !== null && value.suggestion.value !== null && value.suggestion.low !== null,
          'It said nothing.',
        )
        const { neighbours } = value
        check(neighbours.length === SHOWN_NEIGHBOURS, `It showed ${neighbours.length} neighbours.`)
        check(!neighbours.some(({ subject }) => subject === row.subject), 'A subject was its own neighbour.')
        if (i % 20 === 0) await pause()
      }
      const [first, ...rest] = times as [number, ...number[]]
      const size = `${rows.length} regions, all labelled, ${DIMENSIONS} dimensions`
      return [
        {
          what: 'suggestion on demand',
          result: `p50 ${milliseconds(median(rest))}, p99 ${milliseconds(quantile(rest, 0.99))}`,
          how: `${count} regions of a study with ${size}; value, interval, neighbours, stored`,
        },
        {
          what: 'the first suggestion after opening',
          result: milliseconds(first),
          how: 'reads all embeddings and labels',
        },
      ]
    } finally {
      suggesting.forget()
      study.close()
    }
  },
}

/** A model with random embeddings: what a suggestion costs does not depend on what was learned. */
function addModel(study: StudyFile): void {
  const { reader, writer } = study
  const random = seeded(2)
  const labelled = reader.labelled()
  const subjects = new Set(labelled.map(({ subject }) => subject)).size
  check(subjects >= MIN_CALIBRATION_SUBJECTS, 'There are too few subjects for an interval.')
  const residuals = labelled.map(({ key, region, subject }) => ({
    key,
    region,
    subject,
    residual: 0.1 * random.normal(),
    residualOfMean: 0.2 * random.normal(),
  }))
  const figures = {
    errors: [],
    residuals,
    raterDifference: null,
    losses: [],
    chanceLoss: 3.4657,
    verdict: '',
  }
  const model = writer.addModel(new Float32Array(200_000).fill(0.01), {
    objective: 'random',
    seed: 2,
    device: 'cpu',
    steps: 0,
    dataHash: '0'.repeat(64),
    subjects,
    labels: labelled.length,
    figures,
  })
  writer.saveEmbeddings(
    model.id,
    reader.allRegions().map(({ key, revision }) => {
      const vector = Float32Array.from({ length: DIMENSIONS }, () => random.normal())
      const length = Math.hypot(...vector)
      return { region: key, revision, vector: vector.map((x) => x / length) }
    }),
  )
  writer.promote(model.id)
}

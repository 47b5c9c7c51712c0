/** A suggestion as it is asked for while scoring: neighbours, interval, second opinion, stored so that a score can name it. */
import { openStudy } from '../../../db/study'
import type { RegionRow } from '../../../db/reader'
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
      const ask = async (row: RegionRow): Promise<number> => {
        const { ms, value } = await timedAsync(() => suggesting.view(study, row.key, []))
        const suggestion = value?.suggestion
        check(typeof suggestion?.value === 'number' && typeof suggestion.low === 'number', 'It said nothing.')
        const { neighbours } = suggestion
        check(neighbours.length === SHOWN_NEIGHBOURS, `It showed ${neighbours.length} neighbours.`)
        check(!neighbours.some(({ subject }) => subject === row.subject), 'A subject was its own neighbour.')
        await pause()
        return ms
      }
      // The first suggestion of each pad also fits the regression of the second opinion.
      const pads = rows.slice(0, 20).filter(({ side }) => side === 'right')
      const first = await ask(pads[0] as RegionRow)
      const ofPads: number[] = []
      for (const row of pads.slice(1)) ofPads.push(await ask(row))
      const count = quick ? 50 : 300
      const times: number[] = []
      // A stride without a factor in common with the number of regions meets all pads.
      for (let i = 0; i < count; i++) times.push(await ask(rows[(i * 7919) % rows.length] as RegionRow))
      return [
        {
          what: 'suggestion on demand',
          result: `p50 ${milliseconds(median(times))}, p99 ${milliseconds(quantile(times, 0.99))}`,
          how:
            `${count} regions of a study with ${rows.length} regions, all labelled, ${DIMENSIONS} dimensions; value, ` +
            'interval, neighbours, stored',
        },
        {
          what: 'the first suggestion of a pad',
          result: milliseconds(median(ofPads)),
          how: `median of ${ofPads.length} pads; fits the second opinion over ${rows.length / 10} labels`,
        },
        {
          what: 'the first suggestion after opening',
          result: milliseconds(first),
          how: 'reads all embeddings and labels as well',
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
    depth: 'head',
    networks: 1,
    folds: [],
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

import type { AtlasRegion } from '../../electron/domain/atlas'
import { errorFigures } from '../../electron/domain/compare'
import { seeded } from '../../electron/domain/random'
import type { HeldOutResidual, Model } from '../../electron/domain/records'

export const STEPS = 400
export const CHANCE = Math.log(32)
const SUBJECTS = 46

/** A loss that falls as such losses do. */
export function lossAt(step: number): { step: number; loss: number } {
  return { step, loss: 1.1 + (CHANCE - 1.1) * Math.exp(-step / 110) + 0.14 * Math.sin(step * 12.9898) }
}

/** Pads on which the model is worth it, three on which it is no better than HOG or the mean, and one hardly scored. */
function residuals(id: number, atlas: AtlasRegion[]): HeldOutResidual[] {
  const random = seeded(id)
  return atlas.slice(0, 10).flatMap(({ id: region }, pad) => {
    const model = 0.12 + 0.012 * ((pad * 7) % 6) + 0.015 * (2 - id)
    const hog = pad === 5 || pad === 7 ? model * 1.01 : model * 1.3
    const mean = pad === 3 ? model * 1.02 : 0.26 + 0.01 * (pad % 4)
    return Array.from({ length: 2 * (pad === 9 ? 6 : SUBJECTS) }, (_, i) => {
      const common = random.normal()
      const about = (size: number): number => size * (0.8 * common + 0.6 * random.normal())
      return {
        region,
        subject: `S-${String(1 + Math.floor(i / 2)).padStart(3, '0')}`,
        key: i,
        residual: about(model),
        residualOfHog: about(hog),
        residualOfMean: about(mean),
      }
    })
  })
}

/** A model with every figure; the first is of an earlier version and lacks the newer ones. */
export function fakeModel(id: number, atlas: AtlasRegion[], promoted: boolean): Model {
  const held = residuals(id, atlas).map((one) => (id === 1 ? { ...one, residualOfHog: null } : one))
  const errors = errorFigures(held)
  const figures = {
    errors,
    residuals: held,
    raterDifference: 0.08,
    losses: Array.from({ length: STEPS / 4 }, (_, i) => lossAt(4 * i)),
    chanceLoss: CHANCE,
    verdict:
      'The new model is better: on 740 regions of 46 subjects that neither had seen, its mean error is 0.119, that of the model before 0.131 (difference −0.012, 90 % interval −0.017 to −0.007).',
  }
  const labels = errors
    .filter(({ method }) => method === 'model')
    .map(({ region, regions, subjects }) => ({ region, subjects, photographs: subjects, labels: regions }))
  const maes = errors.filter(({ method }) => method === 'model').map(({ mae }) => mae)
  const own = maes.reduce((sum, mae) => sum + mae, 0) / maes.length
  const newer = {
    raterDifferences: atlas
      .slice(0, 9)
      .map(({ id: region }, i) => ({ region, difference: 0.06 + 0.008 * (i % 5), pairs: 24 + i })),
    curve: [10, 20, SUBJECTS].map((subjects, i) => {
      const mae = own * ([1.5, 1.24, 1][i] as number)
      return { subjects, mae, low: mae - 0.012 + 0.002 * i, high: mae + 0.013 - 0.002 * i }
    }),
    coverage: { nominal: 0.9, found: 0.886, subjects: SUBJECTS },
    learnedFrom: { photographs: SUBJECTS, regions: labels },
  }
  return {
    id,
    createdAt: `2026-11-2${id + 1}T14:05:00Z`,
    objective: 'soft',
    seed: 1,
    device: 'cpu',
    steps: STEPS,
    dataHash: `${id}f3a9c04`.repeat(8),
    subjects: SUBJECTS,
    labels: labels.reduce((sum, one) => sum + one.labels, 0),
    promoted,
    depth: 'upper',
    networks: 5,
    folds: [],
    figures: id === 1 ? figures : { ...figures, ...newer },
  }
}

/** The app's own learning on features: a step of the head, and a whole training. */
import { FeatureStore } from '../../../electron/learning/feature-store'
import { initialWeights } from '../../../electron/learning/encoder'
import { Graph } from '../../../electron/learning/graph/graph'
import { findObjective } from '../../../electron/learning/objectives'
import { Random } from '../../../electron/learning/random'
import { train } from '../../../electron/learning/trainer'
import { traceTraining } from '../../../electron/learning/training-step'
import { FEATURES } from '../../../electron/learning/trunk'
import { check } from '../bench'
import { brief, timedAsync } from '../timing'
import type { EngineRow } from './bench'
import { fight, repeated } from './contest'
import { BatchStepper } from './stepper'

const PAIRS = 32
const SUBJECTS = 200
const REGIONS = 20

/** One step of the head, without drawing the batch. */
export const headRow: EngineRow = {
  name: 'head',
  async run({ loaded: { tf }, opponent, length }) {
    const random = new Random(1)
    const builder = traceTraining(tf, initialWeights(random), findObjective(''), PAIRS, SUBJECTS)
    const graph = await Graph.open(tf, builder)
    const values = Float32Array.from({ length: 2 * PAIRS * FEATURES }, () => random.normal())
    const batch = { name: 'features', values, shape: [2 * PAIRS, FEATURES] }
    const stepper = new BatchStepper(tf, graph, batch, { rate: 1e-3 }, random)
    try {
      const figure = await fight(
        {
          what: 'head, training step',
          how: `the app’s own step on ${2 * PAIRS} feature vectors of ${FEATURES}, without drawing the batch`,
          task: { net: 'head', work: 'train', pixels: 0, images: 2 * PAIRS },
          ours: repeated(() => stepper.step()),
        },
        opponent,
        length,
      )
      stepper.assertLearned()
      return [figure]
    } finally {
      graph.dispose()
    }
  },
}

/** A whole training by the app's own trainer, as after Learn, on made-up features that hold the score. */
export const headTrainingRow: EngineRow = {
  name: 'head-training',
  async run({ loaded: { tf }, quick }) {
    const subjects = quick ? SUBJECTS / 4 : SUBJECTS
    const random = new Random(2)
    const crops = new FeatureStore()
    const examples = Array.from({ length: subjects * REGIONS }, (_, crop) => {
      const label = random.next()
      const features = Float32Array.from(
        { length: FEATURES },
        (_, i) => random.normal() + (i < 64 ? label : 0),
      )
      crops.addFeatures(crop, [features])
      return { crop, region: `region-${crop % REGIONS}`, subject: `S${Math.floor(crop / REGIONS)}`, label }
    })
    const options = { objective: '', seed: 1, steps: 0 }
    const { ms, value } = await timedAsync(() =>
      train(
        tf,
        crops,
        examples,
        options,
        () => undefined,
        () => false,
      ),
    )
    check(value.weights.every(Number.isFinite), 'The weights are not numbers.')
    return [
      {
        what: `head, whole training of ${subjects} subjects × ${REGIONS} regions`,
        ours: ms / 1000,
        unit: 's',
        how: `${examples.length} crops whose features are known, ${value.steps} steps, ${brief(ms / value.steps)} ms a step, drawing the batches included; once`,
      },
    ]
  },
}

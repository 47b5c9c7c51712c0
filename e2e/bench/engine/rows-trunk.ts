/** The pretrained trunk: crops into features, and the step that fine-tunes it together with the head. */
import { initialWeights } from '../../../electron/learning/encoder'
import { traceFineTuning } from '../../../electron/learning/fine-tune-step'
import { Graph } from '../../../electron/learning/graph/graph'
import { findObjective } from '../../../electron/learning/objectives'
import { Random } from '../../../electron/learning/random'
import type { TensorFlow } from '../../../electron/learning/tensorflow'
import { disposeTrunk, loadTrunk, type Trunk, TRUNK_PIXELS } from '../../../electron/learning/trunk'
import { computeFeatures } from '../../../electron/learning/trunk-graph'
import { check } from '../bench'
import type { EngineBench, EngineRow } from './bench'
import { fight, repeated } from './contest'
import { BatchStepper } from './stepper'

/** Images in a call of the trunk alone. */
const BATCH = 32
const PAIRS = 32
const SUBJECTS = 100

/** Time should be at most this share of PyTorch's. */
const TARGET = 0.9

export const trunkRow: EngineRow = {
  name: 'trunk',
  run: ({ loaded: { tf }, opponent, length, trunkFolder }) =>
    withTrunk(tf, trunkFolder, async (trunk) => {
      const { values } = crops(new Random(1), BATCH)
      const embed = async (): Promise<void> => {
        const features = await computeFeatures(tf, trunk, values)
        check(Number.isFinite(features[0]), 'A feature is not a number.')
      }
      const figure = await fight(
        {
          what: `trunk, features at ${TRUNK_PIXELS} px`,
          how: `${BATCH} crops a call from memory, the features read back`,
          task: { net: 'trunk', work: 'embed', pixels: TRUNK_PIXELS, images: BATCH },
          ours: repeated(embed),
          target: TARGET,
          asRate: true,
        },
        opponent,
        length,
      )
      return [figure]
    }),
}

export const fineTuneRow: EngineRow = {
  name: 'fine-tune',
  needsTensorFlow: true,
  run: (bench: EngineBench) =>
    withTrunk(bench.loaded.tf, bench.trunkFolder, async (trunk) => {
      const { tf } = bench.loaded
      const random = new Random(1)
      const head = initialWeights(random)
      const builder = traceFineTuning(tf, trunk, head, findObjective(''), PAIRS, SUBJECTS, 'stem')
      const graph = await Graph.open(tf, builder)
      const rates = { rate: 1e-3, trunkRate: 1e-4 }
      const stepper = new BatchStepper(tf, graph, crops(random, 2 * PAIRS), rates, random)
      try {
        const figure = await fight(
          {
            what: `fine-tuning step at ${TRUNK_PIXELS} px`,
            how: `trunk and head, ${PAIRS} pairs from memory, soft N-pair, Adam, the loss read back`,
            task: { net: 'trunk', work: 'train', pixels: TRUNK_PIXELS, images: 2 * PAIRS },
            ours: repeated(() => stepper.step()),
            target: TARGET,
          },
          bench.opponent,
          bench.length,
        )
        stepper.assertLearned()
        return [figure]
      } finally {
        graph.dispose()
      }
    }),
}

async function withTrunk<T>(tf: TensorFlow, folder: string, work: (trunk: Trunk) => Promise<T>): Promise<T> {
  const trunk = loadTrunk(tf, folder)
  try {
    return await work(trunk)
  } finally {
    disposeTrunk(trunk)
  }
}

function crops(random: Random, count: number): { name: string; values: Float32Array; shape: number[] } {
  const shape = [count, TRUNK_PIXELS, TRUNK_PIXELS, 3]
  const values = Float32Array.from({ length: count * TRUNK_PIXELS ** 2 * 3 }, () => random.below(256))
  return { name: 'inputs', values, shape }
}

/** The small network: its training step and its embedding at two sizes, and what memory they take. */
import { Graph } from '../../../electron/learning/graph/graph'
import { Random } from '../../../electron/learning/random'
import type { Tensor } from '../../../electron/learning/tensorflow'
import { check } from '../bench'
import { brief } from '../timing'
import type { EngineBench, EngineRow } from './bench'
import { type Figure, fight, repeated } from './contest'
import { packPixels } from './pixels'
import { cnnWeights, traceSmallCnn } from './small-cnn'
import { type Batch, BatchStepper, batchTensor, firstValue } from './stepper'

const PAIRS = 32
const SIZES = [64, 112]

/** Time should be at most this share of PyTorch's. */
const TARGET = 0.7

/** Steps in which TensorFlow takes the memory that it goes on to use. */
const SETTLING_STEPS = 50

export const cnnRow: EngineRow = rowOf('cnn', false)

/** The same from bytes, as photographs are: less has to be moved, which tells where a graphics card computes. */
export const cnnBytesRow: EngineRow = rowOf('cnn-bytes', true)

function rowOf(name: string, packed: boolean): EngineRow {
  return {
    name,
    needsTensorFlow: true,
    async run(bench) {
      const figures: Figure[] = []
      for (const pixels of SIZES) figures.push(...(await measureSize(bench, pixels, packed)))
      return figures
    },
  }
}

async function measureSize(bench: EngineBench, pixels: number, packed: boolean): Promise<Figure[]> {
  const { tf } = bench.loaded
  const { opponent, length } = bench
  const random = new Random(1)
  const batch = randomImages(random, pixels, packed)
  const graph = await Graph.open(tf, traceSmallCnn(tf, cnnWeights(random), PAIRS, pixels, packed))
  const task = { net: 'cnn', pixels, images: 2 * PAIRS, bytes: packed } as const
  const stepper = new BatchStepper(tf, graph, batch, { rate: 1e-3 }, random)
  const embed = (): void => {
    const given = { images: batchTensor(tf, batch) }
    const outputs = graph.run('embed', given)
    check(Number.isFinite(firstValue(outputs['vectors'] as Tensor)), 'An embedding is not a number.')
    tf.dispose([given, outputs] as never)
  }
  try {
    const trained = await fight(
      {
        what: `small CNN${packed ? ' from bytes' : ''}, training step at ${pixels} px`,
        how: `${PAIRS} pairs of ${pixels} × ${pixels} pixels from memory, soft N-pair, Adam, the loss read back`,
        task: { ...task, work: 'train' },
        ours: repeated(() => stepper.step()),
        target: TARGET,
      },
      opponent,
      length,
    )
    stepper.assertLearned()
    const embedded = await fight(
      {
        what: `small CNN${packed ? ' from bytes' : ''}, embedding at ${pixels} px`,
        how: `${2 * PAIRS} images a call from memory, the vectors read back`,
        task: { ...task, work: 'embed' },
        ours: repeated(embed),
        target: TARGET,
        asRate: true,
      },
      opponent,
      length,
    )
    return [trained, embedded]
  } finally {
    graph.dispose()
  }
}

export const memoryRow: EngineRow = {
  name: 'memory',
  needsTensorFlow: true,
  async run({ loaded: { tf }, quick }) {
    const steps = quick ? 100 : 1000
    const random = new Random(1)
    const pixels = SIZES[0] as number
    const graph = await Graph.open(tf, traceSmallCnn(tf, cnnWeights(random), PAIRS, pixels))
    const stepper = new BatchStepper(tf, graph, randomImages(random, pixels, false), { rate: 1e-3 }, random)
    try {
      for (let i = 0; i < SETTLING_STEPS; i++) stepper.step()
      const tensors = tf.memory().numTensors
      const before = process.memoryUsage().rss
      for (let i = 0; i < steps; i++) stepper.step()
      const after = process.memoryUsage().rss
      const left = tf.memory().numTensors - tensors
      check(left === 0, `${left} tensors were left behind.`)
      const grown = (after - before) / 2 ** 20
      const said = grown < 0 ? `shrunk by ${brief(-grown)}` : `grown by ${brief(grown)}`
      return [
        {
          what: `memory after ${steps} steps`,
          ours: after / 2 ** 20,
          unit: 'MiB',
          how: `resident; ${said} MiB since step ${SETTLING_STEPS}, and not a tensor more`,
        },
      ]
    } finally {
      graph.dispose()
    }
  },
}

function randomImages(random: Random, pixels: number, packed: boolean): Batch {
  const shape = [2 * PAIRS, pixels, pixels]
  const length = 2 * PAIRS * pixels * pixels * 3
  const values = packed
    ? packPixels(Uint8Array.from({ length }, () => random.below(256)))
    : Float32Array.from({ length }, () => random.next())
  return { name: 'images', values, shape: packed ? shape : [...shape, 3] }
}

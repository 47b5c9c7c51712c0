/** Batches of crops as the graph of a fine-tuning takes them, and the error on those that are held out. */
import { weightedMean } from '../domain/estimate'
import { MalarError } from '../domain/words'
import type { TrainingExample } from '../engine-protocol'
import { IMAGE_VALUES } from './augment'
import type { PairBatch } from './batches'
import { DIMENSIONS } from './encoder'
import type { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import type { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import { TRUNK_PIXELS } from './trunk'

/** Crops that are looked at in a check, so that it takes less time than the steps between two. */
const MOST_HELD = 256
const MOST_REFERENCES = 512

/** Images in one call for vectors. */
const BATCH = 32

const CHANNELS = 3

interface Placed extends TrainingExample {
  vector: Float32Array
}

/**
 * How far off the labels of subjects held out are when they are read from the nearest crops learned from. It is what
 * a study is judged by; the N-pair loss also counts how sure the cosines are, and on new subjects hardly leaves ln N.
 */
export class Validation {
  readonly #held: readonly TrainingExample[]
  readonly #references: readonly TrainingExample[]

  /**
   * @param graph of `traceFineTuning`
   * @param images IMAGE_VALUES bytes of each crop
   * @param training the neighbours are taken from these, at most MOST_REFERENCES of them
   * @param validation of regions that are in `training`; others are left out
   * @param random chooses the crops, once, so that two checks differ by the weights alone
   * @throws MalarError `too-few-scores` when nothing is left to look at
   */
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly images: ReadonlyMap<number, Uint8Array>,
    training: readonly TrainingExample[],
    validation: readonly TrainingExample[],
    random: Random,
  ) {
    this.#references = random.shuffle([...training]).slice(0, MOST_REFERENCES)
    const regions = new Set(this.#references.map(({ region }) => region))
    const comparable = validation.filter(({ region }) => regions.has(region))
    this.#held = random.shuffle(comparable).slice(0, MOST_HELD)
    if (this.#held.length === 0) {
      throw new MalarError(
        'too-few-scores',
        'The subjects held out have no scores of pads that are learned from. Score more subjects, then train again.',
      )
    }
  }

  /** The mean absolute error on the unit scale, with the weights that the graph has now. */
  error(): number {
    const references = this.#place(this.#references)
    let sum = 0
    for (const held of this.#place(this.#held)) {
      const neighbours = references
        .filter(({ region }) => region === held.region)
        .map(({ vector, label }) => ({ vector, label, distance: distance(vector, held.vector) }))
        .sort((a, b) => a.distance - b.distance)
      sum += Math.abs(weightedMean(neighbours) - held.label)
    }
    return sum / this.#held.length
  }

  #place(examples: readonly TrainingExample[]): Placed[] {
    const placed: Placed[] = []
    for (let start = 0; start < examples.length; start += BATCH) {
      const some = examples.slice(start, start + BATCH)
      const pixels = new Float32Array(some.length * IMAGE_VALUES)
      some.forEach(({ crop }, i) => pixels.set(this.images.get(crop) as Uint8Array, i * IMAGE_VALUES))
      const images = imagesTensor(this.tf, pixels)
      const outputs = this.graph.run('embed', { images })
      const values = (outputs['vectors'] as Tensor).dataSync() as Float32Array
      some.forEach((example, i) =>
        placed.push({ ...example, vector: values.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS) }),
      )
      this.tf.dispose([images, outputs] as never)
    }
    return placed
  }
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2
  return Math.sqrt(sum)
}

/** The examples of a batch, anchors first. */
export function examplesOf(
  examples: readonly TrainingExample[],
  { anchors, positives }: PairBatch,
): TrainingExample[] {
  return [...anchors, ...positives].map((index) => examples[index] as TrainingExample)
}

/** `anchorLabels` and `positiveLabels` of examples of which the first half are anchors; to be disposed by the caller. */
export function labelTensors(tf: TensorFlow, drawn: readonly TrainingExample[]): Tensors {
  const labels = Float32Array.from(drawn, ({ label }) => label)
  return {
    anchorLabels: tf.tensor1d(labels.slice(0, labels.length / 2)),
    positiveLabels: tf.tensor1d(labels.slice(labels.length / 2)),
  }
}

/** [B, TRUNK_PIXELS, TRUNK_PIXELS, 3]; to be disposed by the caller. */
export function imagesTensor(tf: TensorFlow, pixels: Float32Array): Tensor {
  return tf.tensor4d(pixels, [pixels.length / IMAGE_VALUES, TRUNK_PIXELS, TRUNK_PIXELS, CHANNELS])
}

/** The number that a scalar holds. */
export function firstValue(tensor: Tensor | undefined): number {
  return (tensor as Tensor).dataSync()[0] as number
}

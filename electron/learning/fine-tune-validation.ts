/** Batches of crops as the graph of a fine-tuning takes them, and the loss on those that are held out. */
import type { TrainingExample } from '../engine-protocol'
import { IMAGE_VALUES } from './augment'
import type { PairBatch, PairSampler } from './batches'
import type { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import type { Tensor, TensorFlow } from './tensorflow'
import { FEATURES, TRUNK_PIXELS } from './trunk'

/** Crops that are looked at, so that a check takes less time than the steps between two. */
const MOST_CROPS = 256

/** Images in one call for features. */
const BATCH = 32

const CHANNELS = 3

/** The loss of fixed batches, so that two checks differ by the weights alone. */
export class Validation {
  readonly #batches: readonly (readonly TrainingExample[])[]
  readonly #crops: readonly number[]

  /**
   * @param graph of `traceFineTuning`, for batches as large as the sampler's
   * @param images IMAGE_VALUES bytes of each crop
   * @param sampler of the examples; a batch of each region is taken, then more while they name few crops
   */
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly images: ReadonlyMap<number, Uint8Array>,
    examples: readonly TrainingExample[],
    sampler: PairSampler,
  ) {
    const enough = Math.floor(MOST_CROPS / (2 * sampler.pairs))
    const count = Math.max(1, sampler.regions.length, enough)
    this.#batches = Array.from({ length: count }, () => examplesOf(examples, sampler.next()))
    this.#crops = [...new Set(this.#batches.flatMap((drawn) => drawn.map(({ crop }) => crop)))]
  }

  /** The mean loss of the batches with the weights that the graph has now. */
  loss(): number {
    const { tf } = this
    const features = this.#features()
    let sum = 0
    for (const drawn of this.#batches) {
      const values = new Float32Array(drawn.length * FEATURES)
      drawn.forEach(({ crop }, i) => values.set(features.get(crop) as Float32Array, i * FEATURES))
      const args = {
        features: tf.tensor2d(values, [drawn.length, FEATURES]) as Tensor,
        ...labelTensors(tf, drawn),
      }
      const outputs = this.graph.run('validate', args)
      sum += firstValue(outputs['loss'])
      tf.dispose([args, outputs] as never)
    }
    return sum / this.#batches.length
  }

  #features(): Map<number, Float32Array> {
    const features = new Map<number, Float32Array>()
    for (let start = 0; start < this.#crops.length; start += BATCH) {
      const crops = this.#crops.slice(start, start + BATCH)
      const pixels = new Float32Array(crops.length * IMAGE_VALUES)
      crops.forEach((crop, i) => pixels.set(this.images.get(crop) as Uint8Array, i * IMAGE_VALUES))
      const images = imagesTensor(this.tf, pixels)
      const outputs = this.graph.run('features', { images })
      const values = (outputs['features'] as Tensor).dataSync() as Float32Array
      crops.forEach((crop, i) => features.set(crop, values.slice(i * FEATURES, (i + 1) * FEATURES)))
      this.tf.dispose([images, outputs] as never)
    }
    return features
  }
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

/** Batches of crops as the graph of a fine-tuning takes them, and the error on those that are held out. */
import { weightedMean } from '../domain/estimate'
import { MalarError } from '../domain/words'
import type { TrainingExample } from '../engine-protocol'
import type { PairBatch } from './batches'
import { DIMENSIONS } from './encoder'
import type { FineTuneInputs } from './fine-tune-inputs'
import type { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import type { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'

/** Crops that are looked at in a check, so that it takes less time than the steps between two. */
const MOST_HELD = 256
const MOST_REFERENCES = 512

/** Crops in one call for vectors. */
const BATCH = 32

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
   * @param inputs of that graph, with all crops
   * @param training the neighbours are taken from these, at most MOST_REFERENCES of them
   * @param validation of regions that are in `training`; others are left out
   * @param random chooses the crops, once, so that two checks differ by the weights alone
   * @throws MalarError `too-few-scores` when nothing is left to look at
   */
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly inputs: FineTuneInputs,
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

  /**
   * The mean absolute error on the unit scale, with the weights that the graph has now. Gives way to the event loop in
   * between.
   * @param shouldStop asked before every batch
   * @returns null when it was stopped
   */
  async error(shouldStop: () => boolean): Promise<number | null> {
    const references = await this.#place(this.#references, shouldStop)
    const placed = references && (await this.#place(this.#held, shouldStop))
    if (!placed) return null
    let sum = 0
    for (const held of placed) {
      const neighbours = references
        .filter(({ region }) => region === held.region)
        .map(({ vector, label }) => ({ vector, label, distance: distance(vector, held.vector) }))
        .sort((a, b) => a.distance - b.distance)
      sum += Math.abs(weightedMean(neighbours) - held.label)
    }
    return sum / placed.length
  }

  async #place(examples: readonly TrainingExample[], shouldStop: () => boolean): Promise<Placed[] | null> {
    const placed: Placed[] = []
    for (let start = 0; start < examples.length; start += BATCH) {
      await new Promise((resolve) => setImmediate(resolve))
      if (shouldStop()) return null
      const some = examples.slice(start, start + BATCH)
      const inputs = this.inputs.unchanged(some.map(({ crop }) => crop))
      const outputs = this.graph.run('embed', { inputs })
      const values = (outputs['vectors'] as Tensor).dataSync() as Float32Array
      some.forEach((example, i) =>
        placed.push({ ...example, vector: values.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS) }),
      )
      this.tf.dispose([inputs, outputs] as never)
    }
    return placed
  }
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2
  return Math.sqrt(sum)
}

/** The examples of the first pairs of a batch, anchors first. Anchors come subject by subject, so no subject is lost. */
export function examplesOf(
  examples: readonly TrainingExample[],
  { anchors, positives }: PairBatch,
  pairs: number,
): TrainingExample[] {
  const indices = [...anchors.slice(0, pairs), ...positives.slice(0, pairs)]
  return indices.map((index) => examples[index] as TrainingExample)
}

/** `anchorLabels` and `positiveLabels` of examples of which the first half are anchors; to be disposed by the caller. */
export function labelTensors(tf: TensorFlow, drawn: readonly TrainingExample[]): Tensors {
  const labels = Float32Array.from(drawn, ({ label }) => label)
  return {
    anchorLabels: tf.tensor1d(labels.slice(0, labels.length / 2)),
    positiveLabels: tf.tensor1d(labels.slice(labels.length / 2)),
  }
}

/** The number that a scalar holds. */
export function firstValue(tensor: Tensor | undefined): number {
  return (tensor as Tensor).dataSync()[0] as number
}

/** Training steps on one batch over and over, so that the loss has to fall. */
import type { Graph } from '../../../electron/learning/graph/graph'
import type { Tensors } from '../../../electron/learning/graph/trace'
import type { Random } from '../../../electron/learning/random'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'
import { check } from '../bench'

export interface Batch {
  /** Name of the argument that holds it: `images` or `features`. */
  name: string
  /** Whole numbers where the graph takes those. */
  values: Float32Array | Int32Array
  shape: readonly number[]
}

/** Runs the signature `train` of a graph; each step takes the batch from memory anew and reads the loss back. */
export class BatchStepper {
  readonly #labels: readonly Float32Array[]
  readonly #losses: number[] = []

  /**
   * @param rates learning rates by the names of their arguments
   */
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly batch: Batch,
    private readonly rates: Readonly<Record<string, number>>,
    random: Random,
  ) {
    const pairs = (batch.shape[0] as number) / 2
    this.#labels = [0, 1].map(() => Float32Array.from({ length: pairs }, () => random.next()))
  }

  step(): void {
    const { tf, batch } = this
    const [anchorLabels, positiveLabels] = this.#labels as [Float32Array, Float32Array]
    const args: Tensors = {
      [batch.name]: batchTensor(tf, batch),
      anchorLabels: tf.tensor1d(anchorLabels),
      positiveLabels: tf.tensor1d(positiveLabels),
      step: tf.scalar(this.#losses.length + 1),
    }
    for (const [name, rate] of Object.entries(this.rates)) args[name] = tf.scalar(rate)
    const outputs = this.graph.run('train', args)
    this.#losses.push(firstValue(outputs['loss'] as Tensor))
    tf.dispose([args, outputs] as never)
  }

  /** @throws Error when the last loss is not below the first */
  assertLearned(): void {
    const start = this.#losses[0] as number
    const end = this.#losses[this.#losses.length - 1] as number
    check(end < start, `The loss did not fall: from ${start} to ${end} in ${this.#losses.length} steps.`)
  }
}

/** @returns the batch in TensorFlow, of the type of its values */
export function batchTensor(tf: TensorFlow, { values, shape }: Batch): Tensor {
  return tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32')
}

/** The first number of a tensor. */
export function firstValue(tensor: Tensor): number {
  return tensor.dataSync()[0] as number
}

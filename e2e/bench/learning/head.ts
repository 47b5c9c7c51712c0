/**
 * The network of the trained baselines: the trunk's features, one hidden layer, one dense layer. It has the form of
 * the app's head, and is the benchmark's own, so that the baselines stay as they are when the app changes.
 */
import { addBias, relu } from '../../../electron/learning/ops'
import type { Random } from '../../../electron/learning/random'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'

const HIDDEN = 128
/** Channels that never change are left as they are. */
const LEAST_DEVIATION = 1e-4

export interface HeadShape {
  inputs: number
  outputs: number
}

/** Shapes of the pieces of the flat weight vector: kernel and bias of both layers. */
function shapesOf({ inputs, outputs }: HeadShape): number[][] {
  return [[inputs, HIDDEN], [HIDDEN], [HIDDEN, outputs], [outputs]]
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1)

/**
 * Outputs of the head.
 * @param weights the flat vector
 * @param features [B, inputs]
 * @returns [B, outputs], and what the hidden layer gave before its activation
 */
export function applyHead(
  tf: TensorFlow,
  shape: HeadShape,
  weights: Tensor,
  features: Tensor,
): { hidden: Tensor; output: Tensor } {
  const shapes = shapesOf(shape)
  const parts = tf.split(weights, shapes.map(sizeOf))
  const piece = (i: number): Tensor => tf.reshape(parts[i] as Tensor, shapes[i] as number[])
  const dense = (x: Tensor, i: number): Tensor => addBias(tf, tf.matMul(x, piece(i)), piece(i + 1))
  const hidden = dense(features, 0)
  return { hidden, output: dense(relu(tf, hidden), 2) }
}

/**
 * Weights to start from: normal with variance 2 / fan-in (He et al. 2015), then scaled so that each channel of each
 * layer has mean 0 and deviation 1 over some features (Krähenbühl et al. 2016).
 * @param features [B, inputs]
 */
export function startingHead(
  tf: TensorFlow,
  shape: HeadShape,
  features: Tensor,
  random: Random,
): Float32Array {
  const shapes = shapesOf(shape)
  const weights = new Float32Array(shapes.reduce((sum, piece) => sum + sizeOf(piece), 0))
  const starts = shapes.map((_, i) => shapes.slice(0, i).reduce((sum, piece) => sum + sizeOf(piece), 0))
  const piece = (i: number): Float32Array =>
    weights.subarray(starts[i] as number, (starts[i] as number) + sizeOf(shapes[i] as number[]))
  for (const i of [0, 2]) {
    const deviation = Math.sqrt(2 / ((shapes[i] as number[])[0] as number))
    piece(i).forEach((_, at, kernel) => (kernel[at] = deviation * random.normal()))
  }
  for (const [i, layer] of [
    [0, 'hidden'],
    [2, 'output'],
  ] as const) {
    const { mean, deviation } = moments(tf, () => applyHead(tf, shape, tf.tensor1d(weights), features)[layer])
    const bias = piece(i + 1)
    const divisor = deviation.map((value) => (value > LEAST_DEVIATION ? value : 1))
    piece(i).forEach((value, at, kernel) => (kernel[at] = value / (divisor[at % bias.length] as number)))
    bias.forEach((_, at) => (bias[at] = -(mean[at] as number) / (divisor[at] as number)))
  }
  return weights
}

function moments(tf: TensorFlow, output: () => Tensor): { mean: Float32Array; deviation: Float32Array } {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(output(), 0)
    return {
      mean: Float32Array.from(mean.dataSync()),
      deviation: Float32Array.from(variance.dataSync(), Math.sqrt),
    }
  })
}

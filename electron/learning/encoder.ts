/**
 * The head that turns a crop's features (`trunk.ts`) into an embedding: one hidden layer and one dense layer. It is
 * all that is learned from the scores of a study; with a few dozen subjects, less would not bend and more would
 * learn them by heart.
 */
import { MalarError } from '../domain/words'
import { addBias, product, relu } from './ops'
import type { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import { FEATURES } from './trunk'

/** Length of an embedding. */
export const DIMENSIONS = 64

const HIDDEN = 128

/** One array of weights within the flat vector of all. */
export interface WeightPiece {
  name: string
  shape: readonly number[]
  /** Number of inputs that one output sums over; 0 for a bias. */
  fanIn: number
}

/** The pieces of the flat weight vector in order. A change here makes older models unreadable. */
export const WEIGHT_LAYOUT: readonly WeightPiece[] = [
  { name: 'hidden/kernel', shape: [FEATURES, HIDDEN], fanIn: FEATURES },
  { name: 'hidden/bias', shape: [HIDDEN], fanIn: 0 },
  { name: 'dense/kernel', shape: [HIDDEN, DIMENSIONS], fanIn: HIDDEN },
  { name: 'dense/bias', shape: [DIMENSIONS], fanIn: 0 },
]

/** Number of pieces' elements together: the length of the flat vector. */
export const WEIGHT_COUNT = WEIGHT_LAYOUT.reduce((sum, piece) => sum + pieceSize(piece), 0)

/** Number of elements of one piece. */
export function pieceSize(piece: WeightPiece): number {
  return piece.shape.reduce((product, size) => product * size, 1)
}

/** Names of the layers, from the features to the embedding; layer `a` has the pieces `a/kernel` and `a/bias`. */
export const LAYERS: readonly string[] = WEIGHT_LAYOUT.filter((piece) => piece.fanIn > 0).map((piece) =>
  piece.name.replace('/kernel', ''),
)

/**
 * Weights to start from: normal with variance 2 / fan-in (He et al. 2015, for ReLU), biases zero.
 * @returns flat, WEIGHT_COUNT long; the same for the same seed
 */
export function initialWeights(random: Random): Float32Array {
  const flat = new Float32Array(WEIGHT_COUNT)
  let offset = 0
  for (const piece of WEIGHT_LAYOUT) {
    const size = pieceSize(piece)
    if (piece.fanIn > 0) {
      const deviation = Math.sqrt(2 / piece.fanIn)
      for (let i = 0; i < size; i++) flat[offset + i] = deviation * random.normal()
    }
    offset += size
  }
  return flat
}

/**
 * Checks weights that come from outside, such as a study file.
 * @throws MalarError `model` when they are of another length or not finite
 */
export function checkWeights(weights: Float32Array): void {
  if (weights.length !== WEIGHT_COUNT) {
    throw new MalarError(
      'model',
      `This model was made by another version of Malar (${weights.length} weights instead of ${WEIGHT_COUNT}). Train again.`,
    )
  }
  if (!weights.every(Number.isFinite)) {
    throw new MalarError('model', 'This model is damaged: some of its weights are not numbers. Train again.')
  }
}

/**
 * The embedding before it is scaled to length one.
 * @param weights the flat vector, [WEIGHT_COUNT]
 * @param features [B, FEATURES]; B may differ from call to call
 * @param tap is shown what each layer gives before its activation, [B, channels]
 * @returns [B, DIMENSIONS]
 */
export function encode(
  tf: TensorFlow,
  weights: Tensor,
  features: Tensor,
  tap: (layer: string, output: Tensor) => void = () => undefined,
): Tensor {
  const piece = pieces(tf, weights)
  const dense = (layer: string, x: Tensor): Tensor => {
    const output = addBias(tf, product(tf, x, piece(`${layer}/kernel`)), piece(`${layer}/bias`))
    tap(layer, output)
    return output
  }
  const embedding = dense('dense', relu(tf, dense('hidden', features)))
  // An untrained embedding then has a length near one. Raw inner products of longer ones saturate the
  // softmax of the paper's losses from the first step; cosines do not mind.
  return tf.mul(embedding, 1 / Math.sqrt(DIMENSIONS))
}

/** Cuts the flat vector up; its gradient is one concatenation. */
function pieces(tf: TensorFlow, weights: Tensor): (name: string) => Tensor {
  const parts = tf.split(weights, WEIGHT_LAYOUT.map(pieceSize))
  const named = new Map(
    WEIGHT_LAYOUT.map((piece, i) => [piece.name, tf.reshape(parts[i] as Tensor, [...piece.shape])] as const),
  )
  return (name) => named.get(name) as Tensor
}

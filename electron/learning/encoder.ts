/**
 * The small network that turns a crop into an embedding: a convolution, four depthwise-separable blocks,
 * a mean over a coarse grid, one dense layer. No normalisation layers: they would cost more than all the
 * arithmetic, and a batch of one region has statistics of its own.
 */
import { MalarError } from '../domain/words'
import { addBias, relu } from './ops'
import type { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'

/** Side in pixels of the image that the encoder sees. */
export const IMAGE_PIXELS = 64

/** Length of an embedding. */
export const DIMENSIONS = 64

/** The last feature map is averaged down to this many cells a side, so that the place of a fold counts. */
const GRID = 2

/** Channels of the first convolution, and channels and stride of each separable block after it. */
const STEM_CHANNELS = 16
const BLOCKS = [
  { channels: 32, stride: 2 },
  { channels: 64, stride: 1 },
  { channels: 96, stride: 2 },
  { channels: 128, stride: 2 },
] as const

/** Side of the last feature map. */
const LAST_PIXELS = IMAGE_PIXELS / 2 / BLOCKS.reduce((product, block) => product * block.stride, 1)

/** One array of weights within the flat vector of all. */
export interface WeightPiece {
  name: string
  shape: readonly number[]
  /** Number of inputs that one output sums over; 0 for a bias. */
  fanIn: number
}

/** The pieces of the flat weight vector in order. A change here makes older models unreadable. */
export const WEIGHT_LAYOUT: readonly WeightPiece[] = layOut()

/** Number of pieces' elements together: the length of the flat vector. */
export const WEIGHT_COUNT = WEIGHT_LAYOUT.reduce((sum, piece) => sum + pieceSize(piece), 0)

/** Number of elements of one piece. */
export function pieceSize(piece: WeightPiece): number {
  return piece.shape.reduce((product, size) => product * size, 1)
}

/** Names of the layers, from the image to the embedding; layer `a` has the pieces `a/kernel` and `a/bias`. */
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
 * @param images [B, IMAGE_PIXELS, IMAGE_PIXELS, 3], values 0..255; B may differ from call to call
 * @param tap is shown what each layer gives before its activation, [..., channels]
 * @returns [B, DIMENSIONS]
 */
export function encode(
  tf: TensorFlow,
  weights: Tensor,
  images: Tensor,
  tap: (layer: string, output: Tensor) => void = () => undefined,
): Tensor {
  const piece = pieces(tf, weights)
  const biased = (layer: string, x: Tensor): Tensor => {
    const output = addBias(tf, x, piece(`${layer}/bias`))
    tap(layer, output)
    return output
  }
  let x = relu(tf, biased('stem', convolve(tf, standardise(tf, images), piece('stem/kernel'), 2)))
  BLOCKS.forEach(({ stride }, i) => {
    const [deep, point] = [`block${i}/depthwise`, `block${i}/pointwise`]
    const depthwise = tf.depthwiseConv2d(x as never, piece(`${deep}/kernel`) as never, stride, 'same')
    x = relu(tf, biased(deep, depthwise))
    x = relu(tf, biased(point, convolve(tf, x, piece(`${point}/kernel`), 1)))
  })
  const cell = LAST_PIXELS / GRID
  const pooled = tf.avgPool(x as never, cell, cell, 'valid')
  // A convolution over the whole grid is the dense layer; flattening would fix the batch size in a trace.
  const dense = tf.conv2d(pooled as never, piece('dense/kernel') as never, 1, 'valid')
  const embedding = biased('dense', tf.mean(dense, [1, 2]))
  // An untrained embedding then has a length near one. Raw inner products of longer ones saturate the
  // softmax of the paper's losses from the first step; cosines do not mind.
  return tf.mul(embedding, 1 / Math.sqrt(DIMENSIONS))
}

/**
 * Takes each image's own brightness, colour and contrast out: zero mean in each channel, one standard
 * deviation over all. What is left is shape and texture, less bound to the light of the room.
 */
function standardise(tf: TensorFlow, images: Tensor): Tensor {
  const centred = tf.sub(images, tf.mean(images, [1, 2], true))
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), [1, 2, 3], true), 1))
  return tf.div(centred, deviation)
}

function convolve(tf: TensorFlow, x: Tensor, kernel: Tensor, stride: number): Tensor {
  return tf.conv2d(x as never, kernel as never, stride, 'same')
}

/** Cuts the flat vector up; its gradient is one concatenation. */
function pieces(tf: TensorFlow, weights: Tensor): (name: string) => Tensor {
  const parts = tf.split(weights, WEIGHT_LAYOUT.map(pieceSize))
  const named = new Map(
    WEIGHT_LAYOUT.map((piece, i) => [piece.name, tf.reshape(parts[i] as Tensor, [...piece.shape])] as const),
  )
  return (name) => named.get(name) as Tensor
}

function layOut(): WeightPiece[] {
  const layout: WeightPiece[] = [
    { name: 'stem/kernel', shape: [3, 3, 3, STEM_CHANNELS], fanIn: 27 },
    { name: 'stem/bias', shape: [STEM_CHANNELS], fanIn: 0 },
  ]
  let channels: number = STEM_CHANNELS
  BLOCKS.forEach((block, i) => {
    layout.push(
      { name: `block${i}/depthwise/kernel`, shape: [3, 3, channels, 1], fanIn: 9 },
      { name: `block${i}/depthwise/bias`, shape: [channels], fanIn: 0 },
      { name: `block${i}/pointwise/kernel`, shape: [1, 1, channels, block.channels], fanIn: channels },
      { name: `block${i}/pointwise/bias`, shape: [block.channels], fanIn: 0 },
    )
    channels = block.channels
  })
  layout.push(
    { name: 'dense/kernel', shape: [GRID, GRID, channels, DIMENSIONS], fanIn: GRID * GRID * channels },
    { name: 'dense/bias', shape: [DIMENSIONS], fanIn: 0 },
  )
  return layout
}

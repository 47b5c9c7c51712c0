/**
 * A small convolutional network as a yardstick of the engine: its training step with the soft N-pair loss and Adam,
 * and its embedding. Written in tfjs and traced into a graph like the app's own steps; `reference.py` holds the
 * same network in PyTorch.
 */
import { GraphBuilder, type Tensors } from '../../../electron/learning/graph/trace'
import { unit } from '../../../electron/learning/losses'
import { findObjective } from '../../../electron/learning/objectives'
import { addBias, relu } from '../../../electron/learning/ops'
import type { Random } from '../../../electron/learning/random'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'
import { descend, stepVariables, type StepVariables } from '../../../electron/learning/training-step'
import { unpackPixels } from './pixels'

/** Length of an embedding. */
const DIMENSIONS = 128

const FIRST_CHANNELS = 16

/** After the first convolution: depthwise and pointwise, the channels and the stride of each. */
const BLOCKS: readonly (readonly [channels: number, stride: 1 | 2])[] = [
  [32, 1],
  [64, 2],
  [96, 2],
  [128, 2],
]

/** Subjects that the loss is told of: from 50 on its targets are narrow. */
const SUBJECTS = 100

interface Piece {
  name: string
  shape: number[]
  /** Number of inputs that one output sums over; 0 for a bias. */
  fanIn: number
}

/** The pieces of the flat weight vector, in order. */
function layout(): Piece[] {
  const pieces: Piece[] = []
  const add = (name: string, kernel: number[], fanIn: number, channels: number): void => {
    pieces.push({ name: `${name}/kernel`, shape: kernel, fanIn })
    pieces.push({ name: `${name}/bias`, shape: [channels], fanIn: 0 })
  }
  add('first', [3, 3, 3, FIRST_CHANNELS], 27, FIRST_CHANNELS)
  let before = FIRST_CHANNELS
  BLOCKS.forEach(([channels], i) => {
    add(`depthwise${i}`, [3, 3, before, 1], 9, before)
    add(`pointwise${i}`, [1, 1, before, channels], before, channels)
    before = channels
  })
  add('dense', [before, DIMENSIONS], before, DIMENSIONS)
  return pieces
}

const LAYOUT = layout()
const sizeOf = ({ shape }: Piece): number => shape.reduce((product, side) => product * side, 1)

/** Weights to start from (He et al. 2015), flat. */
export function cnnWeights(random: Random): Float32Array {
  const values = LAYOUT.flatMap((piece) => {
    const deviation = piece.fanIn > 0 ? Math.sqrt(2 / piece.fanIn) : 0
    return Array.from({ length: sizeOf(piece) }, () => (deviation > 0 ? deviation * random.normal() : 0))
  })
  return Float32Array.from(values)
}

/**
 * Traces the network.
 * @param pixels side of the images
 * @param packed whether images come as `packPixels` makes them, instead of as floats 0..1
 * @returns signatures `train` (images [2N, P, P, 3] or [2N, P, P], anchors first; anchorLabels, positiveLabels [N];
 *   rate; step), which answers `loss`, and `embed` (any number of images), which answers unit `vectors`
 */
export function traceSmallCnn(
  tf: TensorFlow,
  weights: Float32Array,
  pairs: number,
  pixels: number,
  packed = false,
): GraphBuilder {
  const blank = (count: number): Tensor =>
    packed ? tf.zeros([count, pixels, pixels], 'int32') : tf.zeros([count, pixels, pixels, 3])
  const variables = stepVariables(tf, weights)
  const sample: Tensors = {
    images: blank(2 * pairs),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    rate: tf.scalar(1e-3),
    step: tf.scalar(1),
  }
  const seen = { images: blank(2) }
  try {
    return new GraphBuilder(tf)
      .variable('weights', variables.weights)
      .variable('first', variables.first)
      .variable('second', variables.second)
      .trace('train', sample, (args) => trainStep(tf, variables, args))
      .trace(
        'embed',
        seen,
        ({ images }) => ({ vectors: unit(tf, network(tf, variables.weights, images as Tensor), 1e-12) }),
        ['images'],
      )
  } finally {
    tf.dispose([{ ...variables }, sample, seen] as never)
  }
}

function trainStep(tf: TensorFlow, state: StepVariables, args: Tensors): Tensors {
  const { loss: lossOf } = findObjective('soft-n-pair')
  const forward = (): Tensor => {
    const embedded = network(tf, state.weights, args['images'] as Tensor)
    const [anchors, positives] = tf.split(embedded, 2) as [Tensor, Tensor]
    const anchorLabels = args['anchorLabels'] as Tensor
    const positiveLabels = args['positiveLabels'] as Tensor
    return lossOf(tf, { anchors, positives, anchorLabels, positiveLabels }, SUBJECTS)
  }
  const { value, grads } = tf.variableGrads(forward as never, [state.weights])
  descend(tf, state, grads[state.weights.name] as Tensor, args['rate'] as Tensor, args['step'] as Tensor)
  return { loss: value as Tensor }
}

/**
 * @param given packed pixels, or floats 0..1
 * @returns embeddings before they are scaled to length one, [B, DIMENSIONS]
 */
function network(tf: TensorFlow, weights: Tensor, given: Tensor): Tensor {
  const images = given.dtype === 'int32' ? tf.mul(unpackPixels(tf, given), 1 / 255) : given
  const parts = tf.split(weights, LAYOUT.map(sizeOf)) as Tensor[]
  const named = new Map(LAYOUT.map(({ name, shape }, i) => [name, tf.reshape(parts[i] as Tensor, shape)]))
  const piece = (name: string): never => named.get(name) as never
  const ended = (x: Tensor, layer: string): Tensor => addBias(tf, x, piece(`${layer}/bias`))

  let x = relu(tf, ended(tf.conv2d(images as never, piece('first/kernel'), 2, 'same'), 'first'))
  BLOCKS.forEach(([, stride], i) => {
    const deep = tf.depthwiseConv2d(x as never, piece(`depthwise${i}/kernel`), stride, 'same') as Tensor
    x = relu(tf, ended(deep, `depthwise${i}`))
    const wide = tf.conv2d(x as never, piece(`pointwise${i}/kernel`), 1, 'same') as Tensor
    x = relu(tf, ended(wide, `pointwise${i}`))
  })
  return ended(tf.matMul(tf.mean(x, [1, 2]), piece('dense/kernel')), 'dense')
}

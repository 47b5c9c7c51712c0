/** The trunk's weights as one flat vector, the form in which they are fine-tuned and kept. */
import { MalarError } from '../domain/words'
import type { Tensor, TensorFlow } from './tensorflow'
import type { LoadedLayer, Trunk } from './trunk'

/** Length of the flat vector: kernel and bias of each layer, in the order of the layers. */
export function trunkSize(trunk: Trunk): number {
  return sizes(trunk).reduce((sum, size) => sum + size, 0)
}

/** The weights of a trunk, read out of TensorFlow; trunkSize long. */
export function flatTrunk(trunk: Trunk): Float32Array {
  const flat = new Float32Array(trunkSize(trunk))
  let offset = 0
  for (const { kernel, bias } of trunk.layers) {
    for (const tensor of [kernel, bias]) {
      flat.set(tensor.dataSync() as Float32Array, offset)
      offset += tensor.size
    }
  }
  return flat
}

/**
 * The layers of a trunk with the weights of a flat vector; gradients flow back into the vector.
 * @param like a trunk of the same layers
 * @param flat [trunkSize]
 */
export function layersFrom(tf: TensorFlow, like: Trunk, flat: Tensor): LoadedLayer[] {
  const parts = tf.split(flat, sizes(like))
  return like.layers.map((layer, i) => ({
    ...layer,
    kernel: tf.reshape(parts[2 * i] as Tensor, layer.shape),
    bias: parts[2 * i + 1] as Tensor,
  }))
}

/**
 * A trunk with other weights, such as fine-tuned ones; to be freed with `disposeTrunk`, apart from the one it is like.
 * @param like a trunk of the same layers
 * @param weights flat, trunkSize long
 * @throws MalarError `model` when they are of another length or not finite
 */
export function trunkWith(tf: TensorFlow, like: Trunk, weights: Float32Array): Trunk {
  if (weights.length !== trunkSize(like)) {
    throw new MalarError(
      'model',
      `This model was made by another version of Malar (an image network of ${weights.length} weights instead of ${trunkSize(like)}). Train again.`,
    )
  }
  if (!weights.every(Number.isFinite)) {
    throw new MalarError('model', 'This model is damaged: some of its weights are not numbers. Train again.')
  }
  let offset = 0
  const next = (shape: readonly number[]): Tensor => {
    const size = shape.reduce((product, side) => product * side, 1)
    return tf.tensor(weights.slice(offset, (offset += size)), [...shape])
  }
  return {
    layers: like.layers.map((layer) => ({
      ...layer,
      kernel: next(layer.shape),
      bias: next(layer.bias.shape),
    })),
    mean: like.mean.clone(),
    deviation: like.deviation.clone(),
    dependents: [],
  }
}

function sizes(trunk: Trunk): number[] {
  return trunk.layers.flatMap(({ kernel, bias }) => [kernel.size, bias.size])
}

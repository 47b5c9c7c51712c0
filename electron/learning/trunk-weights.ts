/** The trunk's weights, all or those from block 5 on, as one flat vector: the form in which they are tuned and kept. */
import { MalarError } from '../domain/words'
import type { Tensor, TensorFlow } from './tensorflow'
import { tunedLayers } from './trunk'
import type { LoadedLayer, Trunk, TunedFrom } from './trunk'

/** Length of the flat vector: kernel and bias of each layer that is tuned, in the order of the layers. */
export function trunkSize(trunk: Trunk, from: TunedFrom = 'stem'): number {
  return sizes(tunedLayers(trunk, from)).reduce((sum, size) => sum + size, 0)
}

/** The weights of a trunk, read out of TensorFlow; trunkSize long. */
export function flatTrunk(trunk: Trunk, from: TunedFrom = 'stem'): Float32Array {
  const flat = new Float32Array(trunkSize(trunk, from))
  let offset = 0
  for (const { kernel, bias } of tunedLayers(trunk, from)) {
    for (const tensor of [kernel, bias]) {
      flat.set(tensor.dataSync() as Float32Array, offset)
      offset += tensor.size
    }
  }
  return flat
}

/**
 * Layers with the weights of a flat vector; gradients flow back into the vector.
 * @param like layers of the same form
 * @param flat their weights, kernel and bias by turns
 */
export function layersFrom(tf: TensorFlow, like: readonly LoadedLayer[], flat: Tensor): LoadedLayer[] {
  const parts = tf.split(flat, sizes(like))
  return like.map((layer, i) => ({
    ...layer,
    kernel: tf.reshape(parts[2 * i] as Tensor, layer.shape),
    bias: parts[2 * i + 1] as Tensor,
  }))
}

/**
 * A trunk with other weights, such as fine-tuned ones; to be freed with `disposeTrunk`, apart from the one it is like.
 * @param like a trunk of the same layers, whose weights stay where there are no others
 * @param weights flat, of all layers or of those from block 5 on, as their number tells
 * @throws MalarError `model` when they are of another length or not finite
 */
export function trunkWith(tf: TensorFlow, like: Trunk, weights: Float32Array): Trunk {
  const from = (['block5', 'stem'] as const).find((part) => trunkSize(like, part) === weights.length)
  if (!from) {
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
  const tuned = new Set(tunedLayers(like, from))
  return {
    layers: like.layers.map((layer) => ({
      ...layer,
      kernel: tuned.has(layer) ? next(layer.shape) : layer.kernel.clone(),
      bias: tuned.has(layer) ? next(layer.bias.shape) : layer.bias.clone(),
    })),
    mean: like.mean.clone(),
    deviation: like.deviation.clone(),
    dependents: [],
  }
}

function sizes(layers: readonly LoadedLayer[]): number[] {
  return layers.flatMap(({ kernel, bias }) => [kernel.size, bias.size])
}

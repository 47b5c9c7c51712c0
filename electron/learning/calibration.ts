/**
 * Initial weights that suit the features: layer by layer, kernels and biases are scaled and shifted so that
 * each channel has mean 0 and standard deviation 1 before its activation (Krähenbühl et al. 2016,
 * "Data-dependent initializations"; Salimans and Kingma 2016). It is done once, where a normalisation
 * layer would cost time in every step. Embeddings then start out different, away from the point where all
 * are equal and N-pair losses have no gradient.
 */
import { encode, LAYERS, pieceSize, WEIGHT_LAYOUT } from './encoder'
import type { Tensor, TensorFlow } from './tensorflow'

/** Channels that never change are left as they are. */
const LEAST_DEVIATION = 1e-4

/**
 * Scales initial weights to features.
 * @param weights flat, [WEIGHT_COUNT]; not changed
 * @param features [B, FEATURES]: some of those that will be learned from
 * @returns the scaled weights
 */
export function calibrate(tf: TensorFlow, weights: Float32Array, features: Tensor): Float32Array {
  const scaled = weights.slice()
  for (const layer of LAYERS) {
    const { mean, deviation } = channelMoments(tf, scaled, features, layer)
    rescale(piece(scaled, `${layer}/kernel`), piece(scaled, `${layer}/bias`), mean, deviation)
  }
  return scaled
}

function channelMoments(
  tf: TensorFlow,
  weights: Float32Array,
  features: Tensor,
  wanted: string,
): { mean: Float32Array; deviation: Float32Array } {
  return tf.tidy(() => {
    let output: Tensor | undefined
    encode(tf, tf.tensor1d(weights), features, (layer, value) => {
      if (layer === wanted) output = value
    })
    const axes = (output as Tensor).shape.slice(0, -1).map((_, axis) => axis)
    const { mean, variance } = tf.moments(output as Tensor, axes)
    return {
      mean: Float32Array.from(mean.dataSync()),
      deviation: Float32Array.from(variance.dataSync(), Math.sqrt),
    }
  })
}

/** In every kernel the channels that the bias counts run fastest, also in a depthwise one. */
function rescale(
  kernel: Float32Array,
  bias: Float32Array,
  mean: Float32Array,
  deviation: Float32Array,
): void {
  const channels = bias.length
  for (let channel = 0; channel < channels; channel++) {
    const by = deviation[channel] as number
    if (!(by > LEAST_DEVIATION)) continue
    for (let i = channel; i < kernel.length; i += channels) kernel[i] = (kernel[i] as number) / by
    bias[channel] = ((bias[channel] as number) - (mean[channel] as number)) / by
  }
}

/** A view into the flat vector. */
function piece(weights: Float32Array, name: string): Float32Array {
  let offset = 0
  for (const entry of WEIGHT_LAYOUT) {
    const size = pieceSize(entry)
    if (entry.name === name) return weights.subarray(offset, offset + size)
    offset += size
  }
  throw new Error(`The encoder has no weights ${name}.`)
}

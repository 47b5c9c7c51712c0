/**
 * The frozen trunk: EfficientNet-lite0 (Tan and Le 2019; ImageNet) from its stem to block 10, batch normalisation
 * folded in. Its middle features know edges, folds and shading from a million photographs, which 20 subjects
 * cannot teach; a small head learns from them what a score is. `assets/trunk/convert.py` made the weights.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MalarError } from '../domain/words'
import { addBias, relu6 } from './ops'
import { isNative, type Tensor, type TensorFlow } from './tensorflow'

/** Side in pixels of the image that the trunk sees. */
export const TRUNK_PIXELS = 112

/** The last feature map, 7 × 7 × 112, is averaged down to this many cells a side. */
const TRUNK_GRID = 3

const TRUNK_CHANNELS = 112

/** Length of a crop's feature vector: 3 × 3 × 112. */
export const FEATURES = TRUNK_GRID * TRUNK_GRID * TRUNK_CHANNELS

/**
 * Where the part of the trunk begins that is fine-tuned: at the image, or halfway, at block 5. Below block 5 are edges
 * and textures, the same for all images, in large maps that take two thirds of the time; above it are nine tenths of
 * the weights.
 */
export type TunedFrom = 'stem' | 'block5'

/** The map halfway, between block 4 and block 5: cells a side, and channels. */
export const HALFWAY_GRID = 14
export const HALFWAY_CHANNELS = 40

/** The network was trained on (x − 127) / 128. */
const PIXEL_MEAN = 127
const PIXEL_SCALE = 128

interface TrunkLayer {
  name: string
  kind: 'full' | 'depthwise'
  stride: number
  relu6: boolean
  /** `start` keeps the input for the `add` that comes after it. */
  mark: 'start' | 'add' | null
  shape: [number, number, number, number]
  /** Of its kernel in the file, in half floats; the bias follows the kernel. */
  offset: number
}

export interface LoadedLayer extends TrunkLayer {
  kernel: Tensor
  bias: Tensor
}

export interface Trunk {
  layers: readonly LoadedLayer[]
  /** Of each channel of the last map, as its batch normalisations knew them; [112]. */
  mean: Tensor
  deviation: Tensor
  /** What was built from these weights and goes with them. */
  dependents: { dispose(): void }[]
}

/**
 * Reads the trunk's weights from disk into TensorFlow; they stay there until `disposeTrunk`.
 * @param folder holds trunk.json and trunk.bin
 * @throws MalarError `trunk` when a file is missing or damaged
 */
export function loadTrunk(tf: TensorFlow, folder: string): Trunk {
  try {
    const { layers, halves, mean, deviation } = JSON.parse(
      readFileSync(join(folder, 'trunk.json'), 'utf8'),
    ) as {
      layers: TrunkLayer[]
      halves: number
      mean: number[]
      deviation: number[]
    }
    const bytes = readFileSync(join(folder, 'trunk.bin'))
    if (bytes.length !== 2 * halves) throw new Error('trunk.bin has another length than trunk.json says')
    return {
      mean: tf.tensor1d(mean),
      deviation: tf.tensor1d(deviation),
      dependents: [],
      layers: layers.map((layer) => {
        const size = layer.shape.reduce((product, side) => product * side, 1)
        const channels = layer.kind === 'depthwise' ? layer.shape[2] : layer.shape[3]
        return {
          ...layer,
          kernel: tf.tensor4d(halfFloats(bytes, layer.offset, size), layer.shape),
          bias: tf.tensor1d(halfFloats(bytes, layer.offset + size, channels)),
        }
      }),
    }
  } catch (error) {
    throw new MalarError(
      'trunk',
      `The weights of the image network cannot be read (${error instanceof Error ? error.message : String(error)}). Install Malar again.`,
    )
  }
}

/** Frees the trunk's weights, and what was built from them. */
export function disposeTrunk({ layers, mean, deviation, dependents }: Trunk): void {
  for (const dependent of dependents.splice(0)) dependent.dispose()
  mean.dispose()
  deviation.dispose()
  for (const { kernel, bias } of layers) {
    kernel.dispose()
    bias.dispose()
  }
}

/** The layers that are fine-tuned when it begins there, in order. */
export function tunedLayers({ layers }: Pick<Trunk, 'layers'>, from: TunedFrom): readonly LoadedLayer[] {
  return from === 'stem' ? layers : layers.slice(halfway(layers))
}

/** The layers below block 5, in order. */
export function lowerLayers({ layers }: Pick<Trunk, 'layers'>): readonly LoadedLayer[] {
  return layers.slice(0, halfway(layers))
}

function halfway(layers: readonly LoadedLayer[]): number {
  return layers.findIndex(({ name }) => name.startsWith('block5/'))
}

/**
 * The map that some layers give. BiasAdd and Relu6 are asked for by name because TensorFlow's optimiser melts them into the
 * convolution before them when this is traced into a graph; Add and ClipByValue it leaves alone.
 * @param input [B, H, W, channels] as the first of the layers takes it; images normalised
 * @returns of all layers [B, H / 16, W / 16, 112]
 */
export function trunkMap(tf: TensorFlow, { layers }: Pick<Trunk, 'layers'>, input: Tensor): Tensor {
  let x = input
  let kept = input
  const apply = isNative(tf) ? applied : fused
  for (const layer of layers) {
    if (layer.mark === 'start') kept = x
    x = apply(tf, layer, x)
    if (layer.mark === 'add') x = tf.add(x, kept)
  }
  return x
}

function applied(
  tf: TensorFlow,
  { kind, stride, relu6: active, kernel, bias }: LoadedLayer,
  x: Tensor,
): Tensor {
  const convolved =
    kind === 'depthwise'
      ? tf.depthwiseConv2d(x as never, kernel as never, stride, 'same')
      : tf.conv2d(x as never, kernel as never, stride, 'same')
  const output = addBias(tf, convolved, bias)
  return active ? relu6(tf, output) : output
}

/** The same as one operation, of which WebAssembly has no gradient: a quarter faster there. */
function fused(
  tf: TensorFlow,
  { kind, stride, relu6: active, kernel, bias }: LoadedLayer,
  x: Tensor,
): Tensor {
  const activation = active ? 'relu6' : 'linear'
  const layer = {
    x: x as never,
    filter: kernel as never,
    strides: stride,
    pad: 'same',
    bias,
    activation,
  } as const
  return kind === 'depthwise' ? tf.fused.depthwiseConv2d(layer) : tf.fused.conv2d(layer)
}

/**
 * Feature vectors of images, operation by operation; `trunk-graph.ts` is the same and several times faster.
 * @param images [B, TRUNK_PIXELS, TRUNK_PIXELS, 3], values 0..255
 * @returns [B, FEATURES], cell by cell, row by row, each channel with the spread that it has over ImageNet taken out
 */
export function trunkFeatures(
  tf: TensorFlow,
  trunk: Pick<Trunk, 'layers' | 'mean' | 'deviation'>,
  images: Tensor,
): Tensor {
  return pooled(tf, trunk, trunkMap(tf, trunk, normalised(tf, images)))
}

/**
 * The maps halfway, of which `featuresFromHalfway` makes the feature vectors.
 * @param images as for `trunkFeatures`
 * @returns [B, HALFWAY_GRID, HALFWAY_GRID, HALFWAY_CHANNELS]
 */
export function halfwayMaps(tf: TensorFlow, trunk: Pick<Trunk, 'layers'>, images: Tensor): Tensor {
  return trunkMap(tf, { layers: lowerLayers(trunk) }, normalised(tf, images))
}

/**
 * The second half of `trunkFeatures`.
 * @param trunk with the layers from block 5 on, and no others
 * @param maps of `halfwayMaps`
 * @returns [B, FEATURES]
 */
export function featuresFromHalfway(
  tf: TensorFlow,
  trunk: Pick<Trunk, 'layers' | 'mean' | 'deviation'>,
  maps: Tensor,
): Tensor {
  return pooled(tf, trunk, trunkMap(tf, trunk, maps))
}

function normalised(tf: TensorFlow, images: Tensor): Tensor {
  return tf.div(tf.sub(images, PIXEL_MEAN), PIXEL_SCALE)
}

function pooled(tf: TensorFlow, { mean, deviation }: Pick<Trunk, 'mean' | 'deviation'>, map: Tensor): Tensor {
  // 7 cells into 3, each the mean of 3 × 3 with one cell shared: 0–2, 2–4, 4–6.
  const cells = tf.avgPool(map as never, 3, 2, 'valid')
  return tf.reshape(tf.div(tf.sub(cells, mean), deviation), [-1, FEATURES])
}

/** IEEE 754 half floats, little-endian, as single ones. */
function halfFloats(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from({ length: count }, (_, i) => {
    const half = view.getUint16(2 * (offset + i), true)
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 0x1f
    const fraction = half & 0x3ff
    if (exponent === 0) return sign * fraction * 2 ** -24
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

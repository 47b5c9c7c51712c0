/** What is computed from crops: each is decoded, changed where a changed copy is wanted, and looked at. */
import { createHash } from 'node:crypto'
import { CROP_PIXELS } from '../domain/crop'
import { MalarError } from '../domain/words'
import { VARIANTS, type CropToCompute } from '../engine-protocol'
import { IMAGE_PIXELS, IMAGE_VALUES, augment } from './augment'
import { decodeJpeg } from './jpeg/pixels'
import { Random } from './random'
import { resized } from './resize'
import { isNative, type Tensor, type TensorFlow } from './tensorflow'
import { FEATURES } from './trunk'
import type { Trunk } from './trunk'
import { computeFeatures } from './trunk-graph'

export { VARIANTS }
export { FeatureStore as CropStore } from './feature-store'

/**
 * Version of all that lies between a crop and its features: decoding, changing, the pooling of the last map.
 * Whoever changes any of it raises this number; features kept in studies are then computed anew.
 */
export const TRUNK_RECIPE = 1

const CHANNELS = 3

/** Images that go through the trunk at once. */
const BATCH = 32

/**
 * The trunk's features of crops, giving way to the event loop in between. They depend on the crop and the variant only,
 * so that they come out the same in every session.
 * @param shouldStop asked before every batch
 * @returns FEATURES values for each variant of each crop, in the order given; fewer when it was stopped
 * @throws MalarError `crop` when a crop cannot be read, or is of another size
 */
export async function computeTrunkFeatures(
  tf: TensorFlow,
  trunk: Trunk,
  crops: readonly CropToCompute[],
  shouldStop: () => boolean = () => false,
): Promise<Float32Array> {
  const wanted = crops.flatMap((crop) => crop.variants.map((variant) => ({ crop, variant })))
  const values = new Float32Array(wanted.length * FEATURES)
  for (let start = 0; start < wanted.length; start += BATCH) {
    if (shouldStop()) return values.slice(0, start * FEATURES)
    values.set(await computeBatch(tf, trunk, wanted.slice(start, start + BATCH)), start * FEATURES)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return values
}

/**
 * Features that are computed crop by crop without TensorFlow, giving way to the event loop in between.
 * @param describe is shown a crop, CROP_PIXELS² × 3 bytes, row by row, RGB; gives `length` values
 * @param shouldStop asked before every crop
 * @returns `length` values for each crop, in the order given; fewer when it was stopped
 * @throws MalarError `crop` as above; `request` when changed copies are asked for, which there are only for the trunk
 */
export async function describeCrops(
  tf: TensorFlow,
  crops: readonly CropToCompute[],
  length: number,
  describe: (image: Uint8Array) => Float32Array,
  shouldStop: () => boolean = () => false,
): Promise<Float32Array> {
  if (crops.some(({ variants }) => variants.some((variant) => variant !== 0))) {
    throw new MalarError('request', 'These features are computed only of crops as they are.')
  }
  const values = new Float32Array(crops.length * length)
  for (const [i, crop] of crops.entries()) {
    if (shouldStop()) return values.slice(0, i * length)
    values.set(describe(pixelsOf(tf, crop)), i * length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return values
}

function computeBatch(
  tf: TensorFlow,
  trunk: Trunk,
  wanted: readonly { crop: CropToCompute; variant: number }[],
): Promise<Float32Array> {
  const pixels = new Float32Array(wanted.length * IMAGE_VALUES)
  let decoded: { crop: CropToCompute; image: Uint8Array; seed: number } | null = null
  wanted.forEach(({ crop, variant }, i) => {
    // The variants of a crop come one after the other.
    if (decoded?.crop !== crop) decoded = { crop, image: shrunk(tf, crop), seed: seedOfCrop(crop.jpeg) }
    const { image, seed } = decoded
    if (variant === 0) pixels.set(image, i * IMAGE_VALUES)
    else augment(image, new Random(seed + variant), pixels, i * IMAGE_VALUES)
  })
  return computeFeatures(tf, trunk, pixels)
}

/** Changed copies are drawn by the crop's content: its id differs from session to session. */
function seedOfCrop(jpeg: Uint8Array): number {
  return createHash('sha256').update(jpeg).digest().readUInt32LE(0)
}

/**
 * The crop at the size that the trunk sees, as `fineTune` takes it.
 * @returns IMAGE_VALUES bytes, row by row, RGB
 * @throws MalarError `crop` when it cannot be read, or is of another size
 */
export function shrunk(tf: TensorFlow, crop: Pick<CropToCompute, 'region' | 'jpeg'>): Uint8Array {
  if (!isNative(tf)) return resized(pixelsOf(tf, crop), CROP_PIXELS, IMAGE_PIXELS)
  return rounded(tf, () =>
    tf.image.resizeBilinear(decode(tf, crop) as never, [IMAGE_PIXELS, IMAGE_PIXELS], false, true),
  )
}

/**
 * The pixels of a crop, the same whatever computes.
 * @returns CROP_PIXELS² × 3 bytes, row by row, RGB
 * @throws MalarError `crop` as above
 */
function pixelsOf(tf: TensorFlow, crop: Pick<CropToCompute, 'region' | 'jpeg'>): Uint8Array {
  if (isNative(tf)) return rounded(tf, () => decode(tf, crop))
  const { width, height, rgb } = readable(crop, () => decodeJpeg(crop.jpeg))
  checkSize(crop, width, height)
  return rgb
}

/** @returns [CROP_PIXELS, CROP_PIXELS, 3], whole numbers 0..255 */
function decode(tf: TensorFlow, crop: Pick<CropToCompute, 'region' | 'jpeg'>): Tensor {
  const image = readable(crop, () => tf.node.decodeJpeg(crop.jpeg, CHANNELS))
  const [height, width] = image.shape
  checkSize(crop, width, height)
  return image
}

function readable<T>({ region }: Pick<CropToCompute, 'region'>, decode: () => T): T {
  try {
    return decode()
  } catch {
    throw new MalarError(
      'crop',
      `The crop of region ${region} cannot be read: it is not a JPEG image, or it is damaged.`,
    )
  }
}

function checkSize({ region }: Pick<CropToCompute, 'region'>, width: number, height: number): void {
  if (height === CROP_PIXELS && width === CROP_PIXELS) return
  throw new MalarError(
    'crop',
    `The crop of region ${region} is ${width} × ${height} pixels instead of ${CROP_PIXELS} square.`,
  )
}

/** The values of an image, rounded; every tensor made on the way is freed. */
function rounded(tf: TensorFlow, image: () => Tensor): Uint8Array {
  let whole = new Uint8Array(0)
  // The pixels are not returned from `tidy`: it would search each of them for tensors, which takes 5 ms a crop.
  tf.tidy(() => {
    const values = image().dataSync()
    whole = new Uint8Array(values.length)
    // A plain loop: `Uint8Array.from` with a function costs as much as the trunk itself.
    for (let i = 0; i < values.length; i++) whole[i] = (values[i] as number) + 0.5
  })
  return whole
}

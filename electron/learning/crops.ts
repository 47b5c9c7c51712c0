/** The crops that the engine holds, by id, as small images in one growing block of memory. */
import { CROP_PIXELS } from '../domain/crop'
import { MalarError } from '../domain/words'
import { IMAGE_VALUES } from './augment'
import { IMAGE_PIXELS } from './encoder'
import type { TensorFlow } from './tensorflow'

const CHANNELS = 3

/** Each stored pixel is the mean of so many a side. */
const SHRINK = CROP_PIXELS / IMAGE_PIXELS

/** Images of 64 × 64 × 3 bytes: 10,000 of them take 123 MB. */
export class CropStore {
  readonly #rows = new Map<number, number>()
  #pixels = new Uint8Array(0)

  /** Number of crops held. */
  get size(): number {
    return this.#rows.size
  }

  has(id: number): boolean {
    return this.#rows.has(id)
  }

  /**
   * Decodes a crop and keeps it; one of the same id is replaced.
   * @param jpeg CROP_PIXELS square
   * @throws MalarError `crop` when it cannot be read, or is of another size
   */
  add(tf: TensorFlow, id: number, jpeg: Uint8Array): void {
    this.addPixels(id, shrink(decode(tf, id, jpeg)))
  }

  /**
   * Keeps an image that is decoded already.
   * @param image IMAGE_VALUES bytes, row by row, RGB
   */
  addPixels(id: number, image: Uint8Array): void {
    const row = this.#rows.get(id) ?? this.#rows.size
    this.#reserve(row + 1)
    this.#pixels.set(image, row * IMAGE_VALUES)
    this.#rows.set(id, row)
  }

  /**
   * The image of a crop: a view into the block, not to be kept while crops are added.
   * @throws MalarError `crop` when there is none of that id
   */
  image(id: number): Uint8Array {
    const row = this.#rows.get(id)
    if (row === undefined) throw new MalarError('crop', `The crop ${id} was not sent to the engine.`)
    return this.#pixels.subarray(row * IMAGE_VALUES, (row + 1) * IMAGE_VALUES)
  }

  /** Doubles the block when it is full, so that adding stays cheap. */
  #reserve(rows: number): void {
    if (rows * IMAGE_VALUES <= this.#pixels.length) return
    const larger = new Uint8Array(Math.max(256, 2 * rows) * IMAGE_VALUES)
    larger.set(this.#pixels)
    this.#pixels = larger
  }
}

function decode(tf: TensorFlow, id: number, jpeg: Uint8Array): Int32Array {
  let image
  try {
    image = tf.node.decodeJpeg(jpeg, CHANNELS)
  } catch {
    throw new MalarError('crop', `The crop ${id} cannot be read: it is not a JPEG image, or it is damaged.`)
  }
  try {
    const [height, width] = image.shape
    if (height !== CROP_PIXELS || width !== CROP_PIXELS) {
      throw new MalarError(
        'crop',
        `The crop ${id} is ${width} × ${height} pixels instead of ${CROP_PIXELS} square.`,
      )
    }
    return image.dataSync() as unknown as Int32Array
  } finally {
    image.dispose()
  }
}

/** The mean of each SHRINK × SHRINK block, rounded. */
function shrink(pixels: ArrayLike<number>): Uint8Array {
  const small = new Uint8Array(IMAGE_VALUES)
  const row = CROP_PIXELS * CHANNELS
  let at = 0
  for (let y = 0; y < IMAGE_PIXELS; y++) {
    for (let x = 0; x < IMAGE_PIXELS; x++) {
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0
        for (let dy = 0; dy < SHRINK; dy++) {
          for (let dx = 0; dx < SHRINK; dx++) {
            sum += pixels[(y * SHRINK + dy) * row + (x * SHRINK + dx) * CHANNELS + channel] as number
          }
        }
        small[at++] = Math.round(sum / (SHRINK * SHRINK))
      }
    }
  }
  return small
}

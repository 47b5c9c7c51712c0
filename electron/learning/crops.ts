/** The crops that the engine holds, by id, and their features, computed once each. */
import { CROP_PIXELS } from '../domain/crop'
import { MalarError } from '../domain/words'
import { IMAGE_PIXELS, IMAGE_VALUES, augment } from './augment'
import { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import { FEATURES, trunkFeatures } from './trunk'
import type { Trunk } from './trunk'

const CHANNELS = 3

/** A crop as it is, and changed copies of it, from which training draws. */
export const VARIANTS = 4

/** Images that go through the trunk at once. */
const BATCH = 32

interface Held {
  jpeg: Uint8Array | null
  /** FEATURES values a variant: the crop as it is first, then its changed copies. */
  features: (Float32Array | undefined)[]
}

/** A crop takes 4 KB a variant and the 6 KB of its JPEG. */
export class CropStore {
  readonly #held = new Map<number, Held>()

  /** Number of crops held. */
  get size(): number {
    return this.#held.size
  }

  has(id: number): boolean {
    return this.#held.has(id)
  }

  /**
   * Keeps a crop; one of the same id is replaced. It is decoded when its features are first wanted.
   * @param jpeg CROP_PIXELS square
   */
  add(id: number, jpeg: Uint8Array): void {
    this.#held.set(id, { jpeg, features: [] })
  }

  /**
   * Keeps a crop whose features are known.
   * @param features FEATURES values for each of VARIANTS, or one for all
   */
  addFeatures(id: number, features: readonly Float32Array[]): void {
    this.#held.set(id, {
      jpeg: null,
      features: Array.from({ length: VARIANTS }, (_, variant) => features[variant] ?? features[0]),
    })
  }

  /**
   * Computes the features of crops that have none yet, giving way to the event loop in between.
   * @param variants 1 for the crops as they are, VARIANTS for the changed copies too
   * @param shouldStop asked before every batch; what was computed until then is kept
   * @returns false when it was stopped
   * @throws MalarError `crop` when a crop is missing, cannot be read, or is of another size
   */
  async prepare(
    tf: TensorFlow,
    trunk: Trunk,
    ids: readonly number[],
    variants: number,
    shouldStop: () => boolean = () => false,
  ): Promise<boolean> {
    const wanted: { id: number; variant: number }[] = []
    for (const id of new Set(ids)) {
      const { features } = this.#get(id)
      for (let variant = 0; variant < variants; variant++)
        if (!features[variant]) wanted.push({ id, variant })
    }
    for (let start = 0; start < wanted.length; start += BATCH) {
      if (shouldStop()) return false
      this.#compute(tf, trunk, wanted.slice(start, start + BATCH))
      await new Promise((resolve) => setImmediate(resolve))
    }
    return true
  }

  /**
   * The features of a crop.
   * @param variant 0 is the crop as it is
   * @throws MalarError `crop` when there is none of that id, or it was not prepared
   */
  features(id: number, variant: number): Float32Array {
    const features = this.#get(id).features[variant]
    if (!features) throw new MalarError('crop', `The crop ${id} was not prepared.`)
    return features
  }

  #get(id: number): Held {
    const held = this.#held.get(id)
    if (!held) throw new MalarError('crop', `The crop ${id} was not sent to the engine.`)
    return held
  }

  #compute(tf: TensorFlow, trunk: Trunk, wanted: readonly { id: number; variant: number }[]): void {
    const pixels = new Float32Array(wanted.length * IMAGE_VALUES)
    let decoded: { id: number; image: Uint8Array } | null = null
    wanted.forEach(({ id, variant }, i) => {
      // The variants of a crop come one after the other.
      if (decoded?.id !== id) decoded = { id, image: decode(tf, id, this.#get(id).jpeg) }
      const { image } = decoded
      if (variant === 0) pixels.set(image, i * IMAGE_VALUES)
      // Seeded by the crop, so that the order in which crops come changes nothing.
      else augment(image, new Random(VARIANTS * id + variant), pixels, i * IMAGE_VALUES)
    })
    const values = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [wanted.length, IMAGE_PIXELS, IMAGE_PIXELS, CHANNELS])
      return trunkFeatures(tf, trunk, images as Tensor).dataSync() as Float32Array
    })
    wanted.forEach(({ id, variant }, i) => {
      this.#get(id).features[variant] = values.slice(i * FEATURES, (i + 1) * FEATURES)
    })
  }
}

/** The crop at the size that the trunk sees, IMAGE_VALUES bytes, row by row, RGB. */
function decode(tf: TensorFlow, id: number, jpeg: Uint8Array | null): Uint8Array {
  return tf.tidy(() => {
    let image
    try {
      image = tf.node.decodeJpeg(jpeg as Uint8Array, CHANNELS)
    } catch {
      throw new MalarError('crop', `The crop ${id} cannot be read: it is not a JPEG image, or it is damaged.`)
    }
    const [height, width] = image.shape
    if (height !== CROP_PIXELS || width !== CROP_PIXELS) {
      throw new MalarError(
        'crop',
        `The crop ${id} is ${width} × ${height} pixels instead of ${CROP_PIXELS} square.`,
      )
    }
    const resized: Tensor = tf.image.resizeBilinear(image as never, [IMAGE_PIXELS, IMAGE_PIXELS], false, true)
    const values = resized.dataSync()
    // A plain loop: `Uint8Array.from` with a function costs as much as the trunk itself.
    const rounded = new Uint8Array(IMAGE_VALUES)
    for (let i = 0; i < IMAGE_VALUES; i++) rounded[i] = (values[i] as number) + 0.5
    return rounded
  })
}

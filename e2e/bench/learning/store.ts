/** Crops and features of subjects, out of the cache or made now. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { CROP_PIXELS } from '../../../electron/domain/crop'
import { VARIANTS } from '../../../electron/engine-protocol'
import { computeTrunkFeatures } from '../../../electron/learning/crops'
import { trunkKey } from '../../../electron/learning/feature-keys'
import { HOG_VALUES, hog } from '../../../electron/learning/hog'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import { FEATURES, loadTrunk, type Trunk } from '../../../electron/learning/trunk'
import type { CacheNames, SubjectCache } from './cache'
import { Cohort, type RenderedCrop } from './cohort'
import type { Features, Kind, Known } from './data'

/** Side of the grey image of which raw pixels are compared. */
const GREY_PIXELS = 32

const ALL_VARIANTS = Array.from({ length: VARIANTS }, (_, variant) => variant)

/** Values in one variant, and how many variants there are. */
const SHAPES: Readonly<Record<Kind, { length: number; variants: number }>> = {
  trunk: { length: FEATURES, variants: VARIANTS },
  hog: { length: HOG_VALUES, variants: 1 },
  pixels: { length: GREY_PIXELS ** 2, variants: 1 },
}

/** Ids leave room for so many crops of a subject. */
const CROPS_EACH = 100

/** The subject of the cohort's number, as methods know it. */
export const subjectName = (number: number): string => `S-${String(number + 1).padStart(3, '0')}`

/** Makes what the cache lacks; loads the networks when they are first needed. */
export class Maker {
  #cohort: Promise<Cohort> | undefined
  #trunk: Trunk | undefined

  /** @param assets the checkout's folder of that name */
  constructor(private readonly assets: string) {}

  /**
   * Names for the cache that follow from what is made now: the first subject is rendered and described, so that no
   * change of the cohort, the landmarks or the crops goes unnoticed.
   */
  async names(): Promise<CacheNames> {
    const crops = await this.crops(0)
    const seen = createHash('sha256').update(JSON.stringify(crops.map(({ truth }) => truth)))
    for (const { jpeg } of crops) seen.update(jpeg)
    const cohort = seen.digest('hex').slice(0, 12)
    const described = async (kind: Kind): Promise<string> => {
      const values = await this.features(kind, crops)
      const hash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')
      return `${cohort}-${kind}-${hash.slice(0, 12)}`
    }
    return {
      crops: `${cohort}-crops`,
      features: {
        trunk: `${cohort}-${trunkKey(join(this.assets, 'trunk'))}`,
        hog: await described('hog'),
        pixels: await described('pixels'),
      },
    }
  }

  async crops(subject: number): Promise<RenderedCrop[]> {
    this.#cohort ??= Cohort.open(this.assets)
    return (await this.#cohort).crops(subject)
  }

  /** Crop by crop, variant by variant. */
  async features(kind: Kind, crops: readonly RenderedCrop[]): Promise<Float32Array> {
    const { tf } = loadTensorFlow('cpu')
    if (kind === 'trunk') {
      this.#trunk ??= loadTrunk(tf, join(this.assets, 'trunk'))
      const wanted = crops.map(({ jpeg }, region) => ({ region, jpeg, variants: ALL_VARIANTS }))
      return computeTrunkFeatures(tf, this.#trunk, wanted)
    }
    const { length } = SHAPES[kind]
    const values = new Float32Array(crops.length * length)
    crops.forEach(({ jpeg }, i) => {
      const image = tf.tidy(() => Uint8Array.from(tf.node.decodeJpeg(jpeg, 3).dataSync()))
      values.set(kind === 'hog' ? hog(image) : grey(image), i * length)
    })
    return values
  }
}

/** Fills the cache with a subject's crops and their features of some kinds. */
export async function prepareSubject(
  cache: SubjectCache,
  maker: Maker,
  subject: number,
  kinds: readonly Kind[],
): Promise<void> {
  let crops = cache.crops(subject)
  if (!crops) cache.keepCrops(subject, (crops = await maker.crops(subject)))
  for (const kind of kinds) {
    const { length, variants } = SHAPES[kind]
    if (cache.features(kind, subject, crops.length * variants * length)) continue
    cache.keepFeatures(kind, subject, await maker.features(kind, crops))
  }
}

/** Reads prepared subjects; what has been read stays in memory. */
export class Store implements Features {
  readonly #crops = new Map<number, Known[]>()
  readonly #values = new Map<string, Float32Array>()
  readonly #jpegs = new Map<number, Uint8Array[]>()

  constructor(private readonly cache: SubjectCache) {}

  /**
   * The crops of subjects.
   * @throws Error when one has not been prepared
   */
  crops(subjects: readonly number[]): Known[] {
    return subjects.flatMap((subject) => {
      const known = this.#crops.get(subject)
      if (known) return known
      const crops = this.#stored(subject).map(({ visit, shot, region, side, truth }, i) => ({
        id: CROPS_EACH * subject + i,
        subject: subjectName(subject),
        visit,
        shot,
        region,
        side,
        truth,
      }))
      this.#crops.set(subject, crops)
      return crops
    })
  }

  jpeg(crop: number): Uint8Array {
    const subject = Math.floor(crop / CROPS_EACH)
    let all = this.#jpegs.get(subject)
    if (!all) this.#jpegs.set(subject, (all = this.#stored(subject).map(({ jpeg }) => jpeg)))
    return all[crop % CROPS_EACH] as Uint8Array
  }

  values(kind: Kind, crop: number, variant = 0): Float32Array {
    const subject = Math.floor(crop / CROPS_EACH)
    const { length, variants } = SHAPES[kind]
    const name = `${kind}/${subject}`
    let all = this.#values.get(name)
    if (!all) {
      const read = this.cache.features(kind, subject, this.crops([subject]).length * variants * length)
      if (!read) throw new Error(`The ${kind} features of subject ${subject} are gone from the cache.`)
      this.#values.set(name, (all = read))
    }
    const at = ((crop % CROPS_EACH) * variants + variant) * length
    return all.subarray(at, at + length)
  }

  #stored(subject: number): RenderedCrop[] {
    const stored = this.cache.crops(subject)
    if (stored) return stored
    throw new Error(`The crops of subject ${subject} are gone from the cache.`)
  }
}

/** Luminance 0..1, each pixel the mean of a square of the crop's. */
function grey(image: Uint8Array): Float32Array {
  const by = CROP_PIXELS / GREY_PIXELS
  const values = new Float32Array(GREY_PIXELS ** 2)
  for (let y = 0, from = 0; y < CROP_PIXELS; y++) {
    for (let x = 0; x < CROP_PIXELS; x++, from += 3) {
      const red = image[from] as number
      const green = image[from + 1] as number
      const blue = image[from + 2] as number
      const at = Math.floor(y / by) * GREY_PIXELS + Math.floor(x / by)
      values[at] = (values[at] as number) + (0.299 * red + 0.587 * green + 0.114 * blue) / (255 * by * by)
    }
  }
  return values
}

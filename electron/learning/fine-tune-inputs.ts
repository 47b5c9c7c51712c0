/**
 * What the step of fine-tuning looks at: crops and changed copies of them as images, or as the maps that the layers
 * below block 5 make of them. Those layers do not change, so a map is computed once, when it is first asked for.
 */
import { VARIANTS } from '../engine-protocol'
import { augment, IMAGE_VALUES } from './augment'
import { inputSize, inputTensor } from './fine-tune-step'
import type { Graph } from './graph/graph'
import type { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import { TRUNK_PIXELS } from './trunk'
import type { TunedFrom } from './trunk'

/** Maps that are kept, 31 kB each: 630 MB. Where there are more, the others are computed anew each time. */
const MOST_KEPT = 20_000

const CHANNELS = 3

interface Wanted {
  crop: number
  /** 0 is the crop as it is. */
  variant: number
}

export class FineTuneInputs {
  /** By crop and variant, see `keyOf`. */
  readonly #kept = new Map<number, Float32Array>()

  /**
   * @param graph of `traceFineTuning` with the same `from`
   * @param images IMAGE_VALUES bytes of each crop that will be asked for
   * @param random draws the changes; the same calls with the same seed give the same inputs
   */
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly from: TunedFrom,
    private readonly images: ReadonlyMap<number, Uint8Array>,
    private readonly random: Random,
  ) {}

  /**
   * Changed copies of crops to learn from. An image is changed anew each time; of maps each crop has VARIANTS, one of
   * them of the crop as it is.
   * @returns as `inputTensor`, [crops, …]; to be disposed by the caller
   */
  changed(crops: readonly number[]): Tensor {
    if (this.from === 'block5') {
      return this.#maps(crops.map((crop) => ({ crop, variant: this.random.below(VARIANTS) })))
    }
    return inputTensor(this.tf, 'stem', this.#pixels(crops.map((crop) => ({ crop, variant: 1 }))))
  }

  /**
   * Crops as they are.
   * @returns as `inputTensor`, [crops, …]; to be disposed by the caller
   */
  unchanged(crops: readonly number[]): Tensor {
    const wanted = crops.map((crop) => ({ crop, variant: 0 }))
    return this.from === 'block5' ? this.#maps(wanted) : inputTensor(this.tf, 'stem', this.#pixels(wanted))
  }

  #pixels(wanted: readonly Wanted[]): Float32Array {
    const pixels = new Float32Array(wanted.length * IMAGE_VALUES)
    wanted.forEach(({ crop, variant }, i) => {
      const image = this.images.get(crop) as Uint8Array
      if (variant === 0) pixels.set(image, i * IMAGE_VALUES)
      else augment(image, this.random, pixels, i * IMAGE_VALUES)
    })
    return pixels
  }

  #maps(wanted: readonly Wanted[]): Tensor {
    const size = inputSize('block5')
    const missing = new Map(wanted.map((one) => [keyOf(one), one]))
    for (const key of missing.keys()) if (this.#kept.has(key)) missing.delete(key)
    const fresh = this.#compute([...missing.values()])
    const values = new Float32Array(wanted.length * size)
    wanted.forEach((one, i) => {
      const key = keyOf(one)
      values.set((this.#kept.get(key) ?? fresh.get(key)) as Float32Array, i * size)
    })
    for (const [key, map] of fresh) if (this.#kept.size < MOST_KEPT) this.#kept.set(key, map)
    return inputTensor(this.tf, 'block5', values)
  }

  #compute(wanted: readonly Wanted[]): Map<number, Float32Array> {
    if (wanted.length === 0) return new Map()
    const images = this.tf.tensor4d(this.#pixels(wanted), [
      wanted.length,
      TRUNK_PIXELS,
      TRUNK_PIXELS,
      CHANNELS,
    ])
    const outputs = this.graph.run('halfway', { images })
    const values = (outputs['inputs'] as Tensor).dataSync() as Float32Array
    this.tf.dispose([images, outputs] as never)
    const size = inputSize('block5')
    return new Map(wanted.map((one, i) => [keyOf(one), values.slice(i * size, (i + 1) * size)]))
  }
}

function keyOf({ crop, variant }: Wanted): number {
  return crop * VARIANTS + variant
}

/** The features that the engine learns from and embeds, by the ids under which the main process sent them. */
import { MalarError } from '../domain/words'

export class FeatureStore {
  /** One array a variant. */
  readonly #held = new Map<number, readonly Float32Array[]>()
  #length: number | null = null

  /** Number of ids held. */
  get size(): number {
    return this.#held.size
  }

  /** Values in every array that is held; null while there are none. */
  get length(): number | null {
    return this.#length
  }

  has(id: number): boolean {
    return this.#held.has(id)
  }

  /**
   * Keeps features; those of the same id are replaced.
   * @param variants the crop as it is first, then its changed copies, if any
   * @throws MalarError `features` when they are not as long as those that are held
   */
  addFeatures(id: number, variants: readonly Float32Array[]): void {
    for (const { length } of variants) {
      if (length === 0 || length !== (this.#length ?? length)) {
        throw new MalarError(
          'features',
          `The features ${id} hold ${length} values instead of ${this.#length ?? 'some'}.`,
        )
      }
      this.#length = length
    }
    this.#held.set(id, variants)
  }

  /**
   * Keeps features that come in one array, id by id and variant by variant.
   * @throws MalarError `features` when the array cannot be shared out evenly
   */
  addAll(ids: readonly number[], variants: number, values: Float32Array): void {
    const length = values.length / (ids.length * variants)
    if (ids.length === 0 && values.length === 0) return
    if (!Number.isInteger(length)) {
      throw new MalarError(
        'features',
        `${values.length} values are not ${variants} variants of ${ids.length} crops.`,
      )
    }
    ids.forEach((id, i) => {
      const at = (variant: number): number => (i * variants + variant) * length
      this.addFeatures(
        id,
        Array.from({ length: variants }, (_, variant) => values.subarray(at(variant), at(variant + 1))),
      )
    })
  }

  /**
   * The features of an id.
   * @param variant 0 is the crop as it is, and stands in for changed copies that were not sent
   * @throws MalarError `crop` when there are none of that id
   */
  features(id: number, variant: number): Float32Array {
    const variants = this.#held.get(id)
    const features = variants?.[variant] ?? variants?.[0]
    if (!features) throw new MalarError('crop', `The features of crop ${id} were not sent to the engine.`)
    return features
  }
}

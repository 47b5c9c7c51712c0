/** Which features the engine holds in memory, so that none crosses twice. */
import type { EngineClient } from './engine-client'

/** Sent in one message: 4 MB of the trunk's features with all variants. */
const BATCH = 256

/** Something that the engine learns from or embeds: a region, or several that are looked at together. */
export interface NamedFeatures {
  /** The same name stands for the same features, as long as they are held. */
  name: string
  /** @param variant 0 is the crop as it is */
  read(variant: number): Float32Array
}

export class EngineFeatures {
  #held = new Map<string, { id: number; variants: number }>()
  #next = 1
  #generation = 0

  constructor(private readonly engine: EngineClient) {}

  /**
   * Makes sure that the engine holds features, all of one length.
   * @param variants how many of each
   * @returns their ids in the engine, in the same order
   */
  async hold(wanted: readonly NamedFeatures[], variants: number): Promise<number[]> {
    if (this.#generation !== this.engine.generation) this.#held.clear()
    const ids: number[] = []
    let batch: { id: number; one: NamedFeatures }[] = []
    for (const one of wanted) {
      let held = this.#held.get(one.name)
      if (!held || held.variants < variants) {
        held = { id: held?.id ?? this.#next++, variants }
        this.#held.set(one.name, held)
        batch.push({ id: held.id, one })
        if (batch.length === BATCH) {
          await this.#send(batch, variants)
          batch = []
        }
      }
      ids.push(held.id)
    }
    if (batch.length > 0) await this.#send(batch, variants)
    this.#generation = this.engine.generation
    return ids
  }

  /** Frees the engine's memory; other features, or another study, come next. */
  async drop(): Promise<void> {
    this.#held.clear()
    if (this.engine.running) await this.engine.ask('dropFeatures', {})
  }

  /** Number of features held. */
  get size(): number {
    return this.#held.size
  }

  /** What did not arrive is not held. */
  async #send(batch: readonly { id: number; one: NamedFeatures }[], variants: number): Promise<void> {
    try {
      const ids = batch.map(({ id }) => id)
      await this.engine.ask('addFeatures', { ids, variants, values: joined(batch, variants) })
    } catch (error) {
      this.#held.clear()
      throw error
    }
  }
}

/** One large array crosses to another process much faster than a thousand small ones. */
function joined(batch: readonly { one: NamedFeatures }[], variants: number): Float32Array {
  let values = new Float32Array(0)
  let at = 0
  for (const { one } of batch) {
    for (let variant = 0; variant < variants; variant++) {
      const own = one.read(variant)
      if (at === 0) values = new Float32Array(batch.length * variants * own.length)
      values.set(own, at)
      at += own.length
    }
  }
  return values
}

/** Which features the engine holds in memory, so that none crosses twice. */
import type { EngineClient } from './engine-client'

/** Sent in one message: 4 MB of the trunk's features with all variants. */
const BATCH = 256

/** Something that the engine learns from or embeds. */
export interface WantedFeatures {
  /** Under which the engine keeps it. */
  id: number
  /** The same name stands for the same features: another one under the same id takes its place. */
  name: string
  /** @param variant 0 is the crop as it is */
  read(variant: number): Float32Array
}

/** A crop as the engine takes it where it learns from pixels. */
export interface WantedJpeg {
  id: number
  name: string
  read(): Uint8Array
}

export class EngineFeatures {
  #held = new Map<number, { name: string; variants: number }>()
  #crops = new Map<number, string>()
  #generation = 0

  constructor(private readonly engine: EngineClient) {}

  /**
   * Makes sure that the engine holds features, all of one length.
   * @param variants how many of each
   */
  async hold(wanted: readonly WantedFeatures[], variants: number): Promise<void> {
    this.#forgetAfterRestart()
    const missing = wanted.filter(({ id, name }) => {
      const held = this.#held.get(id)
      return held?.name !== name || held.variants < variants
    })
    await this.#inBatches(missing, async (batch) => {
      for (const { id, name } of batch) this.#held.set(id, { name, variants })
      const ids = batch.map(({ id }) => id)
      await this.engine.ask('addFeatures', { ids, variants, values: joined(batch, variants) })
    })
  }

  /** Makes sure that the engine holds crops. */
  async holdCrops(wanted: readonly WantedJpeg[]): Promise<void> {
    this.#forgetAfterRestart()
    const missing = wanted.filter(({ id, name }) => this.#crops.get(id) !== name)
    await this.#inBatches(missing, async (batch) => {
      for (const { id, name } of batch) this.#crops.set(id, name)
      await this.engine.ask('addCrops', { crops: batch.map(({ id, read }) => ({ id, jpeg: read() })) })
    })
  }

  /** Frees the engine's memory; other features, or another study, come next. */
  async drop(): Promise<void> {
    this.#forget()
    if (this.engine.running) await this.engine.ask('dropFeatures', {})
  }

  /** Number of features held. */
  get size(): number {
    return this.#held.size
  }

  /** What did not arrive is not held. */
  async #inBatches<T>(missing: readonly T[], send: (batch: readonly T[]) => Promise<void>): Promise<void> {
    try {
      for (let from = 0; from < missing.length; from += BATCH) await send(missing.slice(from, from + BATCH))
    } catch (error) {
      this.#forget()
      throw error
    }
    this.#generation = this.engine.generation
  }

  #forgetAfterRestart(): void {
    if (this.#generation !== this.engine.generation) this.#forget()
  }

  #forget(): void {
    this.#held.clear()
    this.#crops.clear()
  }
}

/** One large array crosses to another process much faster than a thousand small ones. */
function joined(batch: readonly WantedFeatures[], variants: number): Float32Array {
  let values = new Float32Array(0)
  let at = 0
  for (const { read } of batch) {
    for (let variant = 0; variant < variants; variant++) {
      const own = read(variant)
      if (at === 0) values = new Float32Array(batch.length * variants * own.length)
      values.set(own, at)
      at += own.length
    }
  }
  return values
}

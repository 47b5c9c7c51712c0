/** Which crops the engine holds in memory, so that none crosses twice. */
import type { StudyReader } from '../db/reader'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'

/** Crops sent in one message: about 2 MB. */
const BATCH = 256

/** A region whose crop is wanted. */
export interface WantedCrop {
  key: number
  revision: number
}

export class EngineCrops {
  #ids = new Map<string, number>()
  #next = 1
  #generation = 0

  constructor(private readonly engine: EngineClient) {}

  /**
   * Makes sure that the engine holds the crops.
   * @returns their ids in the engine, in the same order
   * @throws MalarError `crop` when a region has no crop of its present revision
   */
  async hold(reader: StudyReader, wanted: readonly WantedCrop[]): Promise<number[]> {
    if (this.#generation !== this.engine.generation) this.#ids.clear()
    const ids: number[] = []
    let batch: { id: number; jpeg: Uint8Array }[] = []
    for (const { key, revision } of wanted) {
      const name = `${key}.${revision}`
      let id = this.#ids.get(name)
      if (id === undefined) {
        const jpeg = reader.crop(key)
        if (!jpeg)
          throw new MalarError(
            'crop',
            'A region has no crop yet. Open its photograph and place the region again.',
          )
        id = this.#next++
        this.#ids.set(name, id)
        batch.push({ id, jpeg })
        if (batch.length === BATCH) {
          await this.#send(batch)
          batch = []
        }
      }
      ids.push(id)
    }
    if (batch.length > 0) await this.#send(batch)
    this.#generation = this.engine.generation
    return ids
  }

  /** Frees the engine's memory; other crops, or another study, come next. */
  async drop(): Promise<void> {
    this.#ids.clear()
    if (this.engine.running) await this.engine.ask('dropCrops', {})
  }

  /** What did not arrive is not held. */
  async #send(crops: { id: number; jpeg: Uint8Array }[]): Promise<void> {
    try {
      await this.engine.ask('addCrops', { crops })
    } catch (error) {
      this.#ids.clear()
      throw error
    }
  }

  /** Number of crops held. */
  get size(): number {
    return this.#ids.size
  }
}

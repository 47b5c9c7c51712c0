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
    await this.#untilHeld(
      () => wanted.filter((one) => !this.#has(one, variants)),
      async (batch) => {
        for (const { id, name } of batch) this.#held.set(id, { name, variants })
        const ids = batch.map(({ id }) => id)
        await this.engine.ask('addFeatures', { ids, variants, values: joined(batch, variants) })
      },
    )
  }

  /** Makes sure that the engine holds crops. */
  async holdCrops(wanted: readonly WantedJpeg[]): Promise<void> {
    await this.#untilHeld(
      () => wanted.filter(({ id, name }) => this.#crops.get(id) !== name),
      async (batch) => {
        for (const { id, name } of batch) this.#crops.set(id, name)
        await this.engine.ask('addCrops', { crops: batch.map(({ id, read }) => ({ id, jpeg: read() })) })
      },
    )
  }

  /** Whether the engine that runs now holds all of these. */
  holds(wanted: readonly Pick<WantedFeatures, 'id' | 'name'>[], variants: number): boolean {
    this.#forgetAfterRestart()
    return wanted.every((one) => this.#has(one, variants))
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

  /**
   * Sends batch by batch what is missing. An engine that was started anew between two batches lacks the earlier ones,
   * so what is missing is asked before each; what did not arrive is not held.
   */
  async #untilHeld<T>(
    missing: () => readonly T[],
    send: (batch: readonly T[]) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      this.#forgetAfterRestart()
      const batch = missing().slice(0, BATCH)
      if (batch.length === 0) return
      const first = this.#held.size + this.#crops.size === 0
      try {
        await send(batch)
      } catch (error) {
        this.#forget()
        throw error
      }
      if (first) this.#generation = this.engine.generation
    }
  }

  #has({ id, name }: Pick<WantedFeatures, 'id' | 'name'>, variants: number): boolean {
    const held = this.#held.get(id)
    return held?.name === name && held.variants >= variants
  }

  /** One that does not run has forgotten all, though the next has not been started. */
  #forgetAfterRestart(): void {
    if (!this.engine.running || this.#generation !== this.engine.generation) this.#forget()
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

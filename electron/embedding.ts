/** Embeddings of a study's regions, by networks in training and by models in use. */
import type { StudyFile } from '../db/study-file'
import { sideBySide } from './domain/networks'
import type { Depth, Model } from './domain/records'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import { EngineFeatures } from './engine-features'
import { ensureFeatures } from './features'
import type { FeatureWishes, WantedCrop } from './features'
import { ensureLooks } from './looks'
import { cutMissingCrops } from './regions'

/** Regions embedded and stored at a time; the engine forgets their features in between. */
const CHUNK = 1024

/** Reads the stored embeddings of a model. */
export function storedEmbeddings(study: StudyFile, model: number): Map<number, Float32Array> {
  const vectors = new Map<number, Float32Array>()
  for (const { region, vector } of study.reader.embeddings(model)) vectors.set(region, vector)
  return vectors
}

/** What networks of a depth need of the crops: the engine is made to hold it, and asked to embed it. */
export class Embedding {
  readonly #held: EngineFeatures

  constructor(
    private readonly study: StudyFile,
    private readonly engine: EngineClient,
    private readonly depth: Depth,
  ) {
    this.#held = new EngineFeatures(engine)
  }

  /**
   * Makes sure that the engine holds what it learns from or embeds, under the regions' keys.
   * @param variants 1 to embed, VARIANTS to learn
   * @throws MalarError as `ensureFeatures`
   */
  async hold(
    regions: readonly WantedCrop[],
    variants: number,
    wishes: Pick<FeatureWishes, 'onProgress' | 'cancelled'> = {},
  ): Promise<void> {
    const named = regions.map(({ key, revision }) => ({ id: key, name: `${key}.${revision}`, key }))
    // A network whose upper blocks are trained starts from a head that learned on the frozen ones.
    const byFeatures = this.depth === 'head' || variants > 1
    if (byFeatures && !this.#held.holds(named, variants)) {
      const features = await ensureFeatures(this.study, this.engine, regions, { ...wishes, variants })
      const wanted = named.map((one) => ({
        ...one,
        read: (variant: number) => features.of(one.key, variant),
      }))
      await this.#held.hold(wanted, variants)
    }
    if (this.depth === 'head') return
    await this.#held.holdCrops(named.map((one) => ({ ...one, read: () => this.#crop(one.key) })))
    // An engine that was started anew for the crops has lost the features.
    if (byFeatures && !this.#held.holds(named, variants)) await this.hold(regions, variants, wishes)
  }

  /**
   * Embeds regions with one network.
   * @param weights of that network
   * @returns unit vectors by region key
   * @throws MalarError `model` when the weights are of another version, or damaged; `cancelled`
   */
  async embed(weights: Float32Array, regions: readonly WantedCrop[]): Promise<Map<number, Float32Array>> {
    await this.hold(regions, 1)
    const crops = regions.map(({ key }) => key)
    const { vectors, dimensions } = await this.engine.ask('embed', { weights, depth: this.depth, crops })
    if (!vectors.every(Number.isFinite)) {
      throw new MalarError('model', 'This model is damaged: it places pads nowhere. Train again.')
    }
    return new Map(
      crops.map((key, row) => [key, vectors.slice(row * dimensions, (row + 1) * dimensions)] as const),
    )
  }

  /** Frees what the engine holds. */
  drop(): Promise<void> {
    return this.#held.drop()
  }

  #crop(key: number): Uint8Array {
    const jpeg = this.study.reader.crop(key)
    if (jpeg) return jpeg
    throw new MalarError('crop', 'A region has no crop yet. Open its photograph and place the region again.')
  }
}

/** Whose turn it is with an engine's memory; each waits for the one before. */
const turns = new WeakMap<EngineClient, Promise<unknown>>()

/** Does work that has the engine hold something, when nobody else's such work is under way. It must not be nested. */
export function inTurn<T>(engine: EngineClient, work: () => Promise<T>): Promise<T> {
  const before = turns.get(engine) ?? Promise.resolve()
  const done = before.then(work)
  turns.set(
    engine,
    done.catch(() => undefined),
  )
  return done
}

/**
 * Embeds every region that has no embedding of its present revision under the model, and stores it.
 * @param onProgress called while features are computed, and after each network of a chunk
 * @param cancelled asked between the steps; what was stored stays
 * @returns how many were embedded
 * @throws MalarError `cancelled`; as `Embedding.embed`
 */
export function embedMissing(
  study: StudyFile,
  engine: EngineClient,
  model: Pick<Model, 'id' | 'networks' | 'depth'>,
  onProgress: (done: number, total: number) => void = () => undefined,
  cancelled: () => boolean = () => false,
): Promise<number> {
  return inTurn(engine, async () => {
    await cutMissingCrops(study)
    const stored = storedEmbeddings(study, model.id)
    const missing = study.reader.allRegions().filter(({ key }) => !stored.has(key))
    if (missing.length === 0) return 0
    const weights = study.reader.modelWeights(model.id)
    const embedding = new Embedding(study, engine, model.depth)
    try {
      for (let from = 0; from < missing.length; from += CHUNK) {
        const chunk = missing.slice(from, from + CHUNK)
        const done = (count: number): void => onProgress(from + count, missing.length)
        await embedChunk(study, embedding, { ...model, weights }, chunk, done, cancelled)
        await ensureLooks(study, engine, chunk)
      }
    } finally {
      await embedding.drop().catch(() => undefined)
    }
    return missing.length
  })
}

async function embedChunk(
  study: StudyFile,
  embedding: Embedding,
  { id, networks, weights }: Pick<Model, 'id' | 'networks'> & { weights: Float32Array },
  chunk: readonly WantedCrop[],
  onDone: (count: number) => void,
  cancelled: () => boolean,
): Promise<void> {
  const each = weights.length / networks
  await embedding.drop()
  await embedding.hold(chunk, 1, {
    onProgress: (done, total) => onDone(chunk.length - total + done),
    cancelled,
  })
  const parts: Map<number, Float32Array>[] = []
  for (let network = 0; network < networks; network++) {
    if (cancelled()) throw new MalarError('cancelled', 'It was cancelled before every pad had its place.')
    const own = weights.subarray(network * each, (network + 1) * each)
    parts.push(await embedding.embed(own, chunk))
    onDone(Math.round((chunk.length * (network + 1)) / networks))
  }
  study.writer.saveEmbeddings(
    id,
    chunk.map(({ key, revision }) => ({
      region: key,
      revision,
      vector: sideBySide(parts.map((part) => part.get(key) as Float32Array)),
    })),
  )
}

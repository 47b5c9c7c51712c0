/** Embeddings of a study's regions under one model, made where they are missing. */
import type { StudyFile } from '../db/study-file'
import type { EngineClient } from './engine-client'
import { EngineFeatures } from './engine-features'
import { ensureFeatures, type Features, type WantedCrop } from './features'
import { cutMissingCrops } from './regions'

/** Regions embedded and stored at a time; the engine forgets their features in between. */
const CHUNK = 1024

export interface Embedded {
  dimensions: number
  /** By region key. */
  vectors: Map<number, Float32Array>
}

/** Reads the stored embeddings of a model. */
export function storedEmbeddings(study: StudyFile, model: number): Map<number, Float32Array> {
  const vectors = new Map<number, Float32Array>()
  for (const { region, vector } of study.reader.embeddings(model)) vectors.set(region, vector)
  return vectors
}

/**
 * Embeds every region that has no embedding of its present revision under the model, and stores it.
 * @param onProgress called while features are computed, and after each chunk
 */
export async function embedMissing(
  study: StudyFile,
  engine: EngineClient,
  model: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  await cutMissingCrops(study)
  const stored = storedEmbeddings(study, model)
  const missing = study.reader.allRegions().filter(({ key }) => !stored.has(key))
  if (missing.length === 0) return 0
  const weights = study.reader.modelWeights(model)
  const held = new EngineFeatures(engine)
  for (let from = 0; from < missing.length; from += CHUNK) {
    const chunk = missing.slice(from, from + CHUNK)
    await held.drop()
    const features = await ensureFeatures(study, engine, chunk, {
      variants: 1,
      onProgress: (done, total) => onProgress(from + chunk.length - total + done, missing.length),
    })
    const vectors = await embedRegions(engine, held, features, weights, chunk)
    study.writer.saveEmbeddings(
      model,
      chunk.map(({ key, revision }) => ({ region: key, revision, vector: vectors.get(key) as Float32Array })),
    )
    onProgress(Math.min(from + CHUNK, missing.length), missing.length)
  }
  await held.drop()
  return missing.length
}

/** Embeds regions with given weights; nothing is stored. */
export async function embedRegions(
  engine: EngineClient,
  held: EngineFeatures,
  features: Features,
  weights: Float32Array,
  regions: readonly WantedCrop[],
): Promise<Map<number, Float32Array>> {
  const ids = await holdRegions(held, features, regions, 1)
  const { vectors, dimensions } = await engine.ask('embed', { weights, crops: ids })
  return new Map(
    regions.map(({ key }, row) => [key, vectors.slice(row * dimensions, (row + 1) * dimensions)] as const),
  )
}

/** Makes sure that the engine holds the features of regions. @returns their ids in the engine, in the same order */
export function holdRegions(
  held: EngineFeatures,
  features: Features,
  regions: readonly WantedCrop[],
  variants: number,
): Promise<number[]> {
  return held.hold(
    regions.map(({ key, revision }) => ({
      name: `${key}.${revision}`,
      read: (variant) => features.of(key, variant),
    })),
    variants,
  )
}

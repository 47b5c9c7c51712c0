/** Embeddings of a study's regions under one model, made where they are missing. */
import type { RegionRow } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { EngineClient } from './engine-client'
import { EngineCrops } from './engine-crops'
import { cutMissingCrops } from './regions'

/** Regions embedded and stored at a time; the engine forgets their crops in between. */
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
 * @param onProgress called after each chunk
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
  const crops = new EngineCrops(engine)
  for (let from = 0; from < missing.length; from += CHUNK) {
    const chunk = missing.slice(from, from + CHUNK)
    await crops.drop()
    const vectors = await embedRegions(study, engine, crops, weights, chunk)
    study.writer.saveEmbeddings(
      model,
      chunk.map(({ key, revision }) => ({ region: key, revision, vector: vectors.get(key) as Float32Array })),
    )
    onProgress(Math.min(from + CHUNK, missing.length), missing.length)
  }
  await crops.drop()
  return missing.length
}

/** Embeds regions with given weights; nothing is stored. */
export async function embedRegions(
  study: StudyFile,
  engine: EngineClient,
  crops: EngineCrops,
  weights: Float32Array,
  regions: readonly Pick<RegionRow, 'key' | 'revision'>[],
): Promise<Map<number, Float32Array>> {
  const ids = await crops.hold(study.reader, regions)
  const { vectors, dimensions } = await engine.ask('embed', { weights, crops: ids })
  return new Map(
    regions.map(({ key }, row) => [key, vectors.slice(row * dimensions, (row + 1) * dimensions)] as const),
  )
}

/** How crops look, kept with the study: what tells that a photograph is unlike all those that were scored. */
import type { StudyFile } from '../db/study-file'
import { LOOK_KIND, lookOf } from './domain/likeness'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import { ensureFeatures } from './features'
import type { WantedCrop } from './features'
import { note } from './log'

/**
 * Makes sure that the looks of crops are kept. Where the study cannot keep them, suggestions go without.
 * @throws MalarError as `ensureFeatures`
 */
export async function ensureLooks(
  study: StudyFile,
  engine: EngineClient,
  wanted: readonly WantedCrop[],
): Promise<void> {
  const { reader, writer } = study
  const missing = wanted.filter(
    ({ key, revision }) => reader.keptFeatures(LOOK_KIND, key, revision).length === 0,
  )
  if (missing.length === 0) return
  const features = await ensureFeatures(study, engine, missing, { variants: 1 })
  const looks = missing.map(({ key, revision }) => ({
    kind: LOOK_KIND,
    region: key,
    revision,
    variant: 0,
    values: lookOf(features.of(key)),
  }))
  try {
    writer.saveFeatures(looks)
  } catch (error) {
    if (!(error instanceof MalarError)) throw error
    note('looks were not kept:', error.message)
  }
}

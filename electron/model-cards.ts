/** The card of a model of a study, as this program writes it. */
import { basename, dirname } from 'node:path'
import type { StudyReader } from '../db/reader'
import { ATLAS } from './atlas'
import { writeAtomically } from './atomic-file'
import type { WrittenFile } from './atomic-file'
import { modelCard } from './domain/model-card'
import type { CardInput } from './domain/model-card'
import { modelName } from './domain/records/model-name'
import type { Model } from './domain/records'
import { MalarError } from './domain/words'
import { APP_VERSION } from './version'

/** What the card of a model says comes from this. */
export function cardInput(reader: StudyReader, model: Model): CardInput {
  return { study: reader.info(), model, pads: ATLAS.regions, version: APP_VERSION }
}

/** The usual name of a card's file, e.g. `m3-1a2b3c4d-card.md`. */
export function cardFileName(model: Model): string {
  return `${modelName(model)}-card.md`
}

/**
 * Writes the card as Markdown.
 * @throws MalarError `not-saved` with a sentence; an earlier file of that name is then still as it was
 */
export function saveCard(reader: StudyReader, model: Model, file: string): WrittenFile {
  return writeAtomically(dirname(file), basename(file), [modelCard(cardInput(reader, model))])
}

/**
 * The model that gives a study's suggestions.
 * @throws MalarError `no-model` when the study has none
 */
export function modelInUse(reader: StudyReader): Model {
  const model = reader.currentModel()
  if (!model)
    throw new MalarError('no-model', 'This study has no model yet. Score some subjects and train first.')
  return model
}

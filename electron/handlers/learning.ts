import { join } from 'node:path'
import * as v from 'valibot'
import { compareModels } from '../domain/compare-models'
import { cardBlocks } from '../domain/model-card'
import type { Model } from '../domain/records'
import { askToSave } from '../dialogs'
import type { Handlers } from '../ipc'
import { learnable } from '../learnable'
import { OBJECTIVES } from '../learning/objectives'
import { cardFileName, cardInput, saveCard } from '../model-cards'
import { documentsFolder } from '../paths'
import type { Services } from '../services'
import { FOLDS } from '../training-run'
import { stateForWindow, withoutSubjects } from '../window-model'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Learning: one button, its progress, and the models that came of it. */
export function learningHandlers(services: Services) {
  const { session, learning, engine } = services
  const models = (): Model[] => session.study.reader.models().map(withoutSubjects)
  return {
    objectives: {
      takes: v.tuple([]),
      run: () => OBJECTIVES.map(({ name, description }) => ({ name, words: description })),
    },
    startTraining: {
      takes: v.tuple([
        v.object({
          objective: v.picklist(OBJECTIVES.map(({ name }) => name)),
          seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
          device: v.picklist(['auto', 'cpu', 'gpu']),
          depth: v.picklist(['head', 'upper', 'all']),
        }),
      ]),
      run: (request) => {
        learning.start(session.study, request)
        return null
      },
    },
    cancelTraining: {
      takes: v.tuple([]),
      run: () => {
        learning.cancel()
        return null
      },
    },
    trainingState: { takes: v.tuple([]), run: () => stateForWindow(learning.state) },
    learnable: {
      takes: v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0))]),
      run: (seed) => learnable(session.study.reader.labelled(), FOLDS, seed),
    },
    engineState: { takes: v.tuple([]), run: () => engine.state },
    startEngine: { takes: v.tuple([]), run: () => engine.start() },
    models: { takes: v.tuple([]), run: () => models() },
    promoteModel: {
      takes: v.tuple([KEY]),
      run: async (model) => {
        await learning.promote(session.study, model)
        return models()
      },
    },
    compareModels: {
      takes: v.tuple([KEY, KEY]),
      run: (model, other) => {
        const { reader } = session.study
        return compareModels(reader.model(model), reader.model(other))
      },
    },
    modelCard: {
      takes: v.tuple([KEY]),
      run: (model) => {
        const { reader } = session.study
        return cardBlocks(cardInput(reader, reader.model(model)))
      },
    },
    saveModelCard: {
      takes: v.tuple([KEY]),
      run: async (id) => {
        const { reader } = session.study
        const model = reader.model(id)
        const options = {
          title: 'Save the model card',
          defaultPath: join(documentsFolder(), cardFileName(model)),
          filters: [{ name: 'Markdown', extensions: ['md'] }],
        }
        const filePath = await askToSave(session, options)
        if (!filePath) return null
        saveCard(reader, model, filePath)
        return filePath
      },
    },
  } satisfies Partial<Handlers>
}

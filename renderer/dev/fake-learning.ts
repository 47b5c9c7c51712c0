import type { EngineState, HeldOutSoFar, MalarApi, MalarEvent, TrainingState } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import { fakeModel, lossAt, CHANCE, STEPS } from './fake-model'
import { compareModels } from '../../electron/domain/compare-models'
import { cardBlocks } from '../../electron/domain/model-card'
import { CONTINUOUS } from '../../electron/domain/scale'

type Part = Pick<
  MalarApi,
  | 'objectives'
  | 'startTraining'
  | 'cancelTraining'
  | 'trainingState'
  | 'learnable'
  | 'engineState'
  | 'startEngine'
  | 'models'
  | 'promoteModel'
  | 'compareModels'
  | 'modelCard'
  | 'saveModelCard'
>

const DEVICE_NOTE =
  'The graphics card was asked for and is not used: CUDA was not found on this computer. It learns on the processor.'

const HELD_OUT: HeldOutSoFar[] = [0.15, 0.17, 0.14, 0.19, 0.16].map((model, i) => ({
  model,
  mean: 0.24 + 0.01 * (i % 3),
  subjects: 9,
}))

/** Learning that takes twelve seconds. */
export function fakeLearning(tell: (event: MalarEvent) => void, atlas: AtlasRegion[]): Part {
  let models = [fakeModel(1, atlas, false), fakeModel(2, atlas, true)]
  let state: TrainingState = { phase: 'idle' }
  let stop = false
  let engine: EngineState = { phase: 'off' }
  const run = (busy: 'learning' | null): void => {
    engine = { phase: 'ready', device: 'cpu', deviceName: 'Made-up processor', tensorflow: '2.21.0', busy }
    tell({ type: 'engine', state: engine })
  }
  const put = (next: TrainingState): void => tell({ type: 'training', state: (state = next) })

  async function learn(): Promise<void> {
    stop = false
    run('learning')
    for (let step = 0; step <= STEPS && !stop; step += 4) {
      const losses = Array.from({ length: step / 4 + 1 }, (_, i) => lossAt(4 * i))
      const etaSeconds = ((STEPS - step) / STEPS) * 12
      put({
        phase: 'training',
        step,
        steps: STEPS,
        loss: losses.at(-1)?.loss ?? null,
        losses,
        chanceLoss: CHANCE,
        heldOut: HELD_OUT.slice(0, Math.floor((step / STEPS) * 5)),
        networks: 5,
        etaSeconds,
        device: 'cpu',
        deviceNote: DEVICE_NOTE,
      })
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    const learned = fakeModel(models.length + 1, atlas, true)
    models = [...models.map((one) => ({ ...one, promoted: false })), learned]
    put({ phase: 'done', model: learned, deviceNote: DEVICE_NOTE })
    run(null)
  }

  return {
    objectives: async () => ({
      ok: true,
      value: [
        { name: 'soft', words: 'soft N-pair: alike scores lie near each other (recommended)' },
        { name: 'npair', words: 'N-pair as published (Sohn 2016)' },
      ],
    }),
    startTraining: async () => (void learn(), { ok: true, value: null }),
    cancelTraining: async () => ((stop = true), { ok: true, value: null }),
    trainingState: async () => ({ ok: true, value: state }),
    learnable: async () => ({ ok: true, value: { subjects: 46, least: 5, forIntervals: 20, because: '' } }),
    engineState: async () => ({ ok: true, value: engine }),
    startEngine: async () => (run(null), { ok: true, value: engine }),
    models: async () => ({ ok: true, value: models }),
    promoteModel: async (id) => {
      models = models.map((one) => ({ ...one, promoted: one.id === id }))
      return { ok: true, value: models }
    },
    compareModels: async (id, other) => {
      const of = (key: number) => models.find((one) => one.id === key) ?? fakeModel(key, atlas, false)
      return { ok: true, value: compareModels(of(id), of(other)) }
    },
    modelCard: async (id) => {
      const model = models.find((one) => one.id === id) ?? fakeModel(id, atlas, false)
      const study = {
        uuid: '5f0c-dev',
        name: 'Midface pilot',
        regions: atlas.map((pad) => pad.id),
        scale: CONTINUOUS,
      }
      return { ok: true, value: cardBlocks({ study, model, pads: atlas, version: '0.1.0' }) }
    },
    saveModelCard: async (id) => ({ ok: true, value: `/home/ana/Documents/m${id}-00000000-card.md` }),
  }
}

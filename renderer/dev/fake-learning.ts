import type { MalarApi, MalarEvent, TrainingState } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import type { Model } from '../../electron/domain/records'

type Part = Pick<
  MalarApi,
  'objectives' | 'startTraining' | 'cancelTraining' | 'trainingState' | 'models' | 'promoteModel'
>

const STEPS = 400
const CHANCE = Math.log(32)

function lossAt(step: number): { step: number; loss: number } {
  return { step, loss: 1.1 + (CHANCE - 1.1) * Math.exp(-step / 110) + 0.14 * Math.sin(step * 12.9898) }
}

function model(id: number, atlas: AtlasRegion[], promoted: boolean): Model {
  const errors = atlas.slice(0, 10).flatMap(({ id: region }, i) => {
    const mae = 0.1 + 0.012 * ((i * 7) % 6) + 0.01 * (2 - id)
    const base = { region, regions: 60, subjects: 15 }
    return [
      { ...base, method: 'model' as const, mae },
      { ...base, method: 'mean' as const, mae: i === 3 ? mae - 0.01 : 0.2 + 0.01 * (i % 4) },
    ]
  })
  return {
    id,
    createdAt: `2026-11-2${id + 1}T14:05:00Z`,
    objective: 'soft',
    seed: 1,
    device: 'cpu',
    steps: STEPS,
    dataHash: '00',
    subjects: 46,
    labels: 910,
    promoted,
    figures: {
      errors,
      residuals: [],
      raterDifference: 0.08,
      losses: Array.from({ length: STEPS / 4 }, (_, i) => lossAt(4 * i)),
      chanceLoss: CHANCE,
      verdict:
        'Better than the model before on 9 of 10 pads, and than always saying the mean on 9 of 10: it gives the suggestions now.',
    },
  }
}

/** Learning that takes twelve seconds. */
export function fakeLearning(tell: (event: MalarEvent) => void, atlas: AtlasRegion[]): Part {
  let models = [model(1, atlas, false), model(2, atlas, true)]
  let state: TrainingState = { phase: 'idle' }
  let stop = false
  const put = (next: TrainingState): void => tell({ type: 'training', state: (state = next) })

  async function learn(): Promise<void> {
    stop = false
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
        etaSeconds,
        device: 'cpu',
      })
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    const learned = model(models.length + 1, atlas, true)
    models = [...models.map((one) => ({ ...one, promoted: false })), learned]
    put({ phase: 'done', model: learned })
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
    models: async () => ({ ok: true, value: models }),
    promoteModel: async (id) => {
      models = models.map((one) => ({ ...one, promoted: one.id === id }))
      return { ok: true, value: models }
    },
  }
}

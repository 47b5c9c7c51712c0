import { describe, expect, it, vi } from 'vitest'
import type { HeldOutResidual, Model, ModelFigures } from '../../electron/domain/records'
import { Engine, engineWords } from './engine.svelte'
import { Learning } from './learning.svelte'
import { plotScale, polyline, roundTicks } from './plot-scale'
import { smoothed } from './smoothed'
import {
  coverageWords,
  drawnWords,
  humanCeiling,
  meanError,
  outcomeWords,
  worthRows,
  worthShort,
  worthSummary,
} from './worth'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

/** Held-out errors of 30 subjects that are the same for all. */
const held = (region: string, residual: number, mean: number, hog: number | null): HeldOutResidual[] =>
  Array.from({ length: 30 }, (_, key) => ({ region, subject: `S${key}`, key, residual, residualOfMean: mean, residualOfHog: hog })) // prettier-ignore

function model(id: number, promoted: boolean, figures: Partial<ModelFigures> = {}): Model {
  const errors: ModelFigures['errors'] = [
    { region: 'jowl', method: 'model', mae: 0.1, regions: 4, subjects: 2 },
    { region: 'jowl', method: 'mean', mae: 0.2, regions: 4, subjects: 2 },
  ]
  return { id, promoted, figures: { errors, residuals: [], raterDifference: 0.08, ...figures } } as Model
}

describe('learning', () => {
  it('follows its progress and reads the models when it is done', async () => {
    const models = vi.fn(async () => [model(1, true)])
    const learning = new Learning({ models } as never)
    learning.heard({ type: 'training', state: { phase: 'training', step: 1, steps: 2, deviceNote: 'No card.' } as never }) // prettier-ignore
    expect([learning.working?.step, learning.deviceNote]).toEqual([1, 'No card.'])
    learning.heard({ type: 'training', state: { phase: 'done', model: model(1, true) } })
    await settled()
    expect([learning.working, learning.current?.id, learning.deviceNote]).toEqual([null, 1, ''])
  })

  it('can be cancelled once more while the new model takes its place', async () => {
    const learning = new Learning({ cancelTraining: async () => null } as never)
    const phase = (name: string) =>
      learning.heard({ type: 'training', state: { phase: name, step: 1, steps: 2 } as never })
    phase('training')
    await learning.cancel()
    phase('judging')
    expect(learning.cancelling).toBe(true)
    phase('embedding')
    expect(learning.cancelling).toBe(false)
    await learning.cancel()
    phase('embedding')
    expect(learning.cancelling).toBe(true)
  })

  it('shows what was trained, then whichever is asked for, then the one that was put to use', async () => {
    let models = [model(1, true), model(2, false)]
    const promoteModel = vi.fn(async (id: number) => (models = models.map((one) => ({ ...one, promoted: one.id === id })))) // prettier-ignore
    const learning = new Learning({ models: async () => models, promoteModel } as never)
    learning.heard({ type: 'training', state: { phase: 'done', model: model(2, false) } })
    await settled()
    expect(learning.shown?.id).toBe(2)
    learning.show(1)
    expect(learning.shown).toMatchObject({ id: 1, promoted: true })
    const done = learning.promote(2)
    expect(learning.promoting).toBe(2)
    await learning.promote(1)
    await done
    expect(promoteModel).toHaveBeenCalledExactlyOnceWith(2)
    expect(learning.shown).toMatchObject({ id: 2, promoted: true })
    expect([learning.promoting, learning.said]).toEqual([null, 'Model 2 gives the suggestions now. No score has changed.']) // prettier-ignore
  })
})

describe('worth', () => {
  it('puts HOG, the mean and two raters beside the model', () => {
    const errors = [
      ...model(1, true).figures.errors,
      { region: 'jowl', method: 'hog' as const, mae: 0.15, regions: 4, subjects: 2 },
    ]
    const raterDifferences = [{ region: 'jowl', difference: 0.07, pairs: 12 }]
    const figures = { errors, raterDifferences, residuals: held('jowl', 0.1, 0.2, 0.15) }
    const rows = worthRows(model(1, true, figures), 1)
    expect(rows).toEqual([
      { region: 'jowl', model: 0.1, hog: 0.15, mean: 0.2, raters: 0.07, regions: 4, subjects: 2, verdict: 'worth it', sentence: expect.stringMatching(/^Worth it: /) }, // prettier-ignore
    ])
    expect(worthSummary(rows)).toBe('Worth it on 1 of 1 pad.')
    expect(
      worthSummary([...rows, ...rows].map((row, i) => (i ? { ...row, verdict: 'not worth it' } : row))),
    ).toBe('Worth it on 1 of 2 pads, not worth it yet on 1.')
  })
  it('does with the figures of an earlier version', () => {
    const old = model(1, true)
    expect(worthRows(old, 1)).toMatchObject([{ hog: null, raters: 0.08, verdict: 'not known' }])
    expect([meanError(old, 'model'), meanError(old, 'hog'), humanCeiling(old)]).toEqual([0.1, null, 0.08])
    expect(coverageWords(old)).toMatch(/^Intervals: none yet/)
  })
  it('says what the intervals promise and what they held', () => {
    const figures = { residuals: held('jowl', 0.1, 0.2, null), coverage: { nominal: 0.9, found: 0.88, subjects: 26 } } // prettier-ignore
    expect(coverageWords(model(1, true, figures))).toBe(
      'Intervals are meant to hold 90 % of the scores of new subjects; calibrated on 30 subjects, the true share lies between 80 % and 97 %. Measured on 26 subjects: 88 %, where 90 % were meant.',
    )
    expect(coverageWords(model(1, true, { ...figures, coverage: null }))).toMatch(/has not been measured\.$/)
  })
})

describe('scales', () => {
  it('lay a plot into its box', () => {
    const { x, y, xTicks, yTicks } = plotScale(100, 0.25, { left: 10, right: 110, top: 0, bottom: 100 })
    expect([x(0), y(0)]).toEqual([10, 100])
    expect(x(100)).toBeLessThan(110)
    expect(y(0.25)).toBeGreaterThan(0)
    expect(xTicks).toEqual([0, 20, 40, 60, 80, 100])
    expect(yTicks).toEqual([0, 0.1, 0.2])
  })
  it.each([
    [0.23, 4, [0, 0.1, 0.2]],
    [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.05, 5, [0, 0.01, 0.02, 0.03, 0.04, 0.05]],
    [480, 8, [0, 100, 200, 300, 400]],
  ])('label up to %d round values of %d', (most, count, ticks) => {
    expect(roundTicks(most, count)).toEqual(ticks)
  })
  it('draw points where they are, and see the course through the noise', () => {
    const scale = plotScale(100, 1, { left: 0, right: 104, top: 0, bottom: 112 })
    expect(
      polyline(scale, [
        [0, 0],
        [50, 1],
      ]),
    ).toBe('0.0,112.0 50.0,12.0')
    expect(
      smoothed([
        { step: 0, loss: 1 },
        { step: 1, loss: 3 },
      ])[0]?.loss,
    ).toBe(2)
  })
})

it('says how far readings are drawn to the mean, if they are', () => {
  expect(drawnWords(model(1, true))).toBe('')
  expect(drawnWords(model(1, true, { levelShare: 0.374 }))).toMatch(/keeps 37 % of its distance/)
})

describe('versions', () => {
  it('are walked through from the one in sight', async () => {
    const models = [model(1, false), model(2, true), model(4, false)]
    const learning = new Learning({ models: async () => models, learnable: async () => null } as never)
    learning.heard({ type: 'training', state: { phase: 'failed', message: '' } })
    await settled()
    expect([learning.beside('older')?.id, learning.beside('newer')?.id]).toEqual([1, 4])
    learning.show(4)
    expect([learning.beside('older')?.id, learning.beside('newer')]).toEqual([2, null])
  })
  it('are compared in words', () => {
    expect([outcomeWords({ outcome: 'better' } as never), outcomeWords(null)]).toEqual(['errs less', 'not known']) // prettier-ignore
  })
  it('say in few words on how many pads they are worth it', () => {
    const figures = { residuals: held('jowl', 0.1, 0.2, 0.15) }
    expect(worthShort(worthRows(model(1, true, figures), 1))).toBe('1 of 1 pad')
    expect(worthShort([])).toBe('not measured')
  })
})

describe('what there is to learn from', () => {
  it('refuses to learn where there is too little, and says so', async () => {
    const startTraining = vi.fn(async () => null)
    const because = 'There are scores of 3 subjects; judging a model needs at least 5.'
    const client = {
      startTraining,
      objectives: async () => [],
      models: async () => [],
      trainingState: async () => ({ phase: 'idle' }),
      learnable: async () => ({ subjects: 3, least: 5, forIntervals: 20, because }),
    }
    const learning = new Learning(client as never)
    await learning.load()
    await learning.learn()
    expect(learning.refused).toBe(because)
    expect(startTraining).not.toHaveBeenCalled()
  })
})

describe('the engine', () => {
  it('is not started by being looked at, but by a wish', async () => {
    const ready = { phase: 'ready', device: 'gpu', deviceName: 'NVIDIA H100', tensorflow: '2.21.0', busy: 'learning' } as const // prettier-ignore
    const startEngine = vi.fn(async () => ready)
    const engine = new Engine({ engineState: async () => ({ phase: 'off' }), startEngine } as never)
    await engine.load()
    expect(startEngine).not.toHaveBeenCalled()
    expect(engineWords(engine.state)).toMatch(/^Not started/)
    await engine.start()
    expect(engine.canStart).toBe(false)
    expect(engineWords(engine.state)).toBe(
      'Ready on the graphics card (NVIDIA H100), TensorFlow 2.21.0. It is learning.',
    )
    expect(engineWords({ ...ready, device: 'cpu', deviceName: '', tensorflow: null, busy: null })).toBe(
      'Ready on the processor, slower engine (WebAssembly). TensorFlow could not be started here: all works, but slowly, and learning trains the last layers only. It has nothing to do.',
    )
    engine.heard({ type: 'engine', state: { phase: 'failed', message: 'The engine ended.' } })
    expect([engineWords(engine.state), engine.canStart]).toEqual(['Stopped. The engine ended.', true])
  })
  it('says why it could not be started', async () => {
    const startEngine = async () => Promise.reject(new Error('No TensorFlow.'))
    const engine = new Engine({ startEngine } as never)
    await engine.start()
    expect(engine.state).toEqual({ phase: 'failed', message: 'No TensorFlow.' })
  })
})

/** Trainings that are cancelled, or fail. */
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import type { TrainingState } from './contract'
import { MalarError } from './domain/words'
import { inTurn } from './embedding'
import type { Learning } from './learning-job'
import type { Suggesting } from './suggesting'
import { REQUEST, SUBJECTS, blindModelInUse, eachLearning } from './testing/each-learning'
import { FakeEngine, labelledStudy } from './testing/studies'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))

let folder: string
let study: StudyFile
let engine: FakeEngine
let suggesting: Suggesting
let learning: Learning
let states: TrainingState[]
eachLearning((made) => {
  ;({ folder, study, engine, suggesting, learning, states } = made)
})

describe('cancelling', () => {
  it('during the first fold keeps the best so far and judges it on that fold alone', async () => {
    const { onState } = learning
    learning.onState = (state) => {
      onState(state)
      if (state.phase === 'training' && state.step === 2) learning.cancel()
    }
    const model = await learning.train(study, REQUEST)
    expect(engine.trainings).toHaveLength(1)
    expect(model.networks).toBe(1)
    expect(model.figures.curve).toEqual([])
    expect(model.steps).toBe(2)
    expect(new Set(model.figures.residuals.map(({ subject }) => subject)).size).toBe(6)
    const seen = new Set(engine.trainings[0]?.examples.map(({ subject }) => subject))
    for (const { subject } of model.figures.residuals) expect(seen).not.toContain(subject)
    expect(model.promoted).toBe(true)
    expect(states.at(-1)?.phase).toBe('done')
  })

  it('while it is judged keeps the candidate, and no half trained judge', async () => {
    const { onState } = learning
    learning.onState = (state) => {
      onState(state)
      if (state.phase === 'judging' && state.step === 14) learning.cancel()
    }
    const model = await learning.train(study, REQUEST)
    expect(engine.trainings).toHaveLength(3)
    expect(model.steps).toBe(6)
    expect(new Set(model.figures.residuals.map(({ subject }) => subject)).size).toBe(12)
  })

  it('before anything was learned ends it, and nothing has changed', async () => {
    engine.answers.hello = () => {
      learning.cancel()
      return { device: 'cpu', tensorflow: '' }
    }
    await expect(learning.train(study, REQUEST)).rejects.toMatchObject({ code: 'cancelled' })
    expect(engine.trainings).toHaveLength(0)
    expect(study.reader.models()).toEqual([])
    expect(states.at(-1)).toMatchObject({
      phase: 'failed',
      message: expect.stringContaining('cancelled') as string,
    })
    delete engine.answers.hello
    expect((await learning.train(study, REQUEST)).promoted).toBe(true)
  })

  it('while its pads are placed keeps the model, and the one in use', async () => {
    const before = await blindModelInUse({ study, engine, learning })
    const { onState } = learning
    learning.onState = (state) => {
      onState(state)
      if (state.phase === 'embedding' && state.step > 0) learning.cancel()
    }
    await expect(learning.train(study, { ...REQUEST, seed: 9 })).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('Model 2 was learned and is kept') as string,
    })
    expect(study.reader.currentModel()?.id).toBe(before)
    expect(suggesting.mayEmbed).toBe(true)
    learning.onState = onState
    await learning.promote(study, 2)
    expect(study.reader.suggestions(2)).toHaveLength(SUBJECTS * 4)
  })

  it('while another still holds the engine ends it at once', async () => {
    let release: () => void = () => undefined
    engine.answers.hello = () => ({ device: 'cpu', tensorflow: '' })
    const held = inTurn(engine.client, () => new Promise<void>((resolve) => (release = resolve)))
    const training = learning.train(study, REQUEST)
    learning.cancel()
    await expect(training).rejects.toMatchObject({ code: 'cancelled' })
    release()
    await held
    expect(engine.asked).not.toContain('hello')
    expect((await learning.train(study, REQUEST)).promoted).toBe(true)
  })

  it('does nothing when no training runs', () => {
    learning.cancel()
    expect(engine.asked).toEqual([])
  })
})

describe('a training that fails', () => {
  it('after an engine that ended unseen is given all it needs once more, and does not fail', async () => {
    engine.answers.train = (take) => {
      const usual = new FakeEngine()
      for (const [id, features] of engine.held) usual.held.set(id, features)
      engine.trainings.push(take)
      const answer = usual.ask('train', take)
      // Its answer is on the way when it ends.
      engine.held.clear()
      engine.generation++
      return answer
    }
    expect(await learning.train(study, REQUEST)).toMatchObject({ networks: 5, promoted: true })
  })

  it('by the engine leaves the model in use, and another can follow', async () => {
    const good = await learning.train(study, REQUEST)
    const before = study.reader.auditHash()
    engine.answers.train = () => {
      throw new MalarError('engine', 'The engine ended unexpectedly (code 9).')
    }
    await expect(learning.train(study, REQUEST)).rejects.toMatchObject({ code: 'engine' })
    expect(learning.state).toEqual({ phase: 'failed', message: 'The engine ended unexpectedly (code 9).' })
    expect(study.reader.currentModel()).toEqual(good)
    expect(study.reader.auditHash()).toBe(before)
    expect(learning.running).toBe(false)
    expect(suggesting.mayEmbed).toBe(true)
    delete engine.answers.train
    await learning.train(study, REQUEST)
    expect(study.reader.models()).toHaveLength(2)
  })

  it('while its regions are embedded leaves the model in use', async () => {
    const before = await blindModelInUse({ study, engine, learning })
    let embeds = 0
    const usual = new FakeEngine()
    engine.answers.embed = (take) => {
      if (++embeds > 9) throw new MalarError('engine', 'The engine ended.')
      for (const [id, features] of engine.held) usual.held.set(id, features)
      return usual.ask('embed', take)
    }
    await expect(learning.train(study, { ...REQUEST, seed: 9 })).rejects.toMatchObject({ code: 'engine' })
    expect(study.reader.currentModel()?.id).toBe(before)
    expect(study.reader.models()).toHaveLength(2)
  })

  it('started by the button reports by its state and rejects nothing', async () => {
    engine.answers.hello = () => {
      throw new MalarError('tensorflow', 'TensorFlow could not be loaded.')
    }
    learning.start(study, REQUEST)
    await vi.waitFor(() => expect(learning.running).toBe(false))
    expect(learning.state).toEqual({ phase: 'failed', message: 'TensorFlow could not be loaded.' })
  })

  it('for want of subjects says how many there are', async () => {
    const few = labelledStudy(path.join(folder, 'few.malar'), 10, 4)
    await expect(learning.train(few, REQUEST)).rejects.toThrow('There are scores of 4 subjects')
    few.close()
    expect(engine.trainings).toEqual([])
  })

  it('on an objective that does not exist asks the engine nothing', async () => {
    await expect(learning.train(study, { ...REQUEST, objective: 'magic' })).rejects.toMatchObject({
      code: 'objective',
    })
    expect(engine.asked).toEqual([])
  })
})

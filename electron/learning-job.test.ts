import { describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { SQUARE, photograph } from '../db/testing/fixtures'
import type { TrainingState } from './contract'
import { MalarError } from './domain/words'
import type { Learning } from './learning-job'
import type { Suggesting } from './suggesting'
import { REQUEST, SUBJECTS, blindModelInUse, eachLearning } from './testing/each-learning'
import { BLIND, FACE, FakeEngine, SEES, gradeOf } from './testing/studies'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))

let study: StudyFile
let engine: FakeEngine
let suggesting: Suggesting
let learning: Learning
let states: TrainingState[]
eachLearning((made) => {
  ;({ study, engine, suggesting, learning, states } = made)
})

const trainedSubjects = (training: number) =>
  new Set(engine.trainings[training]?.examples.map(({ subject }) => subject))

describe('a training', () => {
  it('learns from every label and is judged on every subject by a model that never saw it', async () => {
    const model = await learning.train(study, REQUEST)
    // The rest is for the learning curve: 10 and 20 of 24 subjects, twice each.
    expect(engine.trainings).toHaveLength(9)
    expect([5, 6, 7, 8].map((training) => trainedSubjects(training).size)).toEqual([10, 10, 20, 20])
    engine.trainings.length = 5
    const heldOut = engine.trainings.map((_, fold) => SUBJECTS - trainedSubjects(fold).size)
    expect(heldOut).toEqual([6, 6, 6, 6, 6])
    // Each subject is missing from exactly one training.
    const seen = engine.trainings.flatMap((_, fold) => [...trainedSubjects(fold)])
    for (let n = 1; n <= SUBJECTS; n++) {
      expect(seen.filter((subject) => subject === `S000${String(n).padStart(2, '0')}`)).toHaveLength(4)
    }
    expect(new Set(model.figures.residuals.map(({ subject }) => subject)).size).toBe(SUBJECTS)
    expect(model.figures.residuals).toHaveLength(SUBJECTS * 4)
  })

  it('shows the engine each label on the unit scale, with its own crop', async () => {
    await learning.train(study, REQUEST)
    for (const { subject, region, label } of engine.trainings[0]?.examples ?? []) {
      expect(['malar_soof', 'jowl']).toContain(region)
      expect(label).toBe(gradeOf(Number(subject.slice(1))) / 4)
    }
  })

  it('that beats the average is used, embeds every region and suggests for it', async () => {
    study.writer.addPhotograph({
      ...photograph(99, { landmarks: FACE }),
      regions: [{ region: 'jowl', side: 'left', polygon: SQUARE, origin: 'drawn', crop: Buffer.from('{"grade":2,"n":99}') }], // prettier-ignore
    })
    const model = await learning.train(study, REQUEST)
    expect(model).toMatchObject({
      promoted: true,
      device: 'cpu',
      steps: 6,
      subjects: 30,
      labels: 120,
      seed: 5,
    })
    expect(model.figures.verdict).toContain('better than the average')
    expect(model.figures.errors.map(({ region, method }) => `${region} ${method}`)).toEqual([
      'malar_soof model',
      'malar_soof hog',
      'malar_soof mean',
      'jowl model',
      'jowl hog',
      'jowl mean',
    ])
    expect(model.figures.losses).toHaveLength(6)
    expect(study.reader.currentModel()?.id).toBe(model.id)
    expect([...study.reader.embeddings(model.id)]).toHaveLength(SUBJECTS * 4 + 1)
    expect(study.reader.suggestions(model.id)).toHaveLength(SUBJECTS * 4 + 1)
    expect([...study.reader.modelWeights(model.id)]).toEqual([SEES, 1, SEES, 2, SEES, 3, SEES, 4, SEES, 5])
    expect(model).toMatchObject({ networks: 5, depth: 'head' })
  })

  it('tells why it does not run where it was asked to, while it learns and afterwards', async () => {
    const deviceNote = 'Asked for the graphics card, none could be used; running on the processor.'
    engine.answers.hello = () => ({ device: 'cpu', tensorflow: '', deviceNote })
    await learning.train(study, { ...REQUEST, device: 'gpu' })
    expect(states.find(({ phase }) => phase === 'training')).toMatchObject({ device: 'cpu', deviceNote })
    expect(states.at(-1)).toMatchObject({ phase: 'done', deviceNote })
    delete engine.answers.hello
    await learning.train(study, REQUEST)
    expect(states.at(-1)).not.toHaveProperty('deviceNote')
  })

  it('trains the last layers only where there is no TensorFlow', async () => {
    const deviceNote = 'The slower engine computes.'
    engine.answers.hello = () => ({ device: 'cpu', tensorflow: null, deviceNote })
    await expect(learning.train(study, { ...REQUEST, depth: 'upper' })).rejects.toMatchObject({
      code: 'needs-tensorflow',
      message: expect.stringMatching(/needs TensorFlow.*Learn with the last layers only/) as string,
    })
    expect(engine.trainings).toEqual([])
    await learning.train(study, { ...REQUEST, depth: 'head' })
    expect(states.at(-1)).toMatchObject({ phase: 'done', deviceNote })
  })

  it('tells its progress over all folds, the curve of the candidate only, and its end', async () => {
    await learning.train(study, REQUEST)
    const phases = states.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])
    expect(phases).toEqual(['preparing', 'training', 'judging', 'curve', 'embedding', 'done'])
    const working = states.filter((state) => state.phase === 'training' || state.phase === 'judging')
    const steps = working.map((state) => ('step' in state ? [state.step, state.steps] : []))
    expect(steps).toEqual(Array.from({ length: 30 }, (_, i) => [i + 1, 30]))
    const last = working.at(-1)
    expect(last && 'losses' in last ? last.losses : []).toHaveLength(6)
    // What each network errs on its own part of the subjects is told as soon as it is ready, and stays in sight.
    const judged = states.flatMap((state) => ('heldOut' in state ? [state.heldOut.length] : []))
    expect([...new Set(judged)]).toEqual([0, 1, 2, 3, 4, 5])
    expect(states.filter((state) => state.phase === 'embedding').at(-1)).toMatchObject({
      heldOut: { length: 5 },
      losses: { length: 6 },
    })
    expect(learning.state.phase).toBe('done')
    expect(learning.running).toBe(false)
  })

  it('leaves no features in the engine', async () => {
    await learning.train(study, REQUEST)
    expect(engine.held.size).toBe(0)
  })

  it('is one at a time', async () => {
    const first = learning.train(study, REQUEST)
    expect(learning.running).toBe(true)
    await expect(learning.train(study, REQUEST)).rejects.toMatchObject({ code: 'busy' })
    expect(() => learning.start(study, REQUEST)).toThrow('A training is running')
    await expect(learning.promote(study, 1)).rejects.toMatchObject({ code: 'busy' })
    learning.forget()
    expect(learning.state.phase, 'a training that runs is not forgotten').not.toBe('idle')
    await first
    expect(study.reader.models()).toHaveLength(1)
    learning.forget()
    expect([learning.state, states.at(-1)]).toEqual([{ phase: 'idle' }, { phase: 'idle' }])
  })

  it('keeps suggestions from taking its crops away', async () => {
    await learning.train(study, REQUEST)
    let whileTraining: unknown
    engine.answers.hello = () => {
      whileTraining = suggesting.mayEmbed
      return { device: 'cpu', tensorflow: '' }
    }
    await learning.train(study, REQUEST)
    expect(whileTraining).toBe(false)
    expect(suggesting.mayEmbed).toBe(true)
  })
})

describe('a candidate', () => {
  it('that is worse than the model in use is kept, and not used', async () => {
    const good = await learning.train(study, REQUEST)
    engine.quality = BLIND
    const bad = await learning.train(study, { ...REQUEST, seed: 6 })
    expect(bad.promoted).toBe(false)
    expect(bad.figures.verdict).toContain('is not used')
    expect(study.reader.currentModel()?.id).toBe(good.id)
    expect(study.reader.models()).toHaveLength(2)
    expect([...study.reader.embeddings(bad.id)]).toEqual([])
  })

  it('that is better takes its place', async () => {
    await blindModelInUse({ study, engine, learning })
    const good = await learning.train(study, { ...REQUEST, seed: 6 })
    expect(good.figures.verdict).toContain('The new model is better')
    expect(study.reader.currentModel()?.id).toBe(good.id)
  })
})

describe('the learning curve', () => {
  it('goes from few subjects to all that a network learned from', async () => {
    const { curve } = (await learning.train(study, REQUEST)).figures
    expect(curve?.map(({ subjects }) => subjects)).toEqual([10, 20, 24])
    for (const { mae, low, high } of curve ?? []) {
      expect(low).toBeLessThanOrEqual(mae)
      expect(high).toBeGreaterThanOrEqual(mae)
    }
  })

  it('may fail, and the model is there all the same', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const usual = new FakeEngine()
    engine.answers.train = (take) => {
      if (engine.trainings.length === 5) throw new MalarError('not-learned', 'Nothing was learned.')
      engine.trainings.push(take)
      for (const [id, features] of engine.held) usual.held.set(id, features)
      return usual.ask('train', take)
    }
    const model = await learning.train(study, REQUEST)
    expect(model).toMatchObject({ promoted: true, networks: 5, figures: { curve: [] } })
    vi.restoreAllMocks()
  })
})

describe('who was learned from', () => {
  const suggestionOf = async (n: number) =>
    (await suggesting.view(study, study.reader.regionAt(n, 'jowl', 'left')?.id as number, []))?.suggestion

  it('is read by the network that has not seen it, and not by the others', async () => {
    // Networks that have seen a subject are blind here: were they asked, the suggestions would be worthless.
    const usual = new FakeEngine()
    engine.answers.train = (take) => {
      for (const [id, features] of engine.held) usual.held.set(id, features)
      usual.quality = engine.trainings.length === 2 ? SEES : BLIND
      engine.trainings.push(take)
      return usual.ask('train', take)
    }
    const model = await learning.train(study, REQUEST)
    if (!model.promoted) await learning.promote(study, model.id)
    const clean = new Set(model.folds[2])
    expect(clean.size).toBe(6)
    // Most readings are worthless, and so all are drawn towards the mean grade.
    const share = model.figures.levelShare as number
    expect(share).toBeLessThan(0.9)
    let seeing = 0
    let blind = 0
    for (let n = 1; n <= SUBJECTS; n++) {
      const name = study.reader.photograph(n).subject
      const read = 2 + (((await suggestionOf(n))?.value as number) - 2) / share
      const error = Math.abs(read - gradeOf(n))
      if (clean.has(name)) seeing = Math.max(seeing, error)
      else blind = Math.max(blind, error)
    }
    expect(seeing).toBeLessThan(0.5)
    expect(blind).toBeGreaterThan(1)
  })

  it('is not suggested for where every network has seen it', async () => {
    const { onState } = learning
    learning.onState = (state) => {
      onState(state)
      if (state.phase === 'judging' && state.step === 14) learning.cancel()
    }
    const model = await learning.train(study, REQUEST)
    expect(model.networks).toBe(2)
    const unread = new Set(model.folds.slice(2).flat())
    expect(unread.size).toBe(18)
    for (let n = 1; n <= SUBJECTS; n++) {
      const suggestion = await suggestionOf(n)
      if (unread.has(study.reader.photograph(n).subject)) {
        expect(suggestion).toMatchObject({ value: null, neighbours: [] })
        expect(suggestion?.because).toContain('learned from this subject')
      } else expect(suggestion?.value).toBeCloseTo(gradeOf(n), 0)
    }
  })
})

it('an earlier model can be taken back into use, with its suggestions', async () => {
  const first = await blindModelInUse({ study, engine, learning })
  const second = await learning.train(study, { ...REQUEST, seed: 6 })
  expect(study.reader.currentModel()?.id).toBe(second.id)
  const promoted = learning.promote(study, first)
  expect(learning.promoting).toBe(true)
  await expect(learning.train(study, REQUEST)).rejects.toMatchObject({ code: 'busy' })
  await promoted
  expect(learning.promoting).toBe(false)
  expect(study.reader.currentModel()?.id).toBe(first)
  expect(study.reader.suggestions(first)).toHaveLength(SUBJECTS * 4)
})

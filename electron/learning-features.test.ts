/** What a training does with the features of its crops. */
import { expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import type { TrainingState } from './contract'
import { MalarError } from './domain/words'
import { VARIANTS } from './engine-protocol'
import type { Learning } from './learning-job'
import { REQUEST, SUBJECTS, eachLearning } from './testing/each-learning'
import type { FakeEngine } from './testing/studies'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))

let study: StudyFile
let engine: FakeEngine
let learning: Learning
let states: TrainingState[]
eachLearning((made) => {
  ;({ study, engine, learning, states } = made)
})

const computing = () => states.filter((state) => state.phase === 'preparing' && state.steps > 0)

it('features are computed by the first training, which tells its progress, and by no other', async () => {
  await learning.train(study, REQUEST)
  expect(computing().at(-1)).toMatchObject({ step: SUBJECTS * 4, steps: SUBJECTS * 4 })
  const { length } = engine.computed
  expect(length).toBe(SUBJECTS * 4 * (VARIANTS + 1))
  states.length = 0
  await learning.train(study, { ...REQUEST, seed: 6 })
  expect(computing()).toEqual([])
  expect(engine.computed).toHaveLength(length)
})

it('features that do not fit on the disk are no reason to fail', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  study.writer.saveFeatures = () => {
    throw new MalarError('disk-full', 'Not saved: the disk that holds the study is full.')
  }
  expect((await learning.train(study, REQUEST)).promoted).toBe(true)
  vi.restoreAllMocks()
})

it('features are kept when the training is cancelled while they are computed', async () => {
  const { onState } = learning
  learning.onState = (state) => {
    onState(state)
    if (state.phase === 'preparing' && state.step > 0) learning.cancel()
  }
  await expect(learning.train(study, REQUEST)).rejects.toMatchObject({ code: 'cancelled' })
  const { length } = engine.computed
  expect(length).toBeLessThan(SUBJECTS * 4 * (VARIANTS + 1))
  learning.onState = onState
  await learning.train(study, REQUEST)
  expect(engine.computed).toHaveLength(SUBJECTS * 4 * (VARIANTS + 1))
})

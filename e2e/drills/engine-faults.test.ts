/** The main side of a training against an engine that fails at a random request. */
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { temporaryFolder } from '../../db/testing/fixtures'
import { seeded } from '../../electron/domain/random'
import type { MalarError } from '../../electron/domain/words'
import { Learning } from '../../electron/learning-job'
import { Suggesting } from '../../electron/suggesting'
import { labelledStudy } from '../../electron/testing/studies'
import { FaultyEngine, SEEDS, SENTENCE, expectWhole, inUse, type Fault } from './faulty-engine'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))
vi.mock('../../electron/log', () => ({ note: () => undefined }))

const REQUEST = { objective: 'soft-n-pair', device: 'auto', depth: 'head' } as const
const SUBJECTS = 15

let folder: string
let study: StudyFile
let engine: FaultyEngine
let learning: Learning
/** Requests of a training that nothing disturbs, and that has to compute every feature. */
let requests: number

beforeAll(async () => {
  folder = temporaryFolder()
  study = labelledStudy(path.join(folder, 'pilot.malar'), SUBJECTS)
  engine = new FaultyEngine()
  learning = new Learning(engine.client, new Suggesting(engine.client))
  await learning.train(study, { ...REQUEST, seed: 1 })
  requests = engine.asked.length
})
afterAll(() => {
  const { findings } = study.reader.check()
  study.close()
  fs.rmSync(folder, { recursive: true })
  expect(findings).toEqual([])
})

/** Trains with a fault at a random request. @returns the error it ended with, or null */
async function trainWith(fault: Fault, seed: number): Promise<MalarError | null> {
  const at = 1 + seeded(seed).integer(requests)
  engine.trunk = `trunk ${fault} ${seed}`
  engine.arm(fault, at, () => learning.cancel())
  try {
    await learning.train(study, { ...REQUEST, seed })
    expect(learning.state.phase).toBe('done')
    return null
  } catch (error) {
    expect(learning.state).toEqual({ phase: 'failed', message: expect.stringMatching(SENTENCE) as string })
    return error as MalarError
  } finally {
    engine.disarm()
    expect(learning.running).toBe(false)
  }
}

/** Nothing that is in use has changed, and the next training succeeds. */
async function expectUntouched(before: string, seed: number): Promise<void> {
  expect(inUse(study)).toBe(before)
  await learning.train(study, { ...REQUEST, seed: 1000 + seed })
  expectWhole(study)
}

describe.each(['dies', 'memory', 'diverges', 'breaks'] as const)('an engine that %s', (fault) => {
  it.each(SEEDS)('at a random request ends the training and nothing else (%i)', async (seed) => {
    const before = inUse(study)
    const error = await trainWith(fault, seed)
    // In the learning curve it costs the rest of the curve, and the training goes on.
    if (error) await expectUntouched(before, seed)
    else expectWhole(study)
  })
})

describe('an engine that is lost between two requests', () => {
  it.each(SEEDS)('is given all that it needs once more, and the training succeeds (%i)', async (seed) => {
    expect(await trainWith('lost', seed)).toBeNull()
    expectWhole(study)
  })
})

describe('a cancel', () => {
  it.each(SEEDS)('at a random request is heard, and what is in use is whole (%i)', async (seed) => {
    const before = inUse(study)
    const error = await trainWith('cancel', seed)
    if (error) {
      expect(error).toMatchObject({ code: 'cancelled' })
      await expectUntouched(before, seed)
    } else expectWhole(study)
  })
})

/** The engine client and a training on it, against real processes that are killed, hang, or run out of memory. */
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { temporaryFolder } from '../../db/testing/fixtures'
import { seeded } from '../../electron/domain/random'
import { MalarError } from '../../electron/domain/words'
import { EngineClient } from '../../electron/engine-client'
import { Learning } from '../../electron/learning-job'
import { Suggesting } from '../../electron/suggesting'
import { labelledStudy } from '../../electron/testing/studies'
import { NodeProcess } from '../node-process'
import { bundled } from './children'
import { SEEDS, SENTENCE, expectWhole, inUse } from './faulty-engine'

const forked = vi.hoisted(() => ({
  last: null as unknown,
  start: null as unknown as (args: string[], env: NodeJS.ProcessEnv) => unknown,
}))
vi.mock('electron', () => ({
  BrowserWindow: class {},
  MessageChannelMain: class {},
  session: {},
  app: { getAppPath: () => process.cwd() },
  utilityProcess: {
    fork: (_file: string, args: string[], { env }: { env: NodeJS.ProcessEnv }) =>
      (forked.last = forked.start(args, env)),
  },
}))
vi.mock('../../electron/log', () => ({ note: () => undefined }))

type Start = (args: string[], env: NodeJS.ProcessEnv) => NodeProcess

const madeUp: Start = (args, env) => new NodeProcess(bundled('engine-child'), args, env)
const REQUEST = { objective: 'soft-n-pair', device: 'auto', depth: 'head' } as const

let folder: string
let study: StudyFile
let engine: EngineClient
let learning: Learning
/** How long a training takes that nothing disturbs. */
let usualMs: number

beforeAll(async () => {
  forked.start = madeUp
  folder = temporaryFolder()
  study = labelledStudy(path.join(folder, 'pilot.malar'), 15)
  engine = new EngineClient()
  learning = new Learning(engine, new Suggesting(engine))
  await learning.train(study, { ...REQUEST, seed: 1 })
  const started = Date.now()
  await learning.train(study, { ...REQUEST, seed: 2 })
  usualMs = Date.now() - started
}, 60_000)
afterAll(() => {
  engine.stop()
  expect(study.reader.check().findings).toEqual([])
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const train = (seed: number): Promise<unknown> =>
  learning.train(study, { ...REQUEST, seed }).then(
    () => null,
    (error: unknown) => error,
  )
const pid = (): number => (forked.last as NodeProcess).pid as number

describe.each(['SIGKILL', 'SIGSEGV'] as const)('an engine process that ends by %s', (signal) => {
  it.each(SEEDS)('at a random moment takes nothing with it (%i)', async (seed) => {
    const before = inUse(study)
    const timer = setTimeout(() => process.kill(pid(), signal), seeded(seed).next() * usualMs)
    const error = await train(10 + seed)
    clearTimeout(timer)
    if (error) {
      expect(error).toBeInstanceOf(MalarError)
      expect((error as MalarError).message).toMatch(SENTENCE)
      expect(inUse(study)).toBe(before)
      expect(await train(1000 + seed)).toBeNull()
    }
    expectWhole(study)
  })
})

describe('an engine process that runs out of memory', () => {
  it.each(SEEDS)('ends, and the next training succeeds (%i)', async (seed) => {
    const before = inUse(study)
    engine.stop()
    // Node alone takes about 1 GB of addresses.
    forked.start = (args, env) =>
      new NodeProcess(
        bundled('engine-child'),
        args,
        { ...env, MALAR_DRILL: 'hoard' },
        1_500_000 + 20_000 * seed,
      )
    const error = await train(20 + seed)
    forked.start = madeUp
    expect(error).toBeInstanceOf(MalarError)
    expect((error as MalarError).message).toMatch(SENTENCE)
    expect(inUse(study)).toBe(before)
    expect(await train(2000 + seed)).toBeNull()
  })
})

describe('an engine process that hangs', () => {
  it('is ended when a cancel is not heard, and the next training succeeds', async () => {
    const before = inUse(study)
    engine.stop()
    forked.start = (args, env) =>
      new NodeProcess(bundled('engine-child'), args, { ...env, MALAR_DRILL: 'hang' })
    const training = train(30)
    await vi.waitFor(() => expect(engine.running).toBe(true))
    await new Promise((resolve) => setTimeout(resolve, usualMs))
    const told = Date.now()
    learning.cancel()
    expect(await training).toMatchObject({ code: 'cancelled' })
    expect(Date.now() - told).toBeLessThan(8000)
    forked.start = madeUp
    expect(inUse(study)).toBe(before)
    expect(await train(31)).toBeNull()
  })
})

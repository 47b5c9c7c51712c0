/** The real engine, TensorFlow and all, killed at a random moment or given too little memory. */
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
import { NodeProcess } from '../node-process'
import { bundled } from './children'
import { SEEDS, SENTENCE, TIMES, expectWhole, inUse } from './faulty-engine'
import { stripedStudy } from './striped-study'

const forked = vi.hoisted(() => ({ last: null as unknown, memory: null as number | null }))
vi.mock('electron', () => ({
  BrowserWindow: class {},
  MessageChannelMain: class {},
  session: {},
  app: { getAppPath: () => process.cwd() },
  utilityProcess: {
    fork: (_file: string, args: string[], { env }: { env: NodeJS.ProcessEnv }) =>
      (forked.last = new NodeProcess(bundled('real-engine-child'), args, env, forked.memory)),
  },
}))
vi.mock('../../electron/log', () => ({ note: () => undefined }))

const REQUEST = { objective: 'soft-n-pair', device: 'cpu', depth: 'head' } as const

/** Each takes a real training, so that it is done less often. */
const FEWER = SEEDS.slice(0, Math.ceil(TIMES / 5))

/** Kilobytes of addresses with which Node and TensorFlow only just start, and with which they learn in peace. */
const LITTLE = 1_400_000
const ENOUGH = 4_000_000

let folder: string
let study: StudyFile
let engine: EngineClient
let learning: Learning
let usualMs: number

describe.runIf(TIMES >= 50)('the real engine', () => {
  beforeAll(async () => {
    folder = temporaryFolder()
    study = stripedStudy(path.join(folder, 'pilot.malar'), 10)
    engine = new EngineClient()
    learning = new Learning(engine, new Suggesting(engine))
    await learning.train(study, { ...REQUEST, seed: 1 })
    const started = Date.now()
    await learning.train(study, { ...REQUEST, seed: 2 })
    usualMs = Date.now() - started
  }, 300_000)
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

  function expectSaid(error: unknown, before: string): void {
    expect(error).toBeInstanceOf(MalarError)
    expect((error as MalarError).message).toMatch(SENTENCE)
    expect(inUse(study)).toBe(before)
  }

  it.each(FEWER)(
    'killed at a random moment takes nothing with it (%i)',
    { timeout: 300_000 },
    async (seed) => {
      const before = inUse(study)
      const signal = seed % 2 ? 'SIGKILL' : 'SIGSEGV'
      const kill = (): void => {
        if (engine.running) process.kill((forked.last as NodeProcess).pid as number, signal)
      }
      const timer = setTimeout(kill, seeded(seed).next() * usualMs)
      const error = await train(10 + seed)
      clearTimeout(timer)
      if (error) expectSaid(error, before)
      expectWhole(study)
    },
  )

  it.each(FEWER)('with too little memory says so, or ends (%i)', { timeout: 300_000 }, async (seed) => {
    const before = inUse(study)
    engine.stop()
    const kilobytes = Math.round(LITTLE + seeded(seed).next() * (ENOUGH - LITTLE))
    forked.memory = kilobytes
    const error = await train(100 + seed)
    forked.memory = null
    engine.stop()
    if (error) expectSaid(error, before)
    expectWhole(study)
    console.log(`${kilobytes} kB: ${error instanceof Error ? error.message : 'learned'}`)
  })

  it.each(FEWER)(
    'cancelled at a random moment stops within three seconds (%i)',
    { timeout: 300_000 },
    async (seed) => {
      const before = inUse(study)
      let told = 0
      const timer = setTimeout(
        () => {
          told = Date.now()
          learning.cancel()
        },
        seeded(seed).next() * usualMs,
      )
      const error = await train(200 + seed)
      clearTimeout(timer)
      const took = told === 0 ? 0 : Date.now() - told
      console.log(`cancelled in ${took} ms`)
      expect(took).toBeLessThan(10_000)
      if (error) expectSaid(error, before)
      expectWhole(study)
    },
  )

  it('learns afterwards as before', { timeout: 300_000 }, async () => {
    expect(await train(3)).toBeNull()
    expectWhole(study)
  })
})

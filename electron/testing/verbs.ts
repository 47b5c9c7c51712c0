/** `malar` without a window, in a folder of its own. Its tests mock `electron`. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { temporaryFolder } from '../../db/testing/fixtures'
import type { ImportPlan, ImportReport } from '../contract'
import { Learning } from '../learning-job'
import type { Services } from '../services'
import { StudySession } from '../study-session'
import { Suggesting } from '../suggesting'
import { runVerb } from '../verbs/run-verb'
import { FakeEngine, labelledStudy } from './studies'

export const PLAN: ImportPlan = { id: 1, accepted: [], duplicate: [], refused: [], manifest: null }
export const REPORT: ImportReport = {
  new: 2,
  duplicate: 0,
  refused: [],
  faces: 1,
  noFace: 1,
  unsought: 0,
  cancelled: false,
}

/** Set anew before each test. */
interface Kept {
  folder: string
  /** What was written to stdout and stderr. */
  out: string
  err: string
  engine: FakeEngine
  services: Services
  /** What an import was asked for, and what it answers. */
  planned: unknown[]
  plan: ImportPlan
  report: ImportReport
}

/** A command line for the tests of the file that calls this. */
export function commandLine() {
  const cli = {} as Kept
  beforeEach(() => {
    cli.folder = temporaryFolder()
    cli.out = cli.err = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text: unknown, done?: unknown) => {
      cli.out += String(text)
      if (typeof done === 'function') (done as () => void)()
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation((text: unknown) => {
      cli.err += String(text)
      return true
    })
    const engine = (cli.engine = new FakeEngine())
    const suggesting = new Suggesting(engine.client)
    cli.planned = []
    cli.plan = PLAN
    cli.report = REPORT
    cli.services = {
      session: new StudySession(),
      engine: engine.client,
      importing: {
        plan: (_study: unknown, ...given: unknown[]) => {
          cli.planned = given
          return Promise.resolve(cli.plan)
        },
        accept: (...given: unknown[]) => {
          cli.planned.push(given[1])
          return Promise.resolve(cli.report)
        },
      } as unknown as Services['importing'],
      learning: new Learning(engine.client, suggesting),
      suggesting,
      sample: () => Promise.reject(new Error('no sample')),
      newSeed: () => 7,
      assertIdle: () => undefined,
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
    cli.services.session.close()
    fs.rmSync(cli.folder, { recursive: true })
  })

  const at = (name: string) => path.join(cli.folder, name)
  return Object.assign(cli, {
    at,
    run: (...words: string[]) => runVerb(words, cli.folder, cli.services),
    json: () => JSON.parse(cli.out) as Record<string, unknown>,
    /** A study with six subjects and scores, closed. */
    someStudy(subjects = 6): string {
      labelledStudy(at('pilot.malar'), subjects).close()
      return 'pilot.malar'
    },
  })
}

/** Whoever answers the window, with a study open. Its tests mock `electron`. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { photograph, temporaryFolder } from '../../db/testing/fixtures'
import type { Reply } from '../contract'
import { MalarError } from '../domain/words'
import { aboutHandlers } from '../handlers/about'
import { exemplarHandlers } from '../handlers/exemplars'
import { exportHandlers } from '../handlers/export'
import { learningHandlers } from '../handlers/learning'
import { pairsHandlers } from '../handlers/pairs'
import { photographHandlers } from '../handlers/photographs'
import { preferenceHandlers } from '../handlers/preferences'
import { regionHandlers } from '../handlers/regions'
import { scoringHandlers } from '../handlers/scoring'
import { stripHandlers } from '../handlers/strip'
import { studyHandlers } from '../handlers/study'
import { answer } from '../ipc'
import type { Handlers } from '../ipc'
import { logInto } from '../log'
import { Preferences } from '../preferences'
import type { Services } from '../services'
import { StudySession } from '../study-session'
import { Suggesting } from '../suggesting'
import { profile } from './electron'
import { FACE, FakeEngine } from './studies'

/** Set anew before each test. */
interface Kept {
  folder: string
  services: Services
  handlers: Handlers
  /** Two photographs, no score. */
  study: StudyFile
}

export type AnyHandler = Parameters<typeof answer>[0]

export const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.error.code)

/** A main process for the tests of the file that calls this. */
export function mainProcess() {
  const main = {} as Kept
  beforeEach(() => {
    const folder = (main.folder = temporaryFolder())
    profile.folder = folder
    logInto(folder)
    const session = new StudySession()
    const study = (main.study = session.create(path.join(folder, 'pilot.malar'), {
      name: 'Pilot',
      regions: ['malar_soof', 'jowl'],
      scale: 'continuous',
      rater: 'anna',
    }))
    for (const n of [1, 2]) study.writer.addPhotograph(photograph(n, { landmarks: FACE }))
    const engine = new FakeEngine().client
    const services = (main.services = {
      session,
      engine,
      importing: {
        plan: () => Promise.resolve({ id: 1, accepted: [], duplicate: [], refused: [], manifest: null }),
        accept: () => Promise.reject(new MalarError('plan', 'This list is no longer current.')),
        cancel: () => undefined,
        running: false,
      } as unknown as Services['importing'],
      learning: {
        state: { phase: 'idle' },
        start: () => undefined,
        cancel: () => undefined,
        promote: () => Promise.resolve(),
        running: false,
      } as unknown as Services['learning'],
      suggesting: new Suggesting(engine),
      sample: () => Promise.reject(new MalarError('sample', 'There is no sample in this test.')),
      newSeed: () => 7,
      assertIdle: () => undefined,
    })
    main.handlers = {
      ...preferenceHandlers(new Preferences(folder), { showKeys: () => undefined }),
      ...studyHandlers(services),
      ...photographHandlers(services),
      ...regionHandlers(services),
      ...scoringHandlers(services),
      ...learningHandlers(services),
      ...exemplarHandlers(services),
      ...stripHandlers(services),
      ...pairsHandlers(services),
      ...exportHandlers(services),
      ...aboutHandlers(services),
    }
  })
  afterEach(() => {
    main.services.session.close()
    fs.rmSync(main.folder, { recursive: true })
  })

  return Object.assign(main, {
    call: (name: keyof Handlers, ...args: unknown[]) => answer(main.handlers[name] as AnyHandler, args),
  })
}

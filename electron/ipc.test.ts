import fc from 'fast-check'
import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { MODEL, photograph, temporaryFolder } from '../db/testing/fixtures'
import { API_NAMES } from './contract'
import type { Reply } from './contract'
import { CHANGE_REASONS } from './domain/change-reasons'
import { CONTINUOUS } from './domain/scale'
import { plainRules } from './domain/round-rules'
import { CANNOT_JUDGE_REASONS, MalarError, ROUND_MODES, ROUND_ORDERINGS, SIDES, VIEWS } from './domain/words'
import { exemplarHandlers } from './handlers/exemplars'
import { exportHandlers } from './handlers/export'
import { learningHandlers } from './handlers/learning'
import { pairsHandlers } from './handlers/pairs'
import { photographHandlers } from './handlers/photographs'
import { preferenceHandlers } from './handlers/preferences'
import { regionHandlers } from './handlers/regions'
import { scoringHandlers } from './handlers/scoring'
import { stripHandlers } from './handlers/strip'
import { studyHandlers } from './handlers/study'
import { answer, handle } from './ipc'
import type { Handlers } from './ipc'
import { OBJECTIVES } from './learning/objectives'
import { logInto } from './log'
import { Preferences } from './preferences'
import type { Services } from './services'
import { StudySession } from './study-session'
import { Suggesting } from './suggesting'
import { FACE, FakeEngine } from './testing/studies'

type Listener = (event: unknown, ...args: unknown[]) => Promise<Reply<unknown>>
const electron = vi.hoisted(() => ({ listeners: new Map<string, unknown>(), profile: '' }))
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: unknown) => electron.listeners.set(channel, listener) },
  app: {
    getPath: () => electron.profile,
    getAppPath: () => '',
    commandLine: { appendSwitch: () => undefined },
  },
  session: {},
  dialog: {
    showOpenDialog: () => Promise.resolve({ filePaths: [] }),
    showSaveDialog: () => Promise.resolve({ filePath: '' }),
  },
  // Whatever needs the decoder finds that there is none.
  BrowserWindow: class {
    constructor() {
      throw new MalarError('decode', 'There is no decoder in this test.')
    }
  },
  MessageChannelMain: class {},
  nativeTheme: {},
  screen: {},
}))

let folder: string
let services: Services
let handlers: Handlers
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  electron.profile = folder
  logInto(folder)
  const session = new StudySession()
  study = session.create(path.join(folder, 'pilot.malar'), {
    name: 'Pilot',
    regions: ['malar_soof', 'jowl'],
    scale: 'continuous',
    rater: 'anna',
  })
  for (const n of [1, 2]) study.writer.addPhotograph(photograph(n, { landmarks: FACE }))
  const engine = new FakeEngine().client
  services = {
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
  }
  handlers = {
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
  }
})
afterEach(() => {
  services.session.close()
  fs.rmSync(folder, { recursive: true })
})

type AnyHandler = Parameters<typeof answer>[0]

const call = (name: keyof Handlers, ...args: unknown[]) => answer(handlers[name] as AnyHandler, args)
const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.error.code)

describe('an answer', () => {
  const echo: AnyHandler = { takes: v.tuple([v.number()]), run: (given) => given }

  it('carries what the handler gave', async () => {
    expect(await answer(echo, [3])).toEqual({ ok: true, value: 3 })
    const later: AnyHandler = { ...echo, run: (given) => Promise.resolve(given) }
    expect(await answer(later, [4])).toEqual({ ok: true, value: 4 })
  })

  it('to bad arguments is a refusal, and the handler is not called', async () => {
    const run = vi.fn()
    for (const args of [[], ['3'], [null], [NaN], [{}]]) {
      expect(await answer({ ...echo, run }, args)).toEqual({
        ok: false,
        error: { code: 'arguments', message: 'Malar did not understand this request.' },
      })
    }
    expect(run).not.toHaveBeenCalled()
  })

  it('hands on only what the schema names', async () => {
    const run = vi.fn()
    const takes = v.tuple([v.object({ a: v.number() })])
    await answer({ takes, run }, [{ a: 1, b: 2 }, 'more'])
    expect(run).toHaveBeenCalledWith({ a: 1 })
  })

  it('to an error of ours carries its code and sentence', async () => {
    const failing = (error: unknown): AnyHandler => ({ ...echo, run: () => Promise.reject(error) })
    expect(await answer(failing(new MalarError('disk-full', 'The disk is full.')), [1])).toEqual({
      ok: false,
      error: { code: 'disk-full', message: 'The disk is full.' },
    })
  })

  it('to any other error says what it was, and notes it', async () => {
    const thrown: AnyHandler = {
      ...echo,
      run: () => {
        throw new TypeError('x is not a function')
      },
    }
    expect(await answer(thrown, [1])).toEqual({
      ok: false,
      error: { code: 'unexpected', message: 'Something unexpected happened: x is not a function' },
    })
    expect(codeOf(await answer({ ...echo, run: () => Promise.reject('a text') }, [1]))).toBe('unexpected')
    expect(fs.readFileSync(path.join(folder, 'malar.log'), 'utf8')).toContain('x is not a function')
  })
})

describe('messages', () => {
  const listener = (name: string) => electron.listeners.get(`malar:${name}`) as Listener
  const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } })

  it('are heard for every function of the contract, and no other', () => {
    electron.listeners.clear()
    handle(handlers)
    expect([...electron.listeners.keys()].sort()).toEqual(API_NAMES.map((name) => `malar:${name}`).sort())
  })

  it('of Malar’s own page are answered', async () => {
    handle(handlers)
    expect(await listener('models')(frame('malar://app/index.html'))).toEqual({ ok: true, value: [] })
    expect(codeOf(await listener('photograph')(frame('malar://app/index.html'), 'one'))).toBe('arguments')
  })

  it.each([
    ['another page', frame('https://malar.example/')],
    ['a page whose name begins alike', frame('malar://app.evil/index.html')],
    ['another host of the scheme', frame('malar://photograph/1')],
    ['a file', frame('file:///malar://app/')],
    ['an embedded page', frame('malar://app/index.html', {})],
    ['a page that is gone', { senderFrame: null }],
  ])('of %s are refused', async (_what, event) => {
    handle(handlers)
    const added = vi.spyOn(study.writer, 'addRater')
    expect(codeOf(await listener('addRater')(event, 'mallory'))).toBe('sender')
    expect(added).not.toHaveBeenCalled()
  })
})

describe('the handlers', () => {
  it('carry a study from a round to a score', async () => {
    const started = await call('startRound', 1, plainRules('blind'))
    expect(started).toMatchObject({ ok: true, value: { id: 1, total: 8, seed: 7 } })
    expect(await call('firstOpen', 1)).toEqual({ ok: true, value: 0 })
    expect(await call('task', 1, 0)).toMatchObject({ ok: true, value: { round: 1, position: 0 } })
    const given = { round: 1, position: 0, value: 0.5, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 1, altered: false } // prettier-ignore
    expect(await call('score', given)).toMatchObject({ ok: true, value: { finished: 1, next: 1 } })
  })

  it('give no suggestion in a blind round', async () => {
    await call('startRound', 1, plainRules('blind'))
    expect(codeOf(await call('suggest', 1, 0, []))).toBe('blind')
    await call('startRound', 1, plainRules('assisted'))
    expect(await call('suggest', 2, 0, [])).toEqual({ ok: true, value: null })
  })

  it('choose exemplars and take them away, without a word of whose they are', async () => {
    const item = { id: 1, region: 'malar_soof', side: 'right', value: 0.5, key: 1 }
    expect(await call('chooseExemplar', 1, 0.5)).toEqual({ ok: true, value: [item] })
    expect(await call('exemplars')).toEqual({ ok: true, value: [item] })
    expect(codeOf(await call('chooseExemplar', 2, 1.5))).toBe('score')
    expect(await call('removeExemplar', 1)).toEqual({ ok: true, value: [] })
  })

  it('take nothing else for a score', async () => {
    await call('startRound', 1, plainRules('blind'))
    const given = { round: 1, position: 0, value: 0.5, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 1, altered: false } // prettier-ignore
    const bad = [{ value: '1' }, { value: NaN }, { value: Infinity }, { reason: 'tired' }, { note: 'x'.repeat(2001) }, { position: -1 }, { position: 0.5 }, { suggestionSeen: 'after' }, { seconds: NaN }, { round: 0 }] // prettier-ignore
    for (const change of bad) expect(codeOf(await call('score', { ...given, ...change }))).toBe('arguments')
    expect(study.reader.counts().scores).toBe(0)
  })

  it('make the suggestions anew after a photograph was changed', async () => {
    const forget = vi.spyOn(services.suggesting, 'forget')
    const change = { subject: 'P-9', day: 1, view: 'frontal', mirrored: false }
    expect(await call('changePhotograph', 1, change)).toMatchObject({ ok: true, value: { photograph: { subject: 'P-9' } } }) // prettier-ignore
    expect(forget).toHaveBeenCalledOnce()
    expect(codeOf(await call('changePhotograph', 1, { ...change, subject: '=1' }))).toBe('identifier')
  })

  it('do nothing when the person closes a dialog', async () => {
    for (const [name, ...args] of [
      ['exportStudy'],
      ['openStudy', null],
      ['planImport', { choose: 'folder' }],
      ['newStudy', { name: 'New', regions: ['jowl'], scale: 'continuous', rater: '' }],
    ] as const) {
      expect(await call(name, ...args)).toEqual({ ok: true, value: null })
    }
    expect(services.session.study).toBe(study)
  })

  it('show the card of a model, and save it where the person says', async () => {
    const { id } = study.writer.addModel(Float32Array.of(1, 2), MODEL)
    expect(await call('modelCard', id)).toMatchObject({
      ok: true,
      value: { 0: { kind: 'heading', level: 1 } },
    })
    expect(await call('saveModelCard', id)).toEqual({ ok: true, value: null })
    expect(codeOf(await call('modelCard', 99))).toBe('not-found')
  })

  it('say that no study is open', async () => {
    services.session.close()
    for (const [name, ...args] of [
      ['photographs'],
      ['photograph', 1],
      ['task', 1, 0],
      ['addRater', 'x'],
      ['exportStudy'],
    ] as const) {
      // prettier-ignore
      expect(codeOf(await call(name, ...args))).toBe('no-study')
    }
    expect(await call('study')).toEqual({ ok: true, value: null })
  })

  it('wait for an import or a training before they change the study', async () => {
    services.assertIdle = () => {
      throw new MalarError('busy', 'A training is running.')
    }
    const busy = [['closeStudy'], ['openSample'], ['openStudy', 'x.malar'], ['newStudy', { name: 'New', regions: ['jowl'], scale: 'continuous', rater: '' }]] as const // prettier-ignore
    for (const [name, ...args] of busy) expect(codeOf(await call(name, ...args))).toBe('busy')
    expect(services.session.study).toBe(study)
  })
})

describe('whatever the window sends', () => {
  /** Things that come close to what a schema wants, so that some of them get through. */
  const known = fc.constantFrom<unknown>(
    ...SIDES,
    ...VIEWS,
    ...CANNOT_JUDGE_REASONS,
    ...OBJECTIVES.map(({ name }) => name),
    ...[
      'blind',
      'assisted',
      'no',
      'before',
      'auto',
      'cpu',
      'files',
      'photograph',
      'folder',
      'jowl',
      'malar_soof',
    ],
    ...[
      0,
      1,
      2,
      -1,
      0.5,
      2 ** 53,
      NaN,
      Infinity,
      -0,
      null,
      undefined,
      true,
      '',
      'constructor',
      '__proto__',
      CONTINUOUS,
    ],
  )
  const polygon = fc.array(fc.tuple(fc.double({ min: -100, max: 700 }), fc.double({ min: -100, max: 700 })), { maxLength: 6 }) // prettier-ignore
  const record = fc.dictionary(
    fc.constantFrom('round', 'position', 'value', 'reason', 'note', 'suggestion', 'suggestionSeen', 'seconds', 'subject', 'day', 'view', 'mirrored', 'paths', 'name', 'regions', 'scale', 'rater', 'objective', 'seed', 'device'), // prettier-ignore
    fc.oneof(known, fc.string({ maxLength: 20 })),
  )
  const score = fc.record({
    round: fc.constantFrom(1, 2, 3),
    position: fc.nat(9),
    value: fc.oneof(fc.constant(null), fc.double()),
    reason: fc.constantFrom(null, ...CANNOT_JUDGE_REASONS),
    note: fc.string(),
    suggestion: fc.constantFrom(null, 1),
    suggestionSeen: fc.constantFrom('no', 'before'),
    seconds: fc.double(),
    altered: fc.boolean(),
  })
  const anything = fc.oneof(known, fc.nat(5), fc.anything({ withBigInt: true, withDate: true, withMap: true }), record, polygon, score) // prettier-ignore
  const name = fc.constantFrom(...API_NAMES)

  it('every handler answers with a reply, and never throws', async () => {
    for (const mode of ['blind', 'assisted'] as const) await call('startRound', 1, plainRules(mode))
    const codes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(name, fc.array(anything, { maxLength: 5 }), async (handler, args) => {
        // What closes the study would leave nothing for the others to do.
        if (handler === 'closeStudy' || handler === 'openStudy') return
        const reply = await call(handler, ...args)
        const code = codeOf(reply)
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (!reply.ok) expect(reply.error.message).toMatch(/\S/)
        expect(code).not.toBe('unexpected')
      }),
      { numRuns: 2000 },
    )
    // The game is only worth something when some get through.
    expect(codes.get('arguments') ?? 0).toBeGreaterThan(200)
    expect(codes.get('ok') ?? 0).toBeGreaterThan(100)
    expect(study.reader.check()).toMatchObject({ ok: true, findings: [] })
  })

  it('of the right shape is answered or refused with a code of ours', async () => {
    for (const mode of ['blind', 'assisted'] as const) await call('startRound', 1, plainRules(mode))
    const key = fc.nat(12)
    const rules = fc.record({
      mode: fc.constantFrom(...ROUND_MODES),
      ordering: fc.constantFrom(...ROUND_ORDERINGS),
      photographs: fc.option(fc.integer({ min: 1, max: 3 })),
      repeats: fc.nat(2),
      gap: fc.nat(3),
      repeatOf: fc.option(fc.nat(3)),
      oneSided: fc.boolean(),
    })
    const calls = fc.oneof(
      fc.tuple(fc.constantFrom('planRound' as const, 'startRound' as const), fc.nat(2), rules),
      fc.tuple(fc.constant('reference' as const), key, key),
      fc.tuple(fc.constant('roundReport' as const), key),
      fc.tuple(fc.constant('score' as const), score),
      fc.tuple(fc.constant('placeRegion' as const), key, fc.constantFrom('jowl', 'temporal', ''), fc.constantFrom(...SIDES), polygon), // prettier-ignore
      fc.tuple(fc.constant('resetRegion' as const), key),
      fc.tuple(fc.constant('copyRegion' as const), key, fc.constantFrom('jowl', 'temporal', ''), fc.constantFrom(...SIDES)), // prettier-ignore
      fc.tuple(fc.constant('checkRegion' as const), key),
      fc.tuple(fc.constantFrom('undoEdit' as const, 'redoEdit' as const)),
      fc.tuple(fc.constant('task' as const), key, key),
      fc.tuple(fc.constant('photograph' as const), key),
      fc.tuple(fc.constant('suggest' as const), key, key, fc.array(key, { maxLength: 3 })),
      fc.tuple(fc.constant('addRater' as const), fc.string()),
      fc.tuple(fc.constant('rescore' as const), fc.record({ score: key, value: fc.double({ min: -1, max: 2 }), reason: fc.constantFrom(...CHANGE_REASONS), words: fc.string() })), // prettier-ignore
      fc.tuple(fc.constant('chooseExemplar' as const), key, fc.double({ min: -1, max: 2 })),
      fc.tuple(fc.constant('removeExemplar' as const), key),
      fc.tuple(fc.constant('compare' as const), fc.record({ rater: key, region: key, exemplar: key, outcome: fc.constantFrom('fuller', 'alike', 'less'), seconds: fc.constant(1) }), fc.constant(null)), // prettier-ignore
      fc.tuple(
        fc.constantFrom('undoComparison' as const, 'acceptPairs' as const),
        key,
        fc.constant(null),
        key,
      ),
      fc.tuple(fc.constant('changePhotograph' as const), key, fc.record({ subject: fc.string(), day: fc.nat(), view: fc.constantFrom(...VIEWS), mirrored: fc.boolean() })), // prettier-ignore
    )
    await fc.assert(
      fc.asyncProperty(calls, async ([handler, ...args]) => {
        expect(codeOf(await call(handler, ...args))).not.toBe('unexpected')
      }),
      { numRuns: 500 },
    )
    expect(study.reader.check()).toMatchObject({ ok: true, findings: [] })
  })
})

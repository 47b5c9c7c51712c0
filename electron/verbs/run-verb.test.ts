import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStudy } from '../../db/study'
import { photograph, temporaryFolder } from '../../db/testing/fixtures'
import type { ImportPlan, ImportReport } from '../contract'
import { CONTINUOUS } from '../domain/scale'
import { MalarError } from '../domain/words'
import { Learning } from '../learning-job'
import type { Services } from '../services'
import { StudySession } from '../study-session'
import { Suggesting } from '../suggesting'
import { FACE, FakeEngine, labelledStudy } from '../testing/studies'
import { runVerb } from './run-verb'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))

const PLAN: ImportPlan = { id: 1, accepted: [], duplicate: [], refused: [], manifest: null }
const REPORT: ImportReport = { new: 2, duplicate: 0, refused: [], faces: 1, noFace: 1, cancelled: false }

let folder: string
let out: string
let err: string
let engine: FakeEngine
let services: Services
let planned: unknown[]
let plan: ImportPlan
let report: ImportReport
beforeEach(() => {
  folder = temporaryFolder()
  out = err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text: unknown, done?: unknown) => {
    out += String(text)
    if (typeof done === 'function') (done as () => void)()
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text: unknown) => {
    err += String(text)
    return true
  })
  engine = new FakeEngine()
  const suggesting = new Suggesting(engine.client)
  planned = []
  plan = PLAN
  report = REPORT
  services = {
    session: new StudySession(),
    engine: engine.client,
    importing: {
      plan: (_study: unknown, ...given: unknown[]) => {
        planned = given
        return Promise.resolve(plan)
      },
      accept: (...given: unknown[]) => {
        planned.push(given[1])
        return Promise.resolve(report)
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
  services.session.close()
  fs.rmSync(folder, { recursive: true })
})

const run = (...words: string[]) => runVerb(words, folder, services)
const json = () => JSON.parse(out) as Record<string, unknown>
const at = (name: string) => path.join(folder, name)

/** A study with six subjects and scores, closed. */
function someStudy(subjects = 6): string {
  labelledStudy(at('pilot.malar'), subjects).close()
  return 'pilot.malar'
}

describe('a command line', () => {
  it.each([[[]], [['help']]])('without a verb shows how to call each: %j', async (words) => {
    expect(await run(...words)).toBe(2)
    expect(out).toBe('')
    expect(err).toContain('Malar without a window:')
    for (const verb of ['new', 'import', 'scores', 'train', 'suggest', 'card', 'export', 'check', 'demo']) {
      expect(err).toContain(`  malar ${verb} `)
    }
  })

  it.each(['paint', '--help', '', 'constructor', 'toString', '__proto__'])(
    'with the verb “%s” is called wrongly',
    async (verb) => {
      expect(await run(verb)).toBe(2)
      expect(out).toBe('')
      expect(err).toContain('  malar new STUDY')
    },
  )

  it.each([
    [['new']],
    [['export', 'a.malar']],
    [['check', 'a.malar', 'b.malar']],
    [['check', 'a.malar', '--deep']],
    [['import', 'a.malar']],
    [['train', 'a.malar', '--seed', 'x']],
    [['train', 'a.malar', '--seed=']],
    [['train', 'a.malar', '--device', 'tpu']],
    [['import', 'a.malar', 'x', '--subjects', 'none']],
    [['demo', 'out', '--subjects', '1']],
  ])('that lacks or adds something is called wrongly: %j', async (words) => {
    expect(await run(...words, '--json')).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(`  malar ${words[0]} `)
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('out'))).toEqual([])
  })

  it.each([
    ['--device', 'tpu'],
    ['--objective', 'magic'],
  ])('with %s %s names the words that can be', async (option, word) => {
    expect(await run('train', someStudy(), option, word)).toBe(2)
    expect(err).toContain(`${option} takes one of`)
  })

  it('that fails says why on stderr, and as one object where that was asked for', async () => {
    expect(await run('check', 'gone.malar', '--json')).toBe(1)
    expect(out.trim().split('\n')).toHaveLength(1)
    const { error } = json() as { error: { code: string; message: string } }
    expect(error.code).toMatch(/^[a-z-]+$/)
    expect(error.code).not.toBe('unexpected')
    expect(err.trim()).toBe(error.message)
    out = ''
    expect(await run('check', 'gone.malar')).toBe(1)
    expect(out).toBe('')
  })

  it('that meets a fault of ours fails as well', async () => {
    services.suggesting.suggestAll = () => Promise.reject(new TypeError('a bug'))
    expect(await run('suggest', someStudy(), '--json')).toBe(1)
    expect(json()).toEqual({
      error: { code: 'unexpected', message: expect.stringContaining('a bug') as string },
    })
  })
})

describe('new', () => {
  it('makes a study of all regions with a continuous scale', async () => {
    expect(await run('new', 'first.malar', '--json')).toBe(0)
    expect(json()).toMatchObject({ study: at('first.malar'), scale: 'continuous' })
    expect(services.session.study.reader.info()).toMatchObject({ name: 'first', scale: CONTINUOUS })
    expect(services.session.study.reader.info().regions).toHaveLength(11)
  })

  it('takes scale, regions, name and rater', async () => {
    expect(await run('new', 'x.malar', '--scale', '0-4:0.5', '--regions', 'jowl, malar_soof', '--name=Pilot', '--rater', 'Anna M.')).toBe(0) // prettier-ignore
    expect(out).toContain('2 regions, scale 0-4:0.5')
    const { reader } = services.session.study
    expect(reader.info()).toMatchObject({ name: 'Pilot', regions: ['malar_soof', 'jowl'] })
    expect(reader.raters().map(({ name }) => name)).toEqual(['Anna M.'])
  })

  it.each([
    [['--scale', '0-9'], 'scale'],
    [['--regions', 'nose'], 'regions'],
    [['--rater', '=1'], 'identifier'],
  ])('refuses %j and leaves no file', async (options, code) => {
    expect(await run('new', 'x.malar', ...options, '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code } })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('never takes the place of a file', async () => {
    fs.writeFileSync(at('x.malar'), 'something else')
    expect(await run('new', 'x.malar', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'exists' } })
    expect(fs.readFileSync(at('x.malar'), 'utf8')).toBe('something else')
  })
})

describe('import', () => {
  beforeEach(() => someStudy())

  it('plans and accepts, with paths made absolute against the folder it was typed in', async () => {
    const absolute = path.resolve('/photos')
    expect(
      await run(
        'import',
        'pilot.malar',
        'a',
        absolute,
        '--manifest',
        'm.csv',
        '--subjects',
        'folder',
        '--json',
      ),
    ).toBe(0)
    expect(planned).toEqual([[at('a'), absolute], at('m.csv'), 'folder'])
    expect(json()).toEqual({ ...REPORT, manifest: null })
    expect(err).toContain('0 new, 0 duplicate, 0 refused')
  })

  it('lists what was refused, which alone is no failure', async () => {
    report = { ...REPORT, refused: [{ file: 'x.jpg', reason: 'It is damaged.' }] }
    expect(await run('import', 'pilot.malar', 'a')).toBe(0)
    expect(out).toBe('2 new (1 with a face, 1 without), 0 duplicate, 1 refused\n  x.jpg: It is damaged.\n')
  })

  it('fails when nothing at all could be used', async () => {
    report = { ...REPORT, new: 0, refused: [{ file: 'manifest.csv', reason: 'No column.' }] }
    expect(await run('import', 'pilot.malar', 'a')).toBe(1)
    // They looked well, and could not be decoded.
    plan = { ...PLAN, accepted: [{ file: 'x.jpg', subject: null, day: 0, view: 'frontal', pixels: '1 × 1' }] }
    expect(await run('import', 'pilot.malar', 'a')).toBe(1)
    report = { ...report, duplicate: 1 }
    expect(await run('import', 'pilot.malar', 'a')).toBe(0)
  })
})

describe('scores', () => {
  it('reports what went in, and fails when a row was refused', async () => {
    someStudy()
    const row = (score: string) => `${photograph(1).sha256},jowl,left,ben,${score}\n`
    fs.writeFileSync(at('s.csv'), `photograph,region,side,rater,score\n${row('2')}`)
    expect(await run('scores', 'pilot.malar', 's.csv', '--json')).toBe(0)
    expect(json()).toEqual({ added: 1, replaced: 0, same: 0, refused: [] })
    fs.writeFileSync(at('s.csv'), `photograph,region,side,rater,score\n${row('2')}${row('9')}`)
    out = ''
    expect(await run('scores', 'pilot.malar', 's.csv')).toBe(1)
    expect(out).toContain(
      '0 scores added, 0 replaced, 1 there already, 1 refused\n  row 3: A score lies between',
    )
  })
})

describe('train and suggest', () => {
  it('train tells the model, its verdict and its errors', async () => {
    someStudy(30)
    expect(await run('train', 'pilot.malar', '--seed', '3', '--json')).toBe(0)
    expect(json()).toMatchObject({
      promoted: true,
      seed: 3,
      objective: 'soft-n-pair',
      device: 'cpu',
      subjects: 30,
    })
    expect((json().errors as unknown[]).length).toBe(6)
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(err).toContain('embedding')
    out = ''
    expect(await run('suggest', 'pilot.malar', '--json')).toBe(0)
    expect(json()).toMatchObject({ suggestions: 120, withInterval: 120, unknown: 0 })
  })

  it('train fails with the engine', async () => {
    someStudy(30)
    engine.answers.hello = () => {
      throw new MalarError('tensorflow', 'TensorFlow could not be loaded.')
    }
    expect(await run('train', 'pilot.malar', '--json')).toBe(1)
    expect(json()).toEqual({ error: { code: 'tensorflow', message: 'TensorFlow could not be loaded.' } })
  })

  it('card writes what the model in use is worth, the same bytes each time', async () => {
    someStudy(30)
    await run('train', 'pilot.malar')
    out = ''
    expect(await run('card', 'pilot.malar')).toBe(0)
    expect(out).toMatch(/^# Model card: m1-[0-9a-f]{8}\n/)
    expect(out).not.toMatch(/S0000\d|anna/)
    const printed = out
    out = ''
    expect(await run('card', 'pilot.malar', '--out', 'card.md', '--json')).toBe(0)
    expect(json()).toMatchObject({ model: expect.stringMatching(/^m1-/), file: at('card.md') })
    expect(fs.readFileSync(at('card.md'), 'utf8')).toBe(printed)
    out = ''
    expect(await run('card', 'pilot.malar', '--out', 'no/such/card.md', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not-saved' } })
  })

  it('card fails without a model', async () => {
    expect(await run('card', someStudy(), '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'no-model' } })
  })

  it('suggest fails without a model', async () => {
    expect(await run('suggest', someStudy(), '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'no-model' } })
  })
})

describe('check and export', () => {
  it('check finds a study in order', async () => {
    expect(await run('check', someStudy(), '--json')).toBe(0)
    expect(json()).toMatchObject({ ok: true, findings: [], photographs: 6, scores: 24 })
  })

  it('check names a photograph whose bytes were changed, and fails', async () => {
    const study = createStudy(at('x.malar'), { name: 'x', regions: ['jowl'], scale: CONTINUOUS })
    const marked = Buffer.from('the bytes of this very photograph')
    study.writer.addPhotograph(photograph(1, { bytes: marked, landmarks: FACE, regions: [] }))
    study.close()
    const file = fs.readFileSync(at('x.malar'))
    file[file.indexOf(marked)] = 0x54
    fs.writeFileSync(at('x.malar'), file)
    expect(await run('check', 'x.malar')).toBe(1)
    expect(out).toContain('Photograph 1 is damaged')
  })

  it('export writes the tables and lists them', async () => {
    expect(await run('export', someStudy(), 'out')).toBe(0)
    expect(out).toContain('scores.csv: 24 rows')
    expect(fs.readdirSync(at('out'))).toHaveLength(5)
    fs.writeFileSync(at('file'), '')
    out = ''
    expect(await run('export', 'pilot.malar', 'file/out', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not-saved' } })
  })
})

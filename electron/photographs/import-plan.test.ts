import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badFiles, jpegWithOrientation, plainJpeg, plainPng, plainWebp } from './fixtures'
import { planImport, readPhotograph } from './import-plan'
import type { Plan } from './import-plan'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-plan-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const at = (name: string) => path.join(folder, name)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const nothingKnown = () => false

function put(name: string, content: Uint8Array | string): string {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true })
  fs.writeFileSync(at(name), content)
  return at(name)
}

const names = (plan: Plan) => plan.accepted.map((one) => path.relative(folder, one.path))
const reasons = (plan: Plan) => new Map(plan.refused.map(({ file, reason }) => [file, reason]))

describe('the dry run', () => {
  it('accepts JPEG, PNG and WebP with their hash and header', async () => {
    put('a.jpg', jpegWithOrientation(6))
    put('b.png', plainPng())
    put('c.webp', plainWebp())
    const plan = await planImport([folder], null, nothingKnown)
    expect(plan.accepted).toEqual([
      {
        path: at('a.jpg'),
        sha256: sha256(jpegWithOrientation(6)),
        header: { format: 'jpeg', width: 80, height: 40, orientation: 6 },
        entry: null,
      },
      expect.objectContaining({ path: at('b.png'), sha256: sha256(plainPng()) }),
      expect.objectContaining({ path: at('c.webp'), sha256: sha256(plainWebp()) }),
    ])
    expect(plan).toMatchObject({ duplicate: [], refused: [], manifest: null, manifestRefused: false })
  })

  it('refuses every kind of bad file with its own sentence and accepts the rest', async () => {
    const bad = badFiles()
    for (const { name, bytes } of bad) put(name, bytes)
    put('good.jpg', plainJpeg())
    put('good.png', plainPng())
    const plan = await planImport([folder], null, nothingKnown)
    expect(names(plan)).toEqual(['good.jpg', 'good.png'])
    const said = reasons(plan)
    expect(said.size).toBe(bad.length)
    for (const { name, says } of bad) expect(said.get(name), name).toContain(says)
    // The kinds that the clinician can do something different about each have a sentence of their own.
    const kinds = [
      'notes.jpg',
      'truncated.jpg',
      'bomb.png',
      'animated.png',
      'cmyk.jpg',
      'deep.png',
      'empty.jpg',
    ]
    expect(new Set(kinds.map((name) => said.get(name))).size).toBe(kinds.length)
  })

  it('knows by content what is in the study and what comes twice', async () => {
    put('1.jpg', plainJpeg())
    put('2.png', plainPng())
    put('again/copy-of-2.png', plainPng())
    const known = sha256(plainJpeg())
    const plan = await planImport([folder], null, (hash) => hash === known)
    expect(names(plan)).toEqual(['2.png'])
    expect(plan.duplicate).toEqual(['1.jpg', 'copy-of-2.png'])
    expect(plan.refused).toEqual([])
  })

  it('writes nothing and tells how far it is', async () => {
    put('1.jpg', plainJpeg())
    put('2.png', plainPng())
    const before = fs.readdirSync(folder)
    const steps: [number, number][] = []
    await planImport([folder], null, nothingKnown, (...step) => steps.push(step))
    expect(steps).toEqual([
      [1, 2],
      [2, 2],
    ])
    expect(fs.readdirSync(folder)).toEqual(before)
  })

  it('reads neither a study that is open nor what is no file', async () => {
    const study = put('study.malar', plainJpeg())
    execFileSync('mkfifo', [at('pipe.jpg')])
    const plan = await planImport([folder], null, nothingKnown, undefined, (path) => path === study)
    expect(names(plan)).toEqual([])
    expect(reasons(plan).get('study.malar')).toContain('the study that is open')
    expect(reasons(plan).get('pipe.jpg')).toContain('not a file')
  })

  it('names a path that is not there, and a folder that cannot be read as a file', async () => {
    const plan = await planImport([at('gone.jpg')], null, nothingKnown)
    expect(plan.refused).toEqual([{ file: 'gone.jpg', reason: 'There is no such file.' }])
    await expect(readPhotograph(folder)).rejects.toThrow('not a file')
  })

  it('refuses a file over 64 MB without reading it', async () => {
    const file = fs.openSync(at('huge.jpg'), 'w')
    fs.ftruncateSync(file, 64 * 1024 * 1024 + 1)
    fs.closeSync(file)
    const plan = await planImport([at('huge.jpg')], null, nothingKnown)
    expect(plan.refused[0]?.reason).toContain('larger than 64 MB')
  })
})

describe('the dry run with a manifest', () => {
  const row = (file: string, rest = 'P-1,0,frontal') => `${file},${rest}\n`
  const HEADER = 'file,subject,day,view\n'

  it('takes the files that the manifest names, wherever they lie', async () => {
    put('photos/a.jpg', plainJpeg())
    const manifest = put('lists/m.csv', HEADER + row('../photos/a.jpg', 'P-1,90,frontal'))
    const plan = await planImport([], manifest, nothingKnown)
    expect(names(plan)).toEqual(['photos/a.jpg'])
    expect(plan.accepted[0]?.entry).toEqual({ subject: 'P-1', day: 90, view: 'frontal', mirrored: false })
    expect(plan.manifest).toBe(manifest)
  })

  it('finds a manifest.csv in the folder, and matches paths however they are spelt', async () => {
    put('a.jpg', plainJpeg())
    put('manifest.csv', HEADER + row('./x/../a.jpg'))
    const plan = await planImport([`${folder}//`], null, nothingKnown)
    expect(names(plan)).toEqual(['a.jpg'])
    expect(plan.refused).toEqual([])
  })

  it('gives every trouble its own sentence and accepts the rest', async () => {
    for (const name of ['good.jpg', 'odd.jpg', 'twice.jpg', 'unknown.jpg']) {
      put(name, new Uint8Array([...plainJpeg(), ...Buffer.from(name)]))
    }
    put('manifest.csv', HEADER + row('good.jpg') + row('odd.jpg', '=cmd,0,frontal') + row('gone.jpg') + row('twice.jpg') + row('twice.jpg', 'P-2,0,frontal')) // prettier-ignore
    const plan = await planImport([folder], null, nothingKnown)
    expect(names(plan)).toEqual(['good.jpg'])
    expect(plan.refused).toHaveLength(4)
    expect(reasons(plan)).toEqual(
      new Map([
        ['odd.jpg', expect.stringContaining('cannot be used')],
        ['gone.jpg', 'There is no such file.'],
        ['twice.jpg', expect.stringContaining('two rows')],
        ['unknown.jpg', expect.stringContaining('no row for this file')],
      ]),
    )
  })

  it('reports a file without a row even where a refused one elsewhere has the same name', async () => {
    put('visit1/front.jpg', plainJpeg())
    put('visit2/front.jpg', plainPng())
    put('manifest.csv', HEADER + row('visit1/front.jpg', '=bad,0,frontal'))
    const plan = await planImport([folder], null, nothingKnown)
    expect(plan.refused.map(({ file }) => file)).toEqual(['visit1/front.jpg', 'front.jpg'])
  })

  it.each([
    ['lacks a column', 'file,subject\na.jpg,P-1\n', 'no column “day”'],
    ['is no proper CSV', `${HEADER}"a.jpg,P-1,0,frontal\n`, 'quotation mark'],
  ])('takes in nothing when the manifest %s', async (_what, text, says) => {
    put('a.jpg', plainJpeg())
    put('manifest.csv', text)
    const plan = await planImport([folder], null, nothingKnown)
    expect(plan).toMatchObject({ accepted: [], duplicate: [], manifestRefused: true })
    expect(plan.refused).toEqual([{ file: 'manifest.csv', reason: expect.stringContaining(says) as string }])
  })

  it('takes in nothing when the manifest cannot be read', async () => {
    put('a.jpg', plainJpeg())
    const plan = await planImport([folder], at('gone.csv'), nothingKnown)
    expect(plan.accepted).toEqual([])
    expect(plan.refused).toEqual([{ file: 'gone.csv', reason: 'The manifest cannot be read.' }])
  })
})

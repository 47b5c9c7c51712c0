import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Work {
  name: string
  version: string
  licence: string
  note: string
  text: string
}
interface Packages {
  packageFolder(file: string): string | undefined
  readPackage(folder: string, corrections?: readonly object[]): Work
}
interface Corrections {
  CORRECTIONS: readonly { name: string; licence?: string; says: string; reason: string }[]
}
const table = './corrections.mjs'
const { CORRECTIONS } = (await import(table)) as Corrections
const module = './packages.mjs'
const { packageFolder, readPackage } = (await import(module)) as Packages

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'malar-package-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(files: Record<string, string>, license: unknown = 'MIT'): void {
  const all = { 'package.json': JSON.stringify({ name: 'thing', version: '1.2.3', license }), ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

const correction = { name: 'thing', version: '1.2.3', says: 'MIT', texts: [], reason: 'Because.' }

describe('a package', () => {
  it('is read with all its papers, in order', () => {
    put({
      'NOTICE.md': 'A notice.\r\n',
      LICENSE: '\uFEFF\n\nA licence.\n',
      'licence.js': 'code',
      'README.md': 'no',
    })
    const { text, ...rest } = readPackage(folder, [])
    expect(rest).toEqual({ name: 'thing', version: '1.2.3', licence: 'MIT', note: '' })
    expect(text).toMatch(/^A licence\.\n\n-+\n\nA notice\.$/)
  })

  it('is refused under the GPL', () => {
    put({ LICENSE: 'GNU' }, 'GPL-3.0-or-later')
    expect(() => readPackage(folder, [])).toThrow('thing 1.2.3 is under GPL-3.0-or-later')
  })

  it.each([undefined, { type: 'MIT' }, 'SEE LICENSE IN LICENSE'])('is refused when it says %j', (license) => {
    put({ LICENSE: 'MIT' }, license ?? null)
    expect(() => readPackage(folder, [])).toThrow('corrections.mjs')
  })

  it('is refused without a text', () => {
    put({})
    expect(() => readPackage(folder, [])).toThrow('thing 1.2.3 comes without the text of its licence (MIT)')
  })
})

describe('a correction', () => {
  it('gives the text and the licence, and says why', () => {
    put({ 'README.md': 'How to use it.\n## Licence\nCopyright somebody.\n## Thanks\n' })
    const texts = [
      { own: 'README.md', from: '## Licence', to: '## Thanks' },
      { text: 'MIT', copyright: 'Copyright (c) Somebody' },
    ]
    const work = readPackage(folder, [{ ...correction, licence: 'MIT AND ISC', texts }])
    expect(work.licence).toBe('MIT AND ISC')
    expect(work.note).toBe('Because.')
    expect(work.text).toMatch(
      /^## Licence\nCopyright somebody\.\n\n-+\n\nCopyright \(c\) Somebody\n\nPermission/,
    )
  })

  it('is about one version, and about what that one said', () => {
    put({ LICENSE: 'MIT' })
    expect(() => readPackage(folder, [{ ...correction, version: '1.2.2' }])).toThrow(
      'corrections.mjs is about thing 1.2.2, which said MIT; installed is thing 1.2.3',
    )
    expect(() => readPackage(folder, [{ ...correction, says: 'ISC' }])).toThrow('which says MIT')
  })

  it('is refused when the file no longer holds the text', () => {
    put({ 'README.md': 'Moved to our site.' })
    const texts = [{ own: 'README.md', from: '## Licence' }]
    expect(() => readPackage(folder, [{ ...correction, texts }])).toThrow('README.md of thing 1.2.3')
  })

  it('cannot let a forbidden licence in', () => {
    put({ LICENSE: 'GNU' }, 'MIT')
    expect(() => readPackage(folder, [{ ...correction, licence: 'AGPL-3.0-only' }])).toThrow('AGPL-3.0-only')
  })
})

it('every correction fits what is installed', () => {
  expect(CORRECTIONS.length).toBeGreaterThan(0)
  for (const { name, licence, says, reason } of CORRECTIONS) {
    const work = readPackage(join(import.meta.dirname, '..', '..', '..', 'node_modules', name))
    expect([work.licence, work.note]).toEqual([licence ?? says, reason])
  }
})

describe('the folder of a file', () => {
  it.each([
    ['node_modules/long/src/long.js', 'node_modules/long'],
    ['node_modules/@a/b/lib/c.js', 'node_modules/@a/b'],
    ['node_modules/@a/b/node_modules/c/d.js', 'node_modules/@a/b/node_modules/c'],
    ['electron/main.ts', undefined],
  ])('%s', (file, expected) => {
    expect(packageFolder(file)).toBe(expected)
  })
})

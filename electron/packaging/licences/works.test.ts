import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

interface Work {
  name: string
  version: string
  licence: string
  note: string
  text: string
  where: string[]
}
interface Contents {
  bundled: Record<string, string[]>
  shipped: string[]
  electron: string
  appImage: boolean
  tensorflow: { version: string; folder: string }
}
interface Works {
  listWorks(contents: Contents): Work[]
  noticesText(works: Work[]): string
}
const module = './works.mjs'
const { listWorks, noticesText } = (await import(module)) as Works

const folder = mkdtempSync(join(tmpdir(), 'malar-works-'))
writeFileSync(join(folder, 'LICENSE'), 'Apache')
writeFileSync(join(folder, 'THIRD_PARTY_TF_C_LICENSES'), 'Eigen, zlib and others')
afterAll(() => rmSync(folder, { recursive: true }))

const contents: Contents = {
  bundled: {
    program: ['node_modules/jpeg-js/lib/decoder.js', 'node_modules/papaparse/papaparse.js'],
    window: ['node_modules/svelte/src/index-client.js', 'node_modules/papaparse/papaparse.js'],
  },
  shipped: [
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js',
    'node_modules/@tensorflow/tfjs-core/node_modules/node-fetch/lib/index.js',
    'node_modules/tr46/index.js',
  ],
  electron: '45.4.1',
  appImage: false,
  tensorflow: { version: '2.21.0', folder },
}
const works = listWorks(contents)
const named = (name: string) => works.find((work) => work.name === name)

describe('the list of works', () => {
  it('names every package that went in, where it is, and what is compiled into it', () => {
    expect(named('papaparse')?.where).toEqual(['program', 'window'])
    expect(named('svelte')?.where).toEqual(['window'])
    expect(named('@tensorflow/tfjs-core')?.where).toEqual(['learning engine'])
    expect(named('node-fetch')?.where).toEqual(['learning engine'])
    expect(named('better-sqlite3')?.where).toEqual(['study file'])
    expect(named('SQLite')?.version).toMatch(/^3\.\d+\.\d+$/)
    expect(named('node-addon-api')).toBeDefined()
    expect(named('valibot')).toBeUndefined()
  })

  it('names the platform, TensorFlow and the models', () => {
    expect(named('Electron')?.version).toBe('45.4.1')
    expect(named('Works in TensorFlow')?.text).toContain('Eigen')
    expect(named('FFmpeg')?.text).toContain('GNU LESSER GENERAL PUBLIC LICENSE')
    expect(named('EfficientNet-lite0')?.text).toContain('Apache License')
  })

  it('gives each a version, a licence and a text', () => {
    for (const { name, version, licence, text } of works) {
      expect([name, version, licence, text].map((part) => part.trim().length > 0)).toEqual([
        true,
        true,
        true,
        true,
      ])
    }
  })

  it('holds the notices of what is compiled into WebAssembly when that is shipped', () => {
    const file = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js'
    const more = listWorks({ ...contents, shipped: [...contents.shipped, file] }).map(({ name }) => name)
    expect(more).toContain('XNNPACK')
    expect(more).toContain('musl')
    expect(named('XNNPACK')).toBeUndefined()
  })

  it('holds what begins an AppImage where one can be made', () => {
    expect(named('AppImage runtime')).toBeUndefined()
    const runtime = listWorks({ ...contents, appImage: true }).find(({ name }) => name === 'AppImage runtime')
    expect(runtime?.text).toMatch(/Simon Peter[^]*Dave Vasilevsky/)
  })

  it('is in order, Malar first, and the same whatever the order of the files', () => {
    const names = works.map(({ name }) => name.replace('@', '').toLowerCase())
    expect(names[0]).toBe('malar')
    expect(names.slice(1)).toEqual(names.slice(1).sort())
    const turned = {
      ...contents,
      bundled: { window: [...contents.bundled.window!].reverse(), program: contents.bundled.program! },
      shipped: [...contents.shipped].reverse(),
    }
    expect(listWorks(turned)).toEqual(works)
  })

  it('is refused without the notices of TensorFlow', () => {
    const tensorflow = { version: '2.21.0', folder: tmpdir() }
    expect(() => listWorks({ ...contents, tensorflow })).toThrow('TensorFlow 2.21.0 comes without LICENSE')
  })

  it('becomes one plain text with all of it', () => {
    const text = noticesText(works)
    for (const { name, licence, text: own } of works) {
      expect(text).toContain(`${name}, `)
      expect(text).toContain(`Licence: ${licence}`)
      expect(text).toContain(own)
    }
  })

  it('of Malar itself has the text of the project', () => {
    const own = readFileSync(join(import.meta.dirname, '..', '..', '..', 'LICENSE'), 'utf8').trim()
    expect(works[0]!.text).toContain(own.slice(0, 200))
  })
})

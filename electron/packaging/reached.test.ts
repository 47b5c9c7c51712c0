import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Reached {
  externalsOf: (bundles: string[]) => string[]
  reachedFiles: (names: string[], without: string[]) => Promise<string[]>
}

let reached: Reached
let folder: string
beforeAll(async () => {
  reached = (await import('./reached.mjs' as string)) as Reached
  folder = mkdtempSync(join(tmpdir(), 'malar-reached-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what a bundle asks of packages', () => {
  it('is read from its calls, by whatever name they go', () => {
    const bundle = join(folder, 'bundle.cjs')
    writeFileSync(
      bundle,
      'var a = __toESM(require("better-sqlite3")); requireHere("@tensorflow/tfjs-node/dist/proto/api_pb");' +
        'require("electron"); require("node:fs"); requireHere("@tensorflow/tfjs-node")',
    )
    expect(reached.externalsOf([bundle])).toEqual([
      '@tensorflow/tfjs-node',
      '@tensorflow/tfjs-node/dist/proto/api_pb',
      'better-sqlite3',
    ])
  })
})

describe('what of packages is reached', () => {
  it('is the JavaScript of a package, its manifest and its licence, and nothing of its sources', async () => {
    const files = await reached.reachedFiles(['better-sqlite3'], [])
    expect(files).toContain('better-sqlite3/lib/database.js')
    expect(files).toContain('better-sqlite3/package.json')
    expect(files).toContain('better-sqlite3/LICENSE')
    expect(files.filter((file) => /\/(src|deps|prebuilds)\//.test(file))).toEqual([])
  })

  it('goes on into the packages that a package asks for, and stops at those that are replaced', async () => {
    const files = await reached.reachedFiles(['@tensorflow/tfjs-node'], ['@mapbox/node-pre-gyp'])
    expect(files).toContain('@tensorflow/tfjs-core/dist/tf-core.node.js')
    expect(files.some((file) => file.startsWith('@mapbox/'))).toBe(false)
    expect(files.every((file) => existsSync(join('node_modules', file)))).toBe(true)
    const bytes = files.reduce((sum, file) => sum + readFileSync(join('node_modules', file)).length, 0)
    expect(bytes).toBeLessThan(12e6) // of 280 MB
  })

  it('holds the WebAssembly that lies beside the program which looks for it', async () => {
    const files = await reached.reachedFiles(['@tensorflow/tfjs-backend-wasm'], [])
    expect(files.filter((file) => file.endsWith('.wasm'))).toHaveLength(3)
  })
})

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findFiles } from './import-files'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-files-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

function put(...names: string[]): void {
  for (const name of names) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), name)
  }
}

const below = (files: readonly string[]) => files.map((file) => path.relative(folder, file))

it('walks folders deeply and in alphabetical order', async () => {
  put('b.jpg', 'a/2.png', 'a/1.png', 'a/deep/x.webp', 'c.jpg')
  const found = await findFiles([folder])
  expect(below(found.files)).toEqual(['a/1.png', 'a/2.png', 'a/deep/x.webp', 'b.jpg', 'c.jpg'])
  expect(found).toMatchObject({ missing: [], manifest: null })
})

it('leaves out hidden files and the usual litter', async () => {
  put('a.jpg', '.DS_Store', '.hidden/b.jpg', 'Thumbs.db', 'desktop.ini')
  expect(below((await findFiles([folder])).files)).toEqual(['a.jpg'])
})

it('takes a manifest.csv among them for the manifest, and other tables for files', async () => {
  put('Manifest.CSV', 'a.jpg', 'truth.csv')
  const found = await findFiles([folder])
  expect(below([found.manifest as string])).toEqual(['Manifest.CSV'])
  expect(below(found.files)).toEqual(['a.jpg', 'truth.csv'])
})

it('names what does not exist and goes on', async () => {
  put('a.jpg')
  const gone = path.join(folder, 'gone.jpg')
  const found = await findFiles([gone, path.join(folder, 'a.jpg')])
  expect(found.missing).toEqual([gone])
  expect(below(found.files)).toEqual(['a.jpg'])
})

it('lists a file once, by one absolute path, however it was given', async () => {
  put('a/1.jpg')
  const odd = `${folder}/a/../a//1.jpg`
  const relative = path.relative(process.cwd(), path.join(folder, 'a'))
  expect(below((await findFiles([odd, folder, relative])).files)).toEqual(['a/1.jpg'])
})

it('comes to an end where a link leads back, and lists nothing twice', async () => {
  put('a/1.jpg')
  fs.symlinkSync(folder, path.join(folder, 'a', 'round'))
  expect(below((await findFiles([folder])).files)).toEqual(['a/1.jpg'])
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { afterEach, beforeEach, expect, it } from 'vitest'

interface Archive {
  assertHolds: (archive: string, folder: string) => void
}

const { assertHolds } = (await import('./archive.mjs' as string)) as Archive

let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malar-archive-'))
  mkdirSync(join(folder, 'app', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'app', 'assets', 'mesh.obj'), 'o')
  writeFileSync(join(folder, 'app', 'main.cjs'), '')
  await createPackage(join(folder, 'app'), join(folder, 'app.asar'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('an archive with all that was laid out is a good one', () => {
  expect(() => assertHolds(join(folder, 'app.asar'), join(folder, 'app'))).not.toThrow()
})

it('an archive that lacks a file is refused by the name of the file', () => {
  writeFileSync(join(folder, 'app', 'assets', 'trunk.bin'), '')
  expect(() => assertHolds(join(folder, 'app.asar'), join(folder, 'app'))).toThrow(
    'The archive lacks assets/trunk.bin.',
  )
})

it('an archive with something that nobody laid out is refused too', () => {
  rmSync(join(folder, 'app', 'main.cjs'))
  expect(() => assertHolds(join(folder, 'app.asar'), join(folder, 'app'))).toThrow('not laid out: main.cjs')
})

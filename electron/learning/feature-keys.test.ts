import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LOOK_KIND } from '../domain/likeness'
import { trunkKey } from './feature-keys'

const TRUNK = new URL('../../assets/trunk', import.meta.url).pathname

it('the key of the trunk is the same every time, and another for other weights', () => {
  const folder = mkdtempSync(join(tmpdir(), 'malar-keys-'))
  for (const file of ['trunk.json', 'trunk.bin']) copyFileSync(join(TRUNK, file), join(folder, file))
  expect(trunkKey(folder)).toMatch(/^trunk-[0-9a-f]{16}$/)
  expect(trunkKey(folder)).toBe(trunkKey(TRUNK))
  const weights = readFileSync(join(folder, 'trunk.bin'))
  weights[99] = (weights[99] as number) ^ 1
  writeFileSync(join(folder, 'trunk.bin'), weights)
  expect(trunkKey(folder)).not.toBe(trunkKey(TRUNK))
  rmSync(folder, { recursive: true })
})

it('looks are kept under the name of the trunk that they follow from', () => {
  expect(LOOK_KIND).toBe(`look-1-${trunkKey(TRUNK)}`)
})

import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hold, isHeld, isSameFile } from './held'
import { temporaryFolder } from './testing/fixtures'

let folder: string
const at = (name: string): string => path.join(folder, name)
beforeEach(() => {
  folder = temporaryFolder()
  for (const name of ['one', 'other']) fs.writeFileSync(at(name), name)
  fs.linkSync(at('one'), at('hard'))
  fs.symlinkSync(at('one'), at('soft'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

it('knows a file that is held by any of its names, until it is let go', () => {
  const letGo = hold(at('one'))
  expect(['one', 'hard', 'soft', 'other', 'gone'].filter((name) => isHeld(at(name)))).toEqual([
    'one',
    'hard',
    'soft',
  ])
  letGo()
  expect(isHeld(at('one'))).toBe(false)
})

it('tells one file from another, also when it is gone', () => {
  expect(isSameFile(at('one'), at('soft'))).toBe(true)
  expect(isSameFile(at('one'), at('other'))).toBe(false)
  expect(isSameFile(at('gone'), at('gone'))).toBe(true)
  expect(isSameFile(at('gone'), at('gone too'))).toBe(false)
})

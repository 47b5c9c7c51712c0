import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../db/testing/fixtures'
import { whyNoProfile } from './profile'
import { profile } from './testing/electron'

vi.mock('electron', () => import('./testing/electron'))

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

it('makes the folder, for the person alone', () => {
  profile.folder = path.join(folder, 'config', 'Malar')
  expect(whyNoProfile()).toBeNull()
  expect(fs.statSync(profile.folder).mode & 0o777).toBe(0o700)
  expect(whyNoProfile()).toBeNull()
})

it('says which folder it is where nothing can be kept in it, and what to do', () => {
  fs.writeFileSync(path.join(folder, 'file'), '')
  profile.folder = path.join(folder, 'file')
  expect(whyNoProfile()).toMatch(/file, and cannot write there \(EEXIST\)\. .+ then start Malar again\./)
  profile.folder = path.join(folder, 'file', 'Malar')
  expect(whyNoProfile()).toContain('(ENOTDIR)')
})

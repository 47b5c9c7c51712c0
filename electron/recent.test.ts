import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../db/testing/fixtures'
import { forgetStudy, recentStudies, rememberStudy, whenRecentChanges } from './recent'
import { profile } from './testing/electron'

vi.mock('electron', () => import('./testing/electron'))

beforeEach(() => {
  profile.folder = temporaryFolder()
})
afterEach(() => fs.rmSync(profile.folder, { recursive: true }))

const file = (): string => path.join(profile.folder, 'recent.json')
const names = (): string[] => recentStudies().map(({ name }) => name)

it('remembers the latest first, each once, and no more than twelve', () => {
  for (let n = 1; n <= 14; n++) rememberStudy(`/studies/${n}.malar`, `Study ${n}`)
  rememberStudy('/studies/9.malar', 'Study 9, renamed')
  expect(names()).toHaveLength(12)
  expect(names().slice(0, 3)).toEqual(['Study 9, renamed', 'Study 14', 'Study 13'])
})

it('marks a study whose file is gone, and forgets one without touching its file', () => {
  const there = path.join(profile.folder, 'there.malar')
  fs.writeFileSync(there, 'a study')
  rememberStudy('/nowhere/gone.malar', 'Gone')
  rememberStudy(there, 'There')
  expect(recentStudies().map(({ name, exists }) => [name, exists])).toEqual([['There', true], ['Gone', false]]) // prettier-ignore
  const told = vi.fn()
  whenRecentChanges(told)
  forgetStudy(there)
  whenRecentChanges(() => undefined)
  expect(told).toHaveBeenCalledOnce()
  expect(names()).toEqual(['Gone'])
  expect(fs.existsSync(there)).toBe(true)
})

it('begins anew where its file is no list, and passes over what is no study', () => {
  fs.writeFileSync(file(), '{"not": "a list"')
  expect(names()).toEqual([])
  const good = { path: '/studies/1.malar', name: 'One', openedAt: '2026-01-01T00:00:00.000Z' }
  fs.writeFileSync(file(), JSON.stringify([null, 7, { path: 1 }, good]))
  expect(names()).toEqual(['One'])
})

it('a list that cannot be written is no error', () => {
  fs.mkdirSync(file())
  expect(() => rememberStudy('/studies/1.malar', 'One')).not.toThrow()
})

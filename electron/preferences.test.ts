import fc from 'fast-check'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../db/testing/fixtures'
import { DEFAULT_PREFERENCES } from './preference-values'
import { Preferences } from './preferences'

let folder: string
beforeEach(() => (folder = temporaryFolder()))
afterEach(() => fs.rmSync(folder, { recursive: true }))
const keep = (text: string): void => fs.writeFileSync(path.join(folder, 'preferences.json'), text)

describe('preferences', () => {
  it('begin as nothing chosen', () => {
    expect(new Preferences(folder).values).toEqual(DEFAULT_PREFERENCES)
  })

  it('are there on the next day, and tell of a change', () => {
    const preferences = new Preferences(folder)
    const heard = vi.fn()
    preferences.onChange = heard
    preferences.change({ theme: 'dark', keys: { 'score.note': 'Q' } })
    expect(heard).toHaveBeenCalledWith({ ...DEFAULT_PREFERENCES, theme: 'dark', keys: { 'score.note': 'Q' } })
    expect(new Preferences(folder).values).toEqual(preferences.values)
    expect(fs.readdirSync(folder)).toEqual(['preferences.json'])
  })

  it('fall back part by part where the file is damaged', () => {
    keep(
      JSON.stringify({
        theme: 'pink',
        textSize: 125,
        idleSeconds: 1e9,
        keys: { 'score.note': 'Q', 'score.back': 7 },
        strange: 1,
      }),
    )
    expect(new Preferences(folder).values).toEqual({
      ...DEFAULT_PREFERENCES,
      textSize: 125,
      keys: { 'score.note': 'Q' },
    })
  })

  it('can be read from whatever the file holds', () => {
    const good = new Preferences(folder).values
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        keep(text)
        const { values } = new Preferences(folder)
        expect(Object.keys(values).sort()).toEqual(Object.keys(good).sort())
      }),
      { numRuns: 200 },
    )
  })

  it('last as long as the app where they cannot be kept', () => {
    const preferences = new Preferences(path.join(folder, 'gone'))
    expect(preferences.change({ textSize: 150 }).textSize).toBe(150)
    expect(preferences.values.textSize).toBe(150)
  })
})

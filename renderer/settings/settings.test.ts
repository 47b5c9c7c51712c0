import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_PREFERENCES, type PreferenceValues } from '../../electron/contract'
import { STEPS, Tour } from '../home/tour.svelte'
import type { KeyLike } from '../keys/chord'
import { Keys } from '../keys/keys.svelte'
import { Preferences } from './preferences.svelte'
import { Remapping } from './remapping.svelte'

function press(key: string, more: Partial<KeyLike> = {}): KeyLike {
  const base = {
    key,
    code: '',
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
  }
  return { ...base, target: null, preventDefault: () => {}, ...more }
}

function settings(kept: Partial<PreferenceValues> = {}) {
  const client = {
    preferences: vi.fn(async () => ({ ...DEFAULT_PREFERENCES, ...kept })),
    changePreferences: vi.fn(async () => DEFAULT_PREFERENCES),
  }
  const preferences = new Preferences(client)
  return { client, preferences, keys: new Keys(() => preferences.values.keys) }
}

describe('preferences in the window', () => {
  it('act at once, even where they cannot be kept', () => {
    const { client, preferences } = settings()
    client.changePreferences.mockRejectedValueOnce(new Error('The disk is full.'))
    preferences.change({ theme: 'dark' })
    expect(preferences.theme).toBe('dark')
    expect(client.changePreferences).toHaveBeenCalledWith({ theme: 'dark' })
  })
  it('step the text through its sizes and stop at the ends', () => {
    const { preferences } = settings()
    const sizes = [-1, 1, 1, 1, 1, -1].map((by) => {
      preferences.stepText(by as 1 | -1)
      return preferences.values.textSize
    })
    expect(sizes).toEqual([100, 110, 125, 150, 150, 125])
  })
})

describe('giving a key', () => {
  it('waits for a key that is free, and says why another is not', () => {
    const { preferences, keys } = settings()
    const remapping = new Remapping(keys, preferences)
    remapping.begin('score.note')
    for (const event of [press('Shift'), press('j', { repeat: true })]) keys.handle(event)
    expect(remapping.refused).toBe(null)
    keys.handle(press('x'))
    expect(remapping.refused).toMatchObject({
      id: 'score.note',
      words: expect.stringContaining('“Cannot judge”'),
    })
    expect(remapping.waiting).toBe('score.note')
    keys.handle(press('q'))
    expect([remapping.waiting, remapping.refused]).toEqual([null, null])
    expect(preferences.values.keys).toEqual({ 'score.note': 'Q' })
    expect(keys.hint('score.note')).toBe('Q')
  })
  it('leaves everything as it is on Escape', () => {
    const { preferences, keys } = settings()
    const remapping = new Remapping(keys, preferences)
    remapping.begin('score.note')
    keys.handle(press('Escape'))
    expect([remapping.waiting, preferences.values.keys]).toEqual([null, {}])
    const act = vi.fn()
    keys.use('score', { 'score.note': act })
    keys.handle(press('n'))
    expect(act).toHaveBeenCalledTimes(1)
  })
  it('gives one key back, or all', async () => {
    const { preferences, keys } = settings({ keys: { 'score.note': 'Q', 'score.zoom': 'W' } })
    await preferences.load()
    const remapping = new Remapping(keys, preferences)
    remapping.reset('score.note')
    expect(preferences.values.keys).toEqual({ 'score.zoom': 'W' })
    remapping.resetAll()
    expect(preferences.values.keys).toEqual({})
  })
})

describe('the tour', () => {
  it('comes by itself once, when nobody has seen it', async () => {
    const { client, preferences } = settings()
    const tour = new Tour(preferences)
    expect(tour.step).toBe(null)
    await preferences.load()
    expect(tour.shows('home')).toBe(true)
    for (const step of STEPS) {
      expect(tour.step).toBe(step)
      tour.next()
    }
    expect(tour.step).toBe(null)
    expect(client.changePreferences).toHaveBeenCalledWith({ tourSeen: true })
  })
  it('is skipped, and begins again when it is asked for', async () => {
    const { client, preferences } = settings({ tourSeen: true })
    await preferences.load()
    const tour = new Tour(preferences)
    expect(tour.step).toBe(null)
    tour.begin()
    tour.next()
    tour.back()
    tour.back()
    expect(tour.at).toBe(0)
    tour.end()
    expect([tour.step, client.changePreferences.mock.calls.length]).toEqual([null, 0])
  })
})

/** What Malar says of itself, and where its list of licences comes from. */
import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { about, aboutText } from '../about'
import { mainProcess } from '../testing/main-process'
import { clipboard, profile } from '../testing/electron'

vi.mock('electron', () => import('../testing/electron'))
vi.mock('../paths', async (original) => ({
  ...(await original<object>()),
  appPath: (name: string) => join(profile.folder, name),
}))

const main = mainProcess()
const { call } = main

describe('about', () => {
  it('names the versions, and that of TensorFlow only where the engine runs', () => {
    const version = (state: Parameters<typeof about>[0]) => about(state).parts.at(-1)?.version
    const ready = { phase: 'ready', device: 'cpu', deviceName: '', tensorflow: '2.21.0', busy: null } as const
    expect(version(ready)).toBe('2.21.0')
    expect(version({ ...ready, tensorflow: null })).toContain('WebAssembly')
    expect(version({ phase: 'off' })).toBe('not started yet')
    expect(version({ phase: 'failed', message: `No ${homedir()}/x.so` })).toBe('does not work: No ~/x.so')
    expect(about({ phase: 'off' }).parts.find(({ name }) => name === 'SQLite')?.version).toMatch(/^3\./)
  })

  it('copies them, and nothing of the study', async () => {
    expect(await call('copyAbout')).toEqual({ ok: true, value: null })
    expect(clipboard.text).toMatch(/^Malar 0\.0\.0\n/)
    expect(clipboard.text).toContain('SQLite 3.')
    for (const word of ['Pilot', 'pilot', 'anna', main.folder, homedir()])
      expect(clipboard.text).not.toContain(word)
  })

  it('warns of a build that is for tests only', () => {
    const state = { version: '1', warning: 'For tests only.', parts: [], computer: 'Linux' }
    expect(aboutText(state)).toBe('Malar 1\nFor tests only.\nLinux\n')
  })
})

describe('the licences', () => {
  it('are missing with a sentence, and read once they are there', async () => {
    expect(await call('works')).toMatchObject({ ok: false, error: { code: 'licences' } })
    const work = {
      name: 'long',
      version: '4.0.0',
      licence: 'Apache-2.0',
      where: ['learning engine'],
      note: '',
    }
    writeFileSync(join(main.folder, 'third-party.json'), JSON.stringify([{ ...work, text: 'Apache' }]))
    expect(await call('works')).toMatchObject({ ok: true, value: { works: [work] } })
    expect(await call('licence', 0)).toEqual({ ok: true, value: 'Apache' })
    for (const wrong of [1, -1, 0.5, '0']) expect((await call('licence', wrong)).ok).toBe(false)
  })

  it('of Chromium are shown only where they lie beside the program', async () => {
    expect(await call('showChromiumNotices')).toMatchObject({ ok: false, error: { code: 'licences' } })
  })
})

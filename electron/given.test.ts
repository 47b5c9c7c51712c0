import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { folderGiven, studyGiven, verbGiven } from './given'

describe('the verb of a command line', () => {
  it('is the first word of an installed app, with all that follows', () => {
    expect(verbGiven(['/opt/Malar/malar', 'export', 'a.malar', 'out', '--json'], true)).toEqual([
      'export',
      'a.malar',
      'out',
      '--json',
    ])
    expect(verbGiven(['malar', 'nonsense'], true)).toEqual(['nonsense'])
  })

  it('comes after the switches of Chromium', () => {
    expect(verbGiven(['malar', '--no-sandbox', '--ozone-platform=x11', 'check', 'a.malar'], true)).toEqual([
      'check',
      'a.malar',
    ])
  })

  it('is none where a study or nothing is named', () => {
    expect(verbGiven(['malar'], true)).toBeNull()
    expect(verbGiven(['malar', '--no-sandbox'], true)).toBeNull()
    expect(verbGiven(['malar', '/home/a/Trial.MALAR'], true)).toBeNull()
    expect(verbGiven(['malar', 'file:///home/a/Trial.malar'], true)).toBeNull()
  })

  it('is help where that is asked for', () => {
    expect(verbGiven(['malar', '--help'], true)).toEqual(['help'])
    expect(verbGiven(['malar', 'export', '-h'], true)).toEqual(['help'])
  })

  it('stands after its mark in a checkout, where other words name the checkout', () => {
    expect(verbGiven(['electron', '/checkout', '--', '--malar-verb', 'new', 'a.malar'], false)).toEqual([
      'new',
      'a.malar',
    ])
    expect(verbGiven(['electron', '/checkout', '--sample'], false)).toBeNull()
  })
})

describe('the study of a command line', () => {
  it('is relative to the folder in which it was typed', () => {
    expect(studyGiven(['malar', 'trial.malar'], '/home/a', true)).toBe('/home/a/trial.malar')
    expect(studyGiven(['malar', '--no-sandbox', '/srv/Trial.MALAR'], '/home/a', true)).toBe(
      '/srv/Trial.MALAR',
    )
  })

  it('may be given by its address', () => {
    expect(studyGiven(['malar', 'file:///home/a/my%20trial.malar'], '/', true)).toBe('/home/a/my trial.malar')
  })

  it('may be an address that leads nowhere, which is told when it is opened', () => {
    for (const address of ['file://elsewhere/trial.malar', 'file:///%zz.malar', 'file:///a%2Fb.malar'])
      expect(studyGiven(['malar', address], '/home/a', true)).toBe(resolve('/home/a', address))
  })

  it('may be any file that a desktop opens with an installed app', () => {
    for (const word of ['/home/a/Trial.malar.bak', 'file:///home/a/Trial.malar.bak']) {
      expect(verbGiven(['malar', word], true)).toBeNull()
      expect(studyGiven(['malar', word], '/', true)).toBe('/home/a/Trial.malar.bak')
    }
    // The folder of a checkout is no study.
    expect(studyGiven(['electron', '/checkout', '--sample'], '/', false)).toBeNull()
  })

  it('is none where none is named', () => {
    expect(studyGiven(['malar', '--sample', '--user-data-dir=/a/b.malar'], '/', true)).toBeNull()
    // The program itself is no study, whatever its name.
    expect(studyGiven(['/opt/it.malar'], '/', true)).toBeNull()
  })
})

describe('the folder of a command line', () => {
  // The tools that run the tests name one.
  beforeEach(() => void vi.stubEnv('MALAR_CWD', undefined))
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it('is that of the process, or the one that a checkout names', () => {
    expect(folderGiven()).toBe(process.cwd())
    vi.stubEnv('MALAR_CWD', '/typed/here')
    expect(folderGiven()).toBe('/typed/here')
  })

  it('is the person’s own where that of the process is gone', () => {
    vi.spyOn(process, 'cwd').mockImplementation(() => {
      throw new Error('ENOENT: no such file or directory, uv_cwd')
    })
    expect(folderGiven()).toBe(homedir())
  })
})

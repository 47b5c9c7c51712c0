import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../db/testing/fixtures'
import { isForTests, settleEnvironment } from './environment'

const electron = vi.hoisted(() => ({ isPackaged: true, version: '1.2.3', folder: '' }))
vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return electron.isPackaged
    },
    getVersion: () => electron.version,
    getAppPath: () => electron.folder,
  },
}))

const GIVEN = {
  MALAR_USER_DATA: '/a',
  MALAR_CWD: '/b',
  MALAR_SQLITE_BINDING: '/c.node',
  MALAR_LATER: 'd',
  OTHER: 'e',
}

beforeEach(() => {
  Object.assign(electron, { isPackaged: true, version: '1.2.3', folder: temporaryFolder() })
  for (const [name, value] of Object.entries(GIVEN)) vi.stubEnv(name, value)
})
afterEach(() => {
  vi.unstubAllEnvs()
  fs.rmSync(electron.folder, { recursive: true })
})

/** What is left of what was given. */
function left(): string[] {
  return Object.keys(GIVEN).filter((name) => process.env[name] !== undefined)
}

describe('the environment', () => {
  it('of a release says nothing to it', () => {
    settleEnvironment()
    expect(isForTests()).toBe(false)
    expect(left()).toEqual(['OTHER'])
  })

  it('of a package for tests names no part of a checkout', () => {
    electron.version = '1.2.3-for-tests'
    settleEnvironment()
    expect(isForTests()).toBe(true)
    expect(left()).toEqual(['MALAR_USER_DATA', 'MALAR_LATER', 'OTHER'])
  })

  it('of a checkout is left as it is, whatever its version is called', () => {
    Object.assign(electron, { isPackaged: false, version: '1.2.3-for-tests' })
    settleEnvironment()
    expect(isForTests()).toBe(false)
    expect(left()).toEqual(Object.keys(GIVEN))
  })

  it('names the better-sqlite3 that lies in the package, and no other', () => {
    const binding = path.join(
      electron.folder,
      'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    )
    fs.mkdirSync(path.dirname(binding), { recursive: true })
    fs.writeFileSync(binding, '')
    settleEnvironment()
    expect(process.env.MALAR_SQLITE_BINDING).toBe(binding)
  })
})

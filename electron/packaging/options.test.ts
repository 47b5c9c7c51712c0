import { beforeAll, describe, expect, it } from 'vitest'

interface Options {
  forTests: boolean
  hardened: boolean
  targets: string[]
}

interface Runtime {
  electronVersion: string
  tensorflow: { device: 'cpu' | 'gpu' }
}

// Set-up and packaging are JavaScript, which the compiler of the app does not read.
interface Module {
  readOptions: (words: readonly string[], platform?: string) => Options
  assertShippable: (options: Options, runtime: Runtime) => void
}

let module: Module
beforeAll(async () => {
  module = (await import('./options.mjs' as string)) as Module
})

const release = { forTests: false, hardened: false, targets: ['deb'] }
const cpu = { device: 'cpu' as const }

describe('what is packaged', () => {
  it('is a release with the installers of the system, unless told', () => {
    expect(module.readOptions([], 'linux')).toEqual({
      forTests: false,
      hardened: false,
      targets: ['AppImage', 'deb'],
    })
    expect(module.readOptions([], 'win32').targets).toEqual(['nsis'])
    expect(module.readOptions([], 'darwin').targets).toEqual(['dmg'])
  })

  it('may be one installer, or the folder alone', () => {
    expect(module.readOptions(['--only', 'appimage'], 'linux').targets).toEqual(['AppImage'])
    expect(module.readOptions(['--for-tests', '--hardened', '--dir'], 'linux')).toEqual({
      forTests: true,
      hardened: true,
      targets: ['dir'],
    })
  })

  it('is refused with the usage where it was called wrongly', () => {
    expect(() => module.readOptions(['--fortests'], 'linux')).toThrow(
      /no option --fortests\.\n.*--for-tests/s,
    )
    expect(() => module.readOptions(['--only', 'dmg'], 'linux')).toThrow(/one of AppImage, deb/)
    expect(() => module.readOptions(['--only'], 'linux')).toThrow(/one of AppImage, deb/)
    expect(() => module.readOptions(['--hardened'], 'linux')).toThrow(/A release is hardened by itself/)
    expect(() => module.readOptions([], 'freebsd')).toThrow(/cannot be packaged on freebsd/)
  })
})

describe('a release', () => {
  it('never holds an Electron without security fixes', () => {
    const old = { electronVersion: '22.3.25', tensorflow: cpu }
    expect(() => module.assertShippable(release, old)).toThrow(/Electron 22\.3\.25.*--for-tests/)
    expect(() => module.assertShippable({ ...release, forTests: true }, old)).not.toThrow()
    expect(() =>
      module.assertShippable(release, { electronVersion: '45.4.1', tensorflow: cpu }),
    ).not.toThrow()
  })

  it('never holds the libraries of graphics cards', () => {
    const gpu = { electronVersion: '45.4.1', tensorflow: { device: 'gpu' as const } }
    expect(() => module.assertShippable(release, gpu)).toThrow(/MALAR_DEVICE/)
  })
})

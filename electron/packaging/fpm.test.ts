import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Call {
  values: Record<string, string[]>
  mappings: { from: string; to: string }[]
}

interface Fpm {
  readCall: (words: readonly string[]) => Call
  controlFile: (values: Call['values'], installedSize: number) => string
}

const script = fileURLToPath(new URL('fpm.mjs', import.meta.url))
let fpm: Fpm
let folder: string
beforeAll(async () => {
  fpm = (await import('./fpm.mjs' as string)) as Fpm
  folder = mkdtempSync(join(tmpdir(), 'malar-fpm-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a command line of fpm', () => {
  it('is read with its options and its mappings', () => {
    const call = fpm.readCall([
      '-s',
      'dir',
      '--force',
      '-t',
      'deb',
      '-d',
      'a',
      '-d',
      'b | c',
      '--url=x',
      '/in/=/opt/M',
    ])
    expect(call.values).toEqual({ '-s': ['dir'], '-t': ['deb'], '-d': ['a', 'b | c'], '--url': ['x'] })
    expect(call.mappings).toEqual([{ from: '/in/', to: '/opt/M' }])
  })

  it('is refused where it asks for what only the real fpm can do', () => {
    expect(() => fpm.readCall(['-s', 'dir', '-t', 'rpm'])).toThrow(/not dir to rpm/)
    expect(() => fpm.readCall(['-s', 'dir', '-t', 'deb', '--deb-systemd', 'x'])).toThrow(/--deb-systemd/)
    expect(() => fpm.readCall(['-s', 'dir', '-t', 'deb', '/in'])).toThrow(/FROM=TO/)
  })
})

describe('the control file', () => {
  it('holds what is known, with a description as Debian writes one', () => {
    const values = {
      '--name': ['malar'],
      '--version': ['1.2.3'],
      '--architecture': ['amd64'],
      '-d': ['libnss3', 'xdg-utils'],
      '--description': ['scores pads\n One line.\n\n Another.'],
    }
    expect(fpm.controlFile(values, 17)).toBe(
      'Package: malar\nVersion: 1.2.3\nArchitecture: amd64\nInstalled-Size: 17\nDepends: libnss3, xdg-utils\n' +
        'Description: scores pads\n One line.\n .\n Another.\n',
    )
  })
})

describe.skipIf(spawnSync('dpkg-deb', ['--version']).status !== 0)('the package', () => {
  it('belongs to root, holds folders, files and scripts, and leaves the originals as they were', () => {
    mkdirSync(join(folder, 'in', 'inside'), { recursive: true })
    writeFileSync(join(folder, 'in', 'inside', 'data'), 'x'.repeat(3000))
    writeFileSync(join(folder, 'in', 'program'), '#!/bin/sh\n')
    chmodSync(join(folder, 'in', 'program'), 0o755)
    writeFileSync(join(folder, 'starter'), '#!/bin/sh\n')
    chmodSync(join(folder, 'starter'), 0o755)
    writeFileSync(join(folder, 'postinst'), '#!/bin/sh\n')
    const deb = join(folder, 'out.deb')
    const words = [
      ...['-s', 'dir', '-t', 'deb', '--name', 'malar', '--version', '1', '--architecture', 'amd64'],
      ...['--maintainer', 'A <a@b.example>', '--description', 'scores pads', '--deb-compression', 'gz'],
      ...['--after-install', join(folder, 'postinst'), '--package', deb],
      ...[`${join(folder, 'in')}/=/opt/Malar`, `${join(folder, 'starter')}=/usr/bin/malar`],
    ]
    const made = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' })
    expect(made.stderr).toBe('')
    const listed = spawnSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' }).stdout
    expect(listed).toMatch(/-rw-r--r-- root\/root +3000 .* \.\/opt\/Malar\/inside\/data/)
    expect(listed).toMatch(/-rwxr-xr-x root\/root .* \.\/usr\/bin\/malar/)
    expect(spawnSync('dpkg-deb', ['--info', deb, 'postinst'], { encoding: 'utf8' }).stdout).toBe(
      '#!/bin/sh\n',
    )
    const sums = spawnSync('dpkg-deb', ['--info', deb, 'md5sums'], { encoding: 'utf8' }).stdout
    expect(sums).toMatch(/^[0-9a-f]{32} {2}opt\/Malar\/inside\/data$/m)
    expect(statSync(join(folder, 'in', 'program')).mode & 0o777).toBe(0o755)
  })

  it('is not made of what is not there', () => {
    const words = ['-s', 'dir', '-t', 'deb', '--package', join(folder, 'no.deb'), '/nowhere=/opt/x']
    const { status, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' })
    expect(status).not.toBe(0)
    expect(stderr).toContain('File not found /nowhere')
  })
})

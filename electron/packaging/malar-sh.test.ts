/** The command `malar` of the deb, with a stand-in for the program that it starts. */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../db/testing/fixtures'

let root: string
beforeEach(() => {
  root = temporaryFolder()
  for (const folder of ['usr/bin', 'opt/Malar', 'tools'])
    fs.mkdirSync(path.join(root, folder), { recursive: true })
  fs.copyFileSync(path.join(import.meta.dirname, 'deb', 'malar.sh'), path.join(root, 'usr/bin/malar'))
  program('opt/Malar/malar', 'printf "%s\\n" "$@"')
  program('tools/xvfb-run', 'echo a virtual display; shift 2; exec "$@"')
  fs.chmodSync(path.join(root, 'usr/bin/malar'), 0o755)
})
afterEach(() => fs.rmSync(root, { recursive: true }))

function program(name: string, script: string): void {
  fs.writeFileSync(path.join(root, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

function malar(words: string[], display: string): { status: number | null; told: string[] } {
  const env = { PATH: `${path.join(root, 'tools')}:/usr/bin:/bin`, DISPLAY: display }
  const { status, stdout, stderr } = spawnSync(path.join(root, 'usr/bin/malar'), words, {
    env,
    encoding: 'utf8',
  })
  return { status, told: (stdout + stderr).trim().split('\n').slice(0, 9) }
}

it('is what every shell understands', () => {
  execFileSync('sh', ['-n', path.join(root, 'usr/bin/malar')])
})

it('passes every word on where there is a display', () => {
  const words = ['export', 'my study.malar', "it's", '']
  expect(malar(words, ':1').told).toEqual(['--log-level=3', ...words].filter((word) => word !== ''))
  expect(malar([], ':1')).toEqual({ status: 0, told: ['--log-level=3'] })
})

it('gives a verb a virtual display where there is none', () => {
  for (const words of [['check', 'a.malar'], ['--no-sandbox', 'check'], ['--help']]) {
    expect(malar(words, '').told).toEqual(['a virtual display', '--log-level=3', ...words])
  }
})

it('opens no window that nobody sees', () => {
  for (const words of [[], ['a study.malar'], ['--no-sandbox', 'A.MALAR'], ['/home/a/copy']]) {
    const { status, told } = malar(words, '')
    expect(status).toBe(1)
    expect(told.join()).toMatch(/^Malar shows a window, and here is no display/)
  }
})

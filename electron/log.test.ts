import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { logInto, note, noteSlow } from './log'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-log-'))
  logInto(path.join(folder, 'logs'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const file = (name = 'malar.log'): string => path.join(folder, 'logs', name)

it('writes a line with the time, and where an error came from', () => {
  note('the engine ended')
  note('unexpected error', new TypeError('a bug'))
  const [first, second] = fs.readFileSync(file(), 'utf8').split(/\n(?=\d{4}-)/)
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT\S+Z the engine ended $/)
  expect(second).toMatch(/Z unexpected error TypeError: a bug\n\s+at /)
})

it('names a slow query in one line', () => {
  noteSlow('SELECT x\n  FROM t', 41.4)
  expect(fs.readFileSync(file(), 'utf8')).toMatch(/Z slow query, 41 ms: SELECT x FROM t \n$/)
})

it('begins anew when it has grown to a megabyte, and keeps the one before', () => {
  fs.writeFileSync(file(), 'x'.repeat(1024 * 1024 + 1))
  note('once more')
  expect(fs.statSync(file('malar.old.log')).size).toBeGreaterThan(1024 * 1024)
  expect(fs.readFileSync(file(), 'utf8')).toMatch(/once more/)
})

it('never throws, also where its folder is gone', () => {
  fs.rmSync(folder, { recursive: true })
  expect(() => note('unheard')).not.toThrow()
})

it('goes on without a log where its folder cannot be made', () => {
  fs.writeFileSync(path.join(folder, 'file'), '')
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(() => logInto(path.join(folder, 'file', 'logs'))).not.toThrow()
  note('heard all the same')
  expect(told.mock.calls.flat().join('')).toMatch(/there is no log[^]*ENOTDIR[^]*heard all the same/)
  told.mockRestore()
})

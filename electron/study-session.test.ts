/** The open study: one at a time, and what is known of how it was opened. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Sql } from '../db/driver'
import { newStudy, temporaryFolder, thrown } from '../db/testing/fixtures'
import { MalarError } from './domain/words'
import { StudySession, noticeOf } from './study-session'

let folder: string
let session: StudySession
const at = (name: string): string => path.join(folder, name)
beforeEach(() => {
  folder = temporaryFolder()
  session = new StudySession()
})
afterEach(() => {
  vi.restoreAllMocks()
  session.close()
  fs.rmSync(folder, { recursive: true })
})

/** A study whose number is of the future. */
function newerStudy(change = ''): string {
  newStudy(at('newer.malar')).close()
  const sql = Sql.open(at('newer.malar'))
  sql.script(change)
  sql.pragma('user_version = 99')
  sql.close()
  return at('newer.malar')
}

it('has none at first, and says what to do', () => {
  expect(session.isOpen).toBe(false)
  expect(thrown(() => session.study)).toMatchObject({
    code: 'no-study',
    message: expect.stringMatching(/Open one first\./),
  })
})

it('closes the one before, and tells of each change once', () => {
  newStudy(at('one.malar')).close()
  const told = vi.fn()
  session.onChange = told
  session.create(at('two.malar'), { name: 'Two', regions: ['jowl'], scale: '0-4', rater: 'ana' })
  expect(session.overview()).toMatchObject({ info: { name: 'Two' }, raters: [{ name: 'ana' }], notice: null })
  told.mockClear()
  const one = session.open(at('one.malar'))
  expect(session.open(at('one.malar')), 'opened again').toBe(one)
  fs.symlinkSync(at('one.malar'), at('link.malar'))
  expect(session.open(at('link.malar')), 'opened again by another name').toBe(one)
  expect(fs.existsSync(`${at('two.malar')}-wal`), 'the one before is one file again').toBe(false)
  expect(told.mock.calls.length).toBeGreaterThan(0)
})

it('keeps the one that is open when another cannot be opened', () => {
  const one = session.create(at('one.malar'), { name: 'One', regions: ['jowl'], scale: '0-4', rater: '' })
  fs.writeFileSync(at('text.malar'), 'Dear colleague')
  expect(thrown(() => session.open(at('text.malar'))).code).toBe('not-a-study')
  const unreadable = newerStudy('ALTER TABLE rater RENAME COLUMN name TO code')
  expect(thrown(() => session.open(unreadable)).code).toBe('newer-study')
  expect(session.study).toBe(one)
  expect(
    thrown(() => session.create(at('one.malar'), { name: 'x', regions: [], scale: '0-4', rater: '' })).code,
  ).toBe('regions')
  expect(session.study.writer.addRater('ben')).toMatchObject({ name: 'ben' })
})

it('says of a newer study that it can only be looked at', () => {
  session.open(newerStudy())
  expect(session.overview()).toMatchObject({
    info: { readOnly: true },
    notice: expect.stringMatching(/newer Malar.*only be looked at/),
  })
})

it('says of an older study where it is kept as it was, this once', () => {
  const fixture = path.join(import.meta.dirname, '..', 'e2e', 'fixtures', 'schema-4.malar')
  fs.copyFileSync(fixture, at('old.malar'))
  session.open(at('old.malar'))
  expect(session.overview().notice).toMatch(/older Malar.*kept beside it as “old before update\.malar”\.$/)
  session.close()
  expect(noticeOf(session.open(at('old.malar')))).toBeNull()
})

it('takes its file anew, and is closed only where another has it by now', () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(() => session.reclaim(), 'none is open').not.toThrow()
  const one = session.create(at('one.malar'), { name: 'One', regions: ['jowl'], scale: '0-4', rater: '' })
  vi.spyOn(one, 'reclaim').mockImplementationOnce(() => {
    throw new MalarError('disk-full', 'Full.')
  })
  session.reclaim()
  expect(session.study).toBe(one)
  vi.spyOn(one, 'reclaim').mockImplementationOnce(() => {
    throw new MalarError('study-busy', 'Busy.')
  })
  expect(thrown(() => session.reclaim()).code).toBe('study-busy')
  expect(session.isOpen).toBe(false)
})

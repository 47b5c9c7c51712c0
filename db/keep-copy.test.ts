import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { Sql } from './driver'
import { keepCopy } from './keep-copy'
import { NEWEST } from './migrations'
import { claim } from './settings'
import { openStudy } from './study'
import { eachStudy } from './testing/each-study'
import { hashOfFile, photograph, temporaryFolder, thrown } from './testing/fixtures'

let place: string
let folder: string
eachStudy((study, within) => {
  study.writer.addPhotograph(photograph(1))
  study.close()
  place = study.path
  folder = within
})

function keepOne(): string {
  const sql = Sql.open(place)
  try {
    claim(sql)
    return keepCopy(sql, place)
  } finally {
    sql.close()
  }
}

it('holds all of the study, under a name that nothing had', () => {
  fs.writeFileSync(path.join(folder, 'pilot before update.malar'), 'mine')
  const kept = keepOne()
  expect(path.basename(kept)).toBe('pilot before update 2.malar')
  expect(path.basename(keepOne())).toBe('pilot before update 3.malar')
  const [original, copy] = [openStudy(place), openStudy(kept)]
  expect(copy.reader.check()).toMatchObject({ ok: true, photographs: 1 })
  expect(copy.reader.photographs()).toEqual(original.reader.photographs())
  expect(copy.reader.auditHash()).toBe(original.reader.auditHash())
  original.close()
  copy.close()
  expect(fs.readFileSync(path.join(folder, 'pilot before update.malar'), 'utf8')).toBe('mine')
})

it('is for no other eyes than the study', () => {
  for (const mode of [0o600, 0o664]) {
    fs.chmodSync(place, mode)
    expect(fs.statSync(keepOne()).mode & 0o777).toBe(mode)
  }
})

it('asks for a shorter name where none is left for the copy', () => {
  const long = path.join(folder, `${'x'.repeat(240)}.malar`)
  fs.renameSync(place, long)
  place = long
  const error = thrown(keepOne)
  expect(error.code).toBe('not-saved')
  expect(error.message).toMatch(/Give the study a shorter name.* Nothing was changed in it\.$/)
  expect(fs.readdirSync(folder)).toEqual([path.basename(long)])
})

it('says what to do where there is no room for it, and leaves nothing of it', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  const sql = {
    run(_: string, part: string) {
      fs.writeFileSync(part, 'half')
      throw full
    },
  }
  const error = thrown(() => keepCopy(sql as unknown as Sql, place))
  expect(error.code).toBe('not-saved')
  expect(error.message).toMatch(/Nothing was changed in it\. /)
  expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
})

it('a study that was just brought up to date names it, says so in its audit trail, and not a second time', () => {
  const within = temporaryFolder()
  const old = olderStudy(within)
  const before = openingOf(old)
  expect(before.keptAs).toBe(path.join(within, 'old before update.malar'))
  expect(before.last).toMatchObject({
    action: 'bring up to date',
    entity: 'study',
    detail: `{"from":4,"to":${NEWEST}}`,
  })
  expect(openingOf(old)).toMatchObject({ keptAs: null, entries: before.entries })
  fs.rmSync(within, { recursive: true })
})

it('where the update fails, the study is as it was and no copy stays', () => {
  const within = temporaryFolder()
  const old = olderStudy(within)
  const sql = Sql.open(old)
  sql.pragma('foreign_keys = OFF')
  sql.script(`INSERT INTO crop VALUES (999, 1, x'00')`)
  sql.close()
  const before = hashOfFile(old)
  expect(thrown(() => openStudy(old)).code).toBe('damaged')
  expect(hashOfFile(old)).toBe(before)
  expect(fs.readdirSync(within)).toEqual(['old.malar'])
  fs.rmSync(within, { recursive: true })
})

/** As a Malar of schema 4 left it. */
function olderStudy(within: string): string {
  const old = path.join(within, 'old.malar')
  fs.copyFileSync(path.join(import.meta.dirname, '..', 'e2e', 'fixtures', 'schema-4.malar'), old)
  return old
}

function openingOf(file: string) {
  const study = openStudy(file)
  const entries = study.reader.auditEntries()
  study.close()
  return { keptAs: study.keptAs, last: entries.at(-1), entries: entries.length }
}

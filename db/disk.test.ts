/** What the disk does to a study, and what the study asks of the disk. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sql } from './driver'
import { openStudy } from './study'
import type { StudyFile } from './study-file'
import { bundled } from './testing/bundled'
import { newStudy, photograph, score, temporaryFolder, thrown } from './testing/fixtures'

let folder: string
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** A study together with its connection, to look at what the settings came to. */
function openedWithSql(): { study: StudyFile; sql: Sql } {
  const opened = vi.spyOn(Sql, 'open')
  const study = openStudy(file)
  const sql = opened.mock.results[0]?.value as Sql
  opened.mockRestore()
  return { study, sql }
}

it('the settings hold on the very connection that writes', () => {
  newStudy(file).close()
  const { study, sql } = openedWithSql()
  study.writer.addRater('carl')
  const settings = Object.entries({
    journal_mode: 'wal',
    locking_mode: 'exclusive',
    synchronous: 2,
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    secure_delete: 1,
    temp_store: 2,
    page_size: 16384,
    busy_timeout: 250,
  })
  expect(settings.map(([name]) => [name, sql.pragma(name)])).toEqual(settings)
  study.close()
})

describe('a full disk', () => {
  it('says not saved, keeps all that was saved, and saves again once there is room', () => {
    const study = newStudy(file)
    study.writer.addPhotograph(photograph(1))
    const region = study.reader.allRegions()[0]?.key as number
    study.close()

    const { study: full, sql } = openedWithSql()
    const pages = sql.pragma('page_count')
    sql.pragma(`max_page_count = ${pages}`)
    let saved = 0
    const note = 'a long note '.repeat(100)
    const error = thrown(() => {
      for (let n = 0; n < 1000; n += 1) {
        full.writer.addScore(score(region, n % 5, { note }))
        saved += 1
      }
    })
    expect(error.code).toBe('disk-full')
    expect(error.message).toMatch(/^Not saved: the disk/)
    expect(thrown(() => full.writer.addPhotograph(photograph(2, { bytes: Buffer.alloc(1e6, 1) }))).code).toBe(
      'disk-full',
    )
    expect(full.reader.photographs()).toHaveLength(1)

    sql.pragma('max_page_count = 1000000')
    full.writer.addScore(score(region, 4, { note }))
    expect(full.reader.check()).toMatchObject({ ok: true, scores: saved + 1 })
    full.close()
    const again = openStudy(file)
    expect(again.reader.currentScore(region, 1, null)?.value).toBe(4)
    again.close()
  })
})

describe.skipIf(process.getuid?.() !== 0)('a write-protected place', () => {
  it('opens to be looked at, and says why', () => {
    newStudy(file).close()
    fs.chmodSync(folder, 0o555)
    fs.chmodSync(file, 0o444)
    const child = spawnSync(process.execPath, [bundled('opening-child'), file], {
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: path.resolve('node_modules') },
    })
    expect(JSON.parse(child.stdout)).toMatchObject({
      readOnly: true,
      because: expect.stringMatching(/write-protected/) as string,
      raters: 2,
      refused: 'read-only',
      made: 'read-only',
    })
    fs.chmodSync(folder, 0o755)
  })
})

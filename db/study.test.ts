import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MalarError } from '../electron/domain/words'
import { APPLICATION_ID } from './settings'
import { createStudy, openStudy } from './study'
import type { StudyFile } from './study-file'
import { hashOfFile, newStudy, photograph, temporaryFolder, thrown } from './testing/fixtures'

let folder: string
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** Everything that a person would miss. */
function contentOf({ reader }: StudyFile): string {
  const photographs = reader.photographs().map(({ id }) => [reader.photographBytes(id), reader.landmarks(id)])
  const regions = reader.allRegions().map(({ key }) => [reader.region(key), reader.crop(key)])
  return JSON.stringify([
    reader.photographs(),
    photographs,
    regions,
    [...reader.scoreRows()],
    reader.auditEntries(),
  ])
}

/** Changes a closed study with other tools. */
function tamper(change: (database: Database.Database) => void): void {
  const database = new Database(file)
  change(database)
  database.close()
}

describe('a new study', () => {
  it('keeps what it was made with, and is there again after closing', () => {
    const made = newStudy(file)
    const info = made.reader.info()
    made.close()
    made.close()
    const again = openStudy(file)
    expect(again.reader.info()).toEqual(info)
    expect(info).toMatchObject({
      name: 'Pilot',
      regions: ['malar_soof', 'jowl'],
      scaleVersion: 1,
      readOnly: false,
    })
    expect(again.reader.raters()).toEqual([{ id: 1, name: 'anna' }, { id: 2, name: 'ben' }]) // prettier-ignore
    expect(again.reader.check()).toMatchObject({ ok: true, findings: [] })
    again.close()
  })

  it('is ONE file when closed, with its mark, its page size and no log', () => {
    const study = newStudy(file)
    study.writer.addPhotograph(photograph(1))
    expect(fs.existsSync(`${file}-wal`)).toBe(true)
    study.close()
    expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
    const header = fs.readFileSync(file).subarray(0, 100)
    expect(header.readUInt32BE(68)).toBe(APPLICATION_ID)
    expect(header.readUInt16BE(16)).toBe(16384)
    expect([header[18], header[19]]).toEqual([1, 1])
  })

  it('never overwrites a file, and leaves nothing behind when it cannot be made', () => {
    fs.writeFileSync(file, 'mine')
    expect(thrown(() => newStudy(file)).code).toBe('exists')
    expect(fs.readFileSync(file, 'utf8')).toBe('mine')
    fs.rmSync(file)
    expect(thrown(() => newStudy(path.join(folder, 'no', 'x.malar'))).code).toBe('not-found')
    const scale = { kind: 'grades' as const, min: 0, max: 4, step: 1, anchors: [] }
    expect(thrown(() => createStudy(file, { name: 'x', regions: ['a'], scale, raters: ['=a'] })).code).toBe(
      'identifier',
    )
    expect(
      thrown(() => createStudy(file, { name: 'x', regions: ['a'], scale, raters: ['a', 'a'] })).code,
    ).toBe('duplicate')
    expect(fs.readdirSync(folder)).toEqual([])
  })
})

describe('files that are not studies', () => {
  const cases: [string, (at: string) => void, string][] = [
    ['nothing', () => undefined, 'not-found'],
    ['a folder', (at) => fs.mkdirSync(at), 'not-a-study'],
    ['a pipe', (at) => void execFileSync('mkfifo', [at]), 'not-a-study'],
    ['an empty file', (at) => fs.writeFileSync(at, ''), 'not-a-study'],
    ['a text', (at) => fs.writeFileSync(at, 'Dear colleague, '.repeat(100)), 'not-a-study'],
    ['the first bytes of a database', (at) => fs.writeFileSync(at, 'SQLite format 3\0'), 'damaged'],
    ['another database', (at) => void new Database(at).exec('CREATE TABLE t (x)').close(), 'not-a-study'],
  ]
  for (const [name, make, code] of cases) {
    it(`${name}: a sentence, and the bytes as they were`, () => {
      make(file)
      const before = fs.existsSync(file) && fs.statSync(file).isFile() ? hashOfFile(file) : null
      const error = thrown(() => openStudy(file))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(/^[A-Z].*\.$/)
      if (before) expect(hashOfFile(file)).toBe(before)
      expect(fs.readdirSync(folder).length).toBe(fs.existsSync(file) ? 1 : 0)
    })
  }

  it('a study cut short anywhere is damaged, and stays as it was', () => {
    const study = newStudy(file)
    for (let n = 0; n < 20; n += 1) study.writer.addPhotograph(photograph(n))
    study.close()
    const whole = fs.readFileSync(file)
    for (const part of [0.01, 0.1, 0.5, 0.9, 0.999]) {
      fs.writeFileSync(file, whole.subarray(0, Math.floor(whole.length * part)))
      const before = hashOfFile(file)
      expect(thrown(() => openStudy(file)).code).toBe('damaged')
      expect(hashOfFile(file)).toBe(before)
    }
    expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
  })

  it('a study with a wrecked page says so, unless nothing lay there', () => {
    const study = newStudy(file)
    for (let n = 0; n < 20; n += 1) study.writer.addPhotograph(photograph(n))
    const content = contentOf(study)
    study.close()
    const whole = fs.readFileSync(file)
    for (let page = 0; page < whole.length / 16384; page += 1) {
      const copy = Buffer.from(whole)
      copy.fill(0xa5, page * 16384 + 100, (page + 1) * 16384)
      fs.writeFileSync(file, copy)
      let opened: StudyFile
      try {
        opened = openStudy(file)
      } catch (error) {
        expect(error).toBeInstanceOf(MalarError)
        continue
      }
      if (opened.reader.check().ok) expect(contentOf(opened), `page ${page + 1}`).toBe(content)
      opened.close()
    }
  })
})

describe('studies altered elsewhere', () => {
  beforeEach(() => newStudy(file).close())
  const alterations: Record<string, string> = {
    view: 'CREATE VIEW endless AS WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x FROM t) SELECT x FROM t',
    trigger: 'CREATE TRIGGER evil AFTER INSERT ON audit BEGIN DELETE FROM crop; END',
    table: 'CREATE TABLE extra (x)',
    index: 'CREATE INDEX extra ON score (note)',
    'missing trigger': 'DROP TRIGGER score_is_never_changed',
    column: 'ALTER TABLE rater ADD COLUMN password TEXT',
  }
  for (const [name, sql] of Object.entries(alterations)) {
    it(`a foreign ${name} is refused`, () => {
      tamper((database) => database.exec(sql))
      const before = hashOfFile(file)
      expect(thrown(() => openStudy(file)).code).toBe('not-a-study')
      expect(hashOfFile(file)).toBe(before)
    })
  }
})

describe('opening', () => {
  it('a newer study opens read-only, says why, and stays as it was', () => {
    const study = newStudy(file)
    study.writer.addPhotograph(photograph(1))
    study.close()
    tamper((database) => {
      database.exec('CREATE TABLE future (x TEXT) STRICT')
      database.pragma('user_version = 99')
    })
    const before = hashOfFile(file)
    const opened = openStudy(file)
    expect(opened.readOnlyBecause).toMatch(/newer Malar/)
    expect(opened.reader.info().readOnly).toBe(true)
    expect(opened.reader.photographs()).toHaveLength(1)
    expect(thrown(() => opened.writer.addRater('carl')).code).toBe('read-only')
    opened.close()
    expect(hashOfFile(file)).toBe(before)
    expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
  })

  it('what a newer study keeps otherwise is named, and nothing worse happens', () => {
    newStudy(file).close()
    tamper((database) => {
      database.exec('ALTER TABLE subject RENAME COLUMN name TO code')
      database.pragma('user_version = 99')
    })
    const opened = openStudy(file)
    expect(opened.reader.raters()).toHaveLength(2)
    const error = thrown(() => opened.reader.photographs())
    expect(error.code).toBe('newer-study')
    expect(error.message).toMatch(/a newer Malar made it.*Install the newest Malar\.$/)
    opened.close()
  })

  it('a second opener gets a sentence, and the first goes on', () => {
    const first = newStudy(file)
    for (const readOnly of [false, true]) {
      const error = thrown(() => openStudy(file, { readOnly }))
      expect(error.code).toBe('study-busy')
      expect(error.message).toMatch(/open in another window or on another computer/)
    }
    first.writer.addRater('carl')
    first.close()
    const second = openStudy(file)
    expect(second.reader.raters()).toHaveLength(3)
    second.close()
  })

  it('readOnly looks and never writes', () => {
    newStudy(file).close()
    const before = hashOfFile(file)
    const study = openStudy(file, { readOnly: true })
    expect(study.reader.check().ok).toBe(true)
    expect(thrown(() => study.writer.addRater('carl')).message).toMatch(/^Not saved: /)
    study.close()
    expect(hashOfFile(file)).toBe(before)
  })

  it('a log that was left behind is taken up', () => {
    const study = newStudy(file)
    study.writer.addPhotograph(photograph(1))
    const elsewhere = path.join(folder, 'copy.malar')
    fs.copyFileSync(file, elsewhere)
    fs.copyFileSync(`${file}-wal`, `${elsewhere}-wal`)
    study.close()
    const copy = openStudy(elsewhere)
    expect(copy.reader.photographs()).toHaveLength(1)
    copy.close()
    expect(fs.readdirSync(folder).sort()).toEqual(['copy.malar', 'pilot.malar'])
  })
})

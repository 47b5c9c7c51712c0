import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { appendAudit } from './audit'
import { Sql } from './driver'
import { MIGRATIONS, NEWEST, migrate, monotonic } from './migrations'
import { requireOurSchema } from './schema'
import { guard } from './settings'
import { openStudy } from './study'
import { score, temporaryFolder } from './testing/fixtures'
import { SCHEMA_1_DATA, SCHEMA_2_DATA, studyOfSchema1 } from './testing/old-studies'

it('the list of migrations is 1, 2, 3 and so on', () => {
  expect(() => monotonic(MIGRATIONS)).not.toThrow()
  const [first, second] = MIGRATIONS
  if (!first || !second) throw new Error('too few')
  expect(() => monotonic([second, first])).toThrow(/stands at place 1/)
  expect(() => monotonic([first, first])).toThrow(/stands at place 2/)
})

it('1 → 2: old scores come along, each with the revision that its rater saw', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  const study = openStudy(file)
  expect(study.reader.info()).toMatchObject({ name: 'Old', readOnly: false })
  expect(study.reader.currentScore(1, 1, 1)).toMatchObject({ id: 2, value: 3, note: 'again', supersedes: 1 })
  expect(study.reader.currentScore(1, 1, null)).toMatchObject({ id: 3, value: null, reason: 'blurred' })
  expect(study.reader.counts()).toMatchObject({ scores: 3, scored: 2, regions: 2 })
  expect(study.writer.addScore(score(2, 1)).id).toBe(5)
  study.close()

  const sql = Sql.open(file)
  expect(sql.pragma('user_version')).toBe(NEWEST)
  expect(sql.all('SELECT id, revision FROM score ORDER BY id')).toEqual([
    { id: 1, revision: 1 },
    { id: 2, revision: 2 },
    { id: 3, revision: 3 },
    { id: 4, revision: 1 },
    { id: 5, revision: 1 },
  ])
  expect(() => sql.run('UPDATE score SET revision = 9')).toThrow(/never changed/)
  expect(() => requireOurSchema(sql, NEWEST)).not.toThrow()
  sql.close()
  fs.rmSync(folder, { recursive: true })
})

it('2 → 3: crops, scores and embeddings come along; features can be kept', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  const old = Sql.open(file)
  migrate(old, 2)
  old.script(SCHEMA_2_DATA)
  old.close()
  const study = openStudy(file)
  const { reader, writer } = study
  expect([1, 2].map((key) => reader.crop(key)?.[0])).toEqual([1, 2])
  expect([...reader.embeddings(1)]).toEqual([{ region: 1, revision: 3, vector: Float32Array.of(1) }])
  expect(reader.counts()).toMatchObject({ scores: 3, scored: 2, regions: 2 })
  const features = { kind: 'trunk-1', region: 1, revision: 3, variant: 0, values: Float32Array.of(0.5) }
  expect(reader.features(features)).toBeNull()
  expect(writer.saveFeatures([features])).toBe(1)
  expect(reader.features(features)).toEqual(features.values)
  study.close()

  const sql = Sql.open(file)
  expect(sql.pragma('user_version')).toBe(NEWEST)
  expect(sql.get('SELECT revision FROM score WHERE id = 2')).toEqual({ revision: 2 })
  expect(() => requireOurSchema(sql, NEWEST)).not.toThrow()
  sql.close()
  fs.rmSync(folder, { recursive: true })
})

/** As schema 4 left it: two rounds over two photographs, one of them in two halves, one score from a table. */
const SCHEMA_4_DATA = `
INSERT INTO subject VALUES (2, 'S2', '2026-01-01T00:00:00.000Z');
INSERT INTO photograph VALUES (2, '${'b'.repeat(64)}', 2, 0, 'frontal', 0, 640, 480, 120, '[]', '2026-01-01T00:00:00.000Z');
INSERT INTO region VALUES (3, 2, 'malar_soof', 'right', '[[0,0],[1,0],[1,1]]', 'atlas', 1);
INSERT INTO round VALUES (2, 'second', 1, 'assisted', 6, '2026-01-06T00:00:00.000Z');
INSERT INTO assignment VALUES (1, 2, 3, 1), (2, 0, 3, 2), (2, 1, 1, 2), (2, 2, 2, 2);
INSERT INTO score VALUES
  (5, 3, 1, 1, 1, 1, 1, NULL, '', 'no', NULL, 2, NULL, '2026-01-06T12:00:00.000Z', 1),
  (6, 3, 1, 2, 2, 1, 4, NULL, '', 'before', NULL, 2, NULL, '2026-01-06T13:00:00.000Z', 1);
`

/** What the audit trail of schema 4 told of scores: their digest over the columns that they had then. */
function tellScores(sql: Sql): void {
  const told = (action: string, entity: string, detail: unknown) =>
    appendAudit(sql, { at: '2026-01-07T00:00:00.000Z', who: 'desk', action, entity, detail: JSON.stringify(detail), appVersion: '0.0.9' }) // prettier-ignore
  told('create study', 'study', {})
  for (const id of [1, 2]) {
    const sha256 = createHash('sha256').update('x').digest('hex')
    sql.run(`INSERT INTO photograph_bytes (photograph, mime, sha256, bytes) VALUES (?, 'image/jpeg', ?, ?)`, id, sha256, Buffer.from('x')) // prettier-ignore
    told('add photograph', `photograph ${id}`, { stored: sha256 })
  }
  const rows = sql.all<Record<string, unknown>>('SELECT * FROM score ORDER BY id')
  const hash = createHash('sha256')
  for (const row of rows) {
    const told = Object.entries(row).filter(([column]) => column !== 'revision')
    hash.update(`${JSON.stringify(told.map(([, value]) => value))}\n`)
  }
  told('score', 'scores', { first: 1, last: rows.length, count: rows.length, sha256: hash.digest('hex') })
}

it('4 → 5: rounds get plain rules and numbered showings, scores their origin, and the audit trail still holds', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  const old = Sql.open(file)
  migrate(old, 4)
  old.script(SCHEMA_4_DATA)
  tellScores(old)
  old.close()
  const study = openStudy(file)
  const { reader, writer } = study
  const plain = { ordering: 'random', repeats: 0, gap: 0, repeatOf: null, oneSided: false }
  expect(reader.rounds()).toMatchObject([
    { name: 'first', mode: 'blind', seed: 5, finished: 3, total: 3, ...plain },
    { name: 'second', mode: 'assisted', seed: 6, finished: 1, total: 3, ...plain },
  ])
  const showings = (round: number) =>
    Array.from({ length: reader.showings(round) }, (_, i) => reader.padsOf(round, i + 1).map(({ id }) => id))
  expect(showings(1)).toEqual([[1, 2], [3]])
  expect(showings(2)).toEqual([[3], [1, 2]])
  expect(reader.currentScore(1, 1, 1)).toMatchObject({ origin: 'round', altered: false, changeReason: '' })
  expect(reader.currentScore(1, 1, null)).toMatchObject({ origin: 'imported', standardError: null })
  expect(reader.check()).toMatchObject({ ok: true, findings: [], scores: 6 })
  expect(writer.addScore(score(1, 3, { round: 2, presentation: 2, altered: true })).id).toBe(7)
  expect(reader.check().findings).toEqual([])
  study.close()

  const sql = Sql.open(file)
  expect(() => sql.run('UPDATE score SET altered = 1')).toThrow(/never changed/)
  expect(() => requireOurSchema(sql, NEWEST)).not.toThrow()
  sql.close()
  fs.rmSync(folder, { recursive: true })
})

it('8 → 9: what could be undone still can, in order, also where a clock ran backwards', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  const old = Sql.open(file)
  migrate(old, 8)
  // The jowl was edited, edited again, and that was undone; the clock stood behind at the second edit.
  old.script(`
INSERT INTO region_history VALUES
  (2, 1, '[[0,0],[5,0],[5,5]]', 'atlas', 0, '2026-01-03T00:00:00.000Z'),
  (2, 2, '[[0,0],[6,0],[6,6]]', 'edited', 1, '2026-01-01T00:00:00.000Z'),
  (2, 3, '[[0,0],[7,0],[7,7]]', 'edited', 1, '2026-01-06T00:00:00.000Z');
UPDATE region SET revision = 4, polygon = '[[0,0],[6,0],[6,6]]', origin = 'edited' WHERE id = 2`)
  old.close()
  const study = openStudy(file)
  const { reader, writer } = study
  expect(reader.regions(1).map((region) => region.revision)).toEqual([3, 4])
  expect([reader.nextEdit(), reader.uncheckedRegions(1)]).toEqual([null, []])
  const undone = Array.from({ length: 3 }, () => writer.undoEdit(reader.lastEdit()?.seq ?? 0, null))
  expect(undone.map((region) => [region?.id, region?.polygon[1]?.[0], region?.origin])).toEqual([
    [1, 3, 'edited'],
    [2, 5, 'atlas'],
    [1, 2, 'atlas'],
  ])
  expect(reader.lastEdit()).toBeNull()
  for (let i = 0; i < 3; i++) writer.redoEdit(reader.nextEdit()?.seq ?? 0, null)
  expect(reader.regions(1).map((region) => region.polygon[1]?.[0])).toEqual([1, 6])
  expect(reader.currentScore(1, 1, 1)).toMatchObject({ value: 3 })
  study.close()

  const sql = Sql.open(file)
  expect(() => requireOurSchema(sql, NEWEST)).not.toThrow()
  expect(sql.get('SELECT count(*) AS n FROM region_history WHERE region = 2 AND revision <= 3')).toEqual({
    n: 3,
  })
  sql.close()
  fs.rmSync(folder, { recursive: true })
})

it('an older study that may only be looked at asks to be brought up to date, untouched', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  expect(() => openStudy(file, { readOnly: true })).toThrow(/older Malar/)
  const sql = Sql.open(file)
  expect(sql.pragma('user_version')).toBe(1)
  sql.close()
  fs.rmSync(folder, { recursive: true })
})

it('a migration that fails leaves the old schema and its data', () => {
  const sql = Sql.open(null)
  guard(sql)
  migrate(sql, 1)
  sql.script(SCHEMA_1_DATA)
  sql.script('DROP TRIGGER score_is_never_changed')
  expect(() => migrate(sql, 2)).toThrow()
  expect(sql.pragma('user_version')).toBe(1)
  expect(sql.get('SELECT * FROM score WHERE id = 4')).not.toHaveProperty('revision')
  sql.close()
})

/** Studies as older Malars left them. */
import fs from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { Sql } from '../driver'
import { NEWEST, migrate } from '../migrations'
import { requireOurSchema } from '../schema'
import { APPLICATION_ID, PAGE_SIZE, guard } from '../settings'
import { openStudy } from '../study'
import type { StudyFile } from '../study-file'
import { temporaryFolder } from './fixtures'

/**
 * A study as schema 1 left it: one photograph whose region was edited between two scores.
 * Plain SQL on purpose: today's writers write today's schema.
 */
export const SCHEMA_1_DATA = `
INSERT INTO study VALUES (1, '7d1d2c1e-2c34-4a2b-9b4e-0f6a3d0c9f11', 'Old', '2026-01-01T00:00:00.000Z');
INSERT INTO study_region VALUES (0, 'malar_soof'), (1, 'jowl');
INSERT INTO scale VALUES (1, 'grades', 0, 4, 1, '[]', '2026-01-01T00:00:00.000Z');
INSERT INTO rater VALUES (1, 'anna', '2026-01-01T00:00:00.000Z');
INSERT INTO subject VALUES (1, 'S1', '2026-01-01T00:00:00.000Z');
INSERT INTO photograph VALUES (1, '${'a'.repeat(64)}', 1, 0, 'frontal', 0, 640, 480, 120, '[]', '2026-01-01T00:00:00.000Z');
INSERT INTO region VALUES (1, 1, 'malar_soof', 'right', '[[0,0],[1,0],[1,1]]', 'edited', 3),
  (2, 1, 'jowl', 'right', '[[0,0],[1,0],[1,1]]', 'atlas', 1);
INSERT INTO region_history VALUES
  (1, 1, '[[0,0],[2,0],[2,2]]', 'atlas', 0, '2026-01-02T00:00:00.000Z'),
  (1, 2, '[[0,0],[3,0],[3,3]]', 'edited', 0, '2026-01-04T00:00:00.000Z');
INSERT INTO round VALUES (1, 'first', 1, 'blind', 5, '2026-01-01T00:00:00.000Z');
INSERT INTO assignment VALUES (1, 0, 1, 1), (1, 1, 2, 1);
INSERT INTO score VALUES
  (1, 1, 1, 1, 1, 1, 2, NULL, '', 'no', NULL, 3.5, NULL, '2026-01-01T12:00:00.000Z'),
  (2, 1, 1, 1, 1, 1, 3, NULL, 'again', 'no', NULL, 3.5, 1, '2026-01-03T12:00:00.000Z'),
  (3, 1, 1, NULL, 1, 1, NULL, 'blurred', '', 'no', NULL, NULL, NULL, '2026-01-05T12:00:00.000Z'),
  (4, 2, 1, 1, 1, 1, 4, NULL, '', 'no', NULL, 1, NULL, '2026-01-05T12:00:00.000Z');
`

/** Makes that study. */
export function studyOfSchema1(file: string): void {
  const sql = Sql.open(file)
  guard(sql)
  sql.pragma(`page_size = ${PAGE_SIZE}`)
  sql.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(sql, 1)
  sql.script(SCHEMA_1_DATA)
  sql.close()
}

/** Crops, of any schema since the second. */
export const CROPS = `INSERT INTO crop VALUES (1, 3, x'01'), (2, 1, x'02');`

/** What schema 2 held besides: a model and what it made of the crops. */
export const SCHEMA_2_DATA = `${CROPS}
INSERT INTO model VALUES (1, '2026-01-06T00:00:00.000Z', 'soft-n-pair', 7, 'cpu', 400, 'abc', 20, 40, 1, '{}');
INSERT INTO embedding VALUES (1, 1, 3, x'0000803f');
`

/** Opens a study that a Malar of this schema left, with what its tables held besides; it is of the newest afterwards. */
export function opened(version: number, data: string, look: (study: StudyFile) => void): void {
  const folder = temporaryFolder()
  const file = path.join(folder, 'old.malar')
  studyOfSchema1(file)
  const old = Sql.open(file)
  guard(old)
  migrate(old, version)
  old.script(data)
  old.close()
  const study = openStudy(file)
  look(study)
  study.close()
  const sql = Sql.open(file)
  expect(sql.pragma('user_version')).toBe(NEWEST)
  expect(() => requireOurSchema(sql, NEWEST)).not.toThrow()
  sql.close()
  fs.rmSync(folder, { recursive: true })
}

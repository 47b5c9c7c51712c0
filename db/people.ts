/** The study itself, its raters and its counts. */
import { randomUUID } from 'node:crypto'
import type { Rater, StudyInfo } from '../electron/domain/records'
import type { Scale } from '../electron/domain/scale'
import { MalarError, checkIdentifier } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import type { StudyCounts, StudyReader } from './reader'
import { NOT_PRACTICE } from './scores-read'
import type { Session } from './session'
import type { NewStudyFile } from './study-file'
import type { StudyWriter } from './writer'

interface ScaleRow {
  version: number
  kind: Scale['kind']
  minimum: number
  maximum: number
  step: number
  anchors: string
}

// Taken off rather than left out: a study has few scores of practice, and may have a million others.
const OF_PRACTICE = `score.supersedes IS NULL AND score.round IN (SELECT id FROM round WHERE mode = 'practice')`
export const PRACTISED = `SELECT count(*) FROM score WHERE ${OF_PRACTICE}`
export const PRACTISED_ONLY = `SELECT count(*) FROM (SELECT DISTINCT region FROM score WHERE ${OF_PRACTICE}) AS practised
  WHERE NOT EXISTS (SELECT 1 FROM score WHERE score.region = practised.region AND ${NOT_PRACTICE})`

/** The scale in force: the newest version. */
export function currentScale(sql: Sql): { scale: Scale; version: number } {
  const row = sql.get<ScaleRow>('SELECT * FROM scale ORDER BY version DESC LIMIT 1') as ScaleRow
  return { scale: asScale(row), version: row.version }
}

/** Adds a version with the same values as the one in force, for other exemplars. @returns its number */
export function addScaleVersion(sql: Sql, at: string): number {
  return sql.run(
    `INSERT INTO scale (version, kind, minimum, maximum, step, anchors, created_at)
     SELECT version + 1, kind, minimum, maximum, step, anchors, ? FROM scale ORDER BY version DESC LIMIT 1`,
    at,
  ).key
}

function asScale(row: ScaleRow): Scale {
  return {
    kind: row.kind,
    min: row.minimum,
    max: row.maximum,
    step: row.step,
    anchors: JSON.parse(row.anchors) as Scale['anchors'],
  }
}

/** The study itself, its raters and its counts. */
export function peopleReader(sql: Sql, readOnlyBecause: string | null) {
  const raterRow = 'SELECT id, name FROM rater'
  return {
    info(): StudyInfo {
      const study = sql.get<{ uuid: string; name: string; created_at: string }>('SELECT * FROM study')
      if (!study)
        throw new MalarError(
          'not-a-study',
          'This file is not a Malar study. It does not say which study it is.',
        )
      const { scale, version } = currentScale(sql)
      return {
        uuid: study.uuid,
        name: study.name,
        regions: studyRegions(sql),
        scale,
        scaleVersion: version,
        readOnly: readOnlyBecause !== null,
        createdAt: study.created_at,
      }
    },
    raters: () => sql.all<Rater>(`${raterRow} ORDER BY id`),
    rater: (id: number) => raterOf(sql, id),
    raterByName: (name: string) => sql.get<Rater>(`${raterRow} WHERE name = ?`, name) ?? null,
    counts: () =>
      sql.get<StudyCounts>(`SELECT
        (SELECT count(*) FROM subject WHERE EXISTS (SELECT 1 FROM photograph WHERE subject = subject.id)) AS subjects,
        (SELECT count(*) FROM photograph) AS photographs,
        (SELECT count(*) FROM region) AS regions,
        (SELECT count(DISTINCT region) FROM score) - (${PRACTISED_ONLY}) AS scored,
        (SELECT count(*) FROM photograph WHERE inter_ocular IS NULL) AS withoutFace,
        (SELECT count(*) FROM score WHERE supersedes IS NULL) - (${PRACTISED}) AS scores`) as StudyCounts,
  } satisfies Partial<StudyReader>
}

/** Ids of the regions that this study scores, in atlas order. */
function studyRegions(sql: Sql): string[] {
  return sql
    .all<{ region: string }>('SELECT region FROM study_region ORDER BY position')
    .map((row) => row.region)
}

/** @throws MalarError `not-found` */
export function raterOf(sql: Sql, id: number): Rater {
  const rater = sql.get<Rater>('SELECT id, name FROM rater WHERE id = ?', id)
  if (!rater) throw notFound('rater', id)
  return rater
}

/** Adds raters. */
export function peopleWriter(session: Session) {
  return {
    addRater: (name: string) =>
      session.change((at) => {
        const rater = insertRater(session.sql, name, at)
        return { value: rater, told: { action: 'add rater', entity: `rater ${rater.id}`, detail: { name } } }
      }),
  } satisfies Partial<StudyWriter>
}

function insertRater(sql: Sql, name: string, at: string): Rater {
  checkIdentifier('rater', name)
  if (sql.get('SELECT 1 FROM rater WHERE name = ?', name)) {
    throw new MalarError('duplicate', `There is a rater “${name}” in this study already.`)
  }
  const { key } = sql.run('INSERT INTO rater (name, created_at) VALUES (?, ?)', name, at)
  return { id: key, name }
}

/** Lays down the study's first rows; `createStudy` does it in the same transaction as the tables. */
export function beginStudy(session: Session, study: NewStudyFile): void {
  const { sql } = session
  const name = study.name.trim()
  if (name.length < 1 || name.length > 200) {
    throw new MalarError('study-name', 'A study needs a name of 1 to 200 characters.')
  }
  if (study.regions.length === 0 || new Set(study.regions).size !== study.regions.length) {
    throw new MalarError('regions', 'A study needs at least one region, and each only once.')
  }
  const { kind, min, max, step, anchors } = study.scale
  session.change((at) => {
    const uuid = randomUUID()
    sql.run('INSERT INTO study (id, uuid, name, created_at) VALUES (1, ?, ?, ?)', uuid, name, at)
    study.regions.forEach((region, position) => {
      checkIdentifier('region', region)
      sql.run('INSERT INTO study_region (position, region) VALUES (?, ?)', position, region)
    })
    sql.run(
      'INSERT INTO scale (version, kind, minimum, maximum, step, anchors, created_at) VALUES (1, ?, ?, ?, ?, ?, ?)',
      kind,
      min,
      max,
      step,
      JSON.stringify(anchors),
      at,
    )
    for (const rater of study.raters ?? []) insertRater(sql, rater, at)
    const detail = { uuid, name, regions: study.regions, scale: study.scale, raters: study.raters ?? [] }
    return { value: undefined, told: { action: 'create study', entity: 'study', detail } }
  })
}

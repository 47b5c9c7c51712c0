/** Exemplars: crops that show what a value of the scale looks like, versioned with the scale. */
import type { Exemplar } from '../electron/domain/exemplars'
import { checkScore } from '../electron/domain/scale'
import { MalarError, type Polygon, type Side } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { requireIntact, sha256 } from './hashing'
import { addScaleVersion, currentScale } from './people'
import type { StudyReader } from './reader'
import { regionOf } from './regions-read'
import { NOT_PRACTICE } from './scores-read'
import type { Session } from './session'
import type { StudyWriter } from './writer'

export const EXEMPLARS = `SELECT exemplar.id, region.region, region.side, exemplar.value, region.id AS key, subject.name AS subject
  FROM exemplar JOIN region ON region.id = exemplar.region JOIN study_region ON study_region.region = region.region
  JOIN photograph ON photograph.id = region.photograph JOIN subject ON subject.id = photograph.subject
  WHERE exemplar.scale_version = ? ORDER BY study_region.position, exemplar.value`

/** Every revision of an outline but the present one is in the history. */
const OUTLINE = `SELECT coalesce(earlier.polygon, region.polygon) AS polygon
  FROM exemplar JOIN region ON region.id = exemplar.region
  LEFT JOIN region_history AS earlier ON earlier.region = exemplar.region AND earlier.revision = exemplar.revision
  WHERE exemplar.id = ?`

/** Whether anything was said by a version of the scale; then its exemplars stay as they are. */
export const SCALE_USED = `SELECT
  EXISTS (SELECT 1 FROM score WHERE scale_version = ? AND ${NOT_PRACTICE}) OR
  EXISTS (SELECT 1 FROM exemplar JOIN comparison ON comparison.exemplar = exemplar.id
    WHERE exemplar.scale_version = ?) AS used`

/** The exemplars of each version of the scale. */
export function exemplarReader(sql: Sql) {
  return {
    exemplars: () => inForce(sql),
    exemplarPicture(id: number): Uint8Array {
      const row = sql.get<{ jpeg: Uint8Array; sha256: string }>(
        'SELECT jpeg, sha256 FROM exemplar WHERE id = ?',
        id,
      )
      if (!row) throw notFound('exemplar', id)
      return requireIntact(`picture of exemplar ${id}`, row.jpeg, row.sha256)
    },
    exemplarPolygon(id: number): Polygon {
      const row = sql.get<{ polygon: string }>(OUTLINE, id)
      if (!row) throw notFound('exemplar', id)
      return JSON.parse(row.polygon) as Polygon
    },
  } satisfies Partial<StudyReader>
}

/** Chooses exemplars; a scale that was used gets a new version first. */
export function exemplarWriter(session: Session) {
  const { sql } = session
  return {
    setExemplar: (key: number, given: number): Exemplar =>
      session.change<Exemplar>((at) => {
        const { region, side, revision } = regionOf(sql, key)
        const value = checkScore(currentScale(sql).scale, given)
        const stood = inForce(sql).filter(
          (other) => other.key === key || (other.region === region && other.value === value),
        )
        const same = stood.find((other) => other.key === key && other.value === value)
        if (same) return { value: same, told: null }
        const jpeg = cropOf(sql, key)
        const version = withoutThese(sql, stood, at)
        const { key: id } = sql.run(
          `INSERT INTO exemplar (scale_version, value, region, revision, sha256, jpeg, chosen_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          version,
          value,
          key,
          revision,
          sha256(jpeg),
          jpeg,
          at,
        )
        const detail = { scaleVersion: version, region, side, value, key, revision, picture: sha256(jpeg) }
        return {
          value: inForce(sql).find((exemplar) => exemplar.id === id) as Exemplar,
          told: {
            action: 'choose exemplar',
            entity: `exemplar ${id}`,
            detail: { ...detail, instead: stood.map(told) },
          },
        }
      }),

    removeExemplar: (id: number): void =>
      session.change((at) => {
        const gone = inForce(sql).find((exemplar) => exemplar.id === id)
        if (!gone) throw notFound('exemplar', id)
        const version = withoutThese(sql, [gone], at)
        const detail = { scaleVersion: version, ...told(gone) }
        return { value: undefined, told: { action: 'remove exemplar', entity: `exemplar ${id}`, detail } }
      }),
  } satisfies Partial<StudyWriter>
}

function inForce(sql: Sql): Exemplar[] {
  return sql.all<Exemplar & { side: Side }>(EXEMPLARS, currentScale(sql).version)
}

function told({ id, region, side, value, key }: Exemplar): Omit<Exemplar, 'subject'> {
  return { id, region, side, value, key }
}

/**
 * Takes exemplars away from the scale in force, or carries all others over to a new version of it where it was used.
 * @returns the version then in force
 */
function withoutThese(sql: Sql, gone: readonly Exemplar[], at: string): number {
  const { version } = currentScale(sql)
  const ids = JSON.stringify(gone.map(({ id }) => id))
  if (sql.get<{ used: number }>(SCALE_USED, version, version)?.used === 0) {
    sql.run('DELETE FROM exemplar WHERE id IN (SELECT value FROM json_each(?))', ids)
    return version
  }
  const next = addScaleVersion(sql, at)
  sql.run(
    `INSERT INTO exemplar (scale_version, value, region, revision, sha256, jpeg, chosen_at)
     SELECT ?, value, region, revision, sha256, jpeg, chosen_at FROM exemplar
     WHERE scale_version = ? AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id`,
    next,
    version,
    ids,
  )
  return next
}

function cropOf(sql: Sql, key: number): Uint8Array {
  const row = sql.get<{ jpeg: Uint8Array }>(
    'SELECT jpeg FROM crop JOIN region ON region.id = crop.region AND region.revision = crop.revision WHERE region.id = ?',
    key,
  )
  if (!row) {
    throw new MalarError('crop', 'This pad has no picture yet, so it cannot be an exemplar.')
  }
  return row.jpeg
}

import type { Region } from '../electron/domain/records'
import type { Polygon, RegionOrigin, Side, View } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import type { EarlierPlacement, MissingCrop, RegionRow, StudyReader } from './reader'

interface StoredRegion {
  id: number
  photograph: number
  region: string
  side: Side
  polygon: string
  origin: RegionOrigin
  revision: number
}

/** Right before left before midline. */
const BY_SIDE = `CASE region.side WHEN 'right' THEN 0 WHEN 'left' THEN 1 ELSE 2 END`

/** Columns of `RegionRow`, from `region`, `photograph` and `subject`. */
export const REGION_ROW = `region.id AS key, region.revision, region.region, region.side, region.photograph,
  subject.name AS subject, photograph.day, photograph.view, photograph.mirrored`
export const REGION_ROW_FROM = `region JOIN photograph ON photograph.id = region.photograph
  JOIN subject ON subject.id = photograph.subject`

export type RegionRowRow = Omit<RegionRow, 'mirrored' | 'view'> & { mirrored: number; view: View }

export function regionReader(sql: Sql) {
  return {
    regions: (photograph: number) =>
      sql
        .all<StoredRegion>(
          `SELECT region.* FROM region JOIN study_region USING (region)
           WHERE photograph = ? ORDER BY study_region.position, ${BY_SIDE}`,
          photograph,
        )
        .map(asRegion),
    region: (key: number) => regionOf(sql, key),
    regionAt(photograph: number, region: string, side: Side): Region | null {
      const row = sql.get<StoredRegion>(
        'SELECT * FROM region WHERE photograph = ? AND region = ? AND side = ?',
        photograph,
        region,
        side,
      )
      return row ? asRegion(row) : null
    },
    previousPlacement: (key: number) => previousPlacement(sql, key),
    crop: (key: number) =>
      sql.get<{ jpeg: Uint8Array }>(
        `SELECT crop.jpeg FROM crop JOIN region ON region.id = crop.region AND region.revision = crop.revision
         WHERE crop.region = ?`,
        key,
      )?.jpeg ?? null,
    missingCrops: () =>
      sql.all<MissingCrop>(
        `SELECT region.id AS region, region.revision, region.photograph
         FROM region LEFT JOIN crop ON crop.region = region.id AND crop.revision = region.revision
         WHERE crop.region IS NULL ORDER BY region.photograph, region.id`,
      ),
    allRegions: () =>
      sql
        .all<RegionRowRow>(`SELECT ${REGION_ROW} FROM ${REGION_ROW_FROM} ORDER BY region.id`)
        .map((row): RegionRow => ({ ...row, mirrored: row.mirrored === 1 })),
  } satisfies Partial<StudyReader>
}

export function regionOf(sql: Sql, key: number): Region {
  const row = sql.get<StoredRegion>('SELECT * FROM region WHERE id = ?', key)
  if (!row) throw notFound('region', key)
  return asRegion(row)
}

export function previousPlacement(sql: Sql, key: number): EarlierPlacement | null {
  const row = sql.get<{ revision: number; polygon: string; origin: RegionOrigin; replaced_at: string }>(
    'SELECT * FROM region_history WHERE region = ? AND undone = 0 ORDER BY revision DESC LIMIT 1',
    key,
  )
  if (!row) return null
  const { revision, origin } = row
  return { revision, origin, polygon: JSON.parse(row.polygon) as Polygon, replacedAt: row.replaced_at }
}

function asRegion(row: StoredRegion): Region {
  const { id, photograph, region, side, origin, revision } = row
  return { id, photograph, region, side, polygon: JSON.parse(row.polygon) as Polygon, origin, revision }
}

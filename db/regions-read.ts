import type { CopyableRegion } from '../electron/domain/copying'
import type { Region } from '../electron/domain/records'
import type { Polygon, RegionOrigin, Side, View } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import type { MissingCrop, RegionRow, StudyReader } from './reader'

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
export const BY_SIDE = `CASE region.side WHEN 'right' THEN 0 WHEN 'left' THEN 1 ELSE 2 END`

/** Columns of `RegionRow`, from `region`, `photograph` and `subject`. */
export const REGION_ROW = `region.id AS key, region.revision, region.region, region.side, region.photograph,
  subject.name AS subject, photograph.day, photograph.view, photograph.mirrored`
export const REGION_ROW_FROM = `region JOIN photograph ON photograph.id = region.photograph
  JOIN subject ON subject.id = photograph.subject`

export const COPYABLE = `SELECT region.*, other.day FROM photograph AS here
  JOIN photograph AS other ON other.subject = here.subject AND other.view = here.view AND other.id <> here.id
  JOIN region ON region.photograph = other.id JOIN study_region USING (region)
  WHERE here.id = ? ORDER BY other.day, other.id, region.id`

/** Days are whole, so that photographs of one day are one visit. */
export const EARLIER = `SELECT region.* FROM region AS own JOIN photograph AS here ON here.id = own.photograph
  JOIN photograph AS other ON other.subject = here.subject AND other.view = here.view AND other.day < here.day
  JOIN region ON region.photograph = other.id AND region.region = own.region AND region.side = own.side
  WHERE own.id = ? ORDER BY other.day DESC, other.id DESC LIMIT 1`

export type RegionRowRow = Omit<RegionRow, 'mirrored' | 'view'> & { mirrored: number; view: View }

/** Regions, their crops, and the same pad elsewhere. */
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
    earlierRegion(key: number): Region | null {
      const row = sql.get<StoredRegion>(EARLIER, key)
      return row ? asRegion(row) : null
    },
    copyableRegions: (photograph: number) =>
      sql
        .all<StoredRegion & { day: number }>(COPYABLE, photograph)
        .map((row): CopyableRegion => ({ ...asRegion(row), day: row.day })),
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
        .map(asRegionRow),
    regionsOfPad: (pad: string) =>
      sql
        .all<RegionRowRow>(
          `SELECT ${REGION_ROW} FROM ${REGION_ROW_FROM} WHERE region.region = ? ORDER BY region.id`,
          pad,
        )
        .map(asRegionRow),
  } satisfies Partial<StudyReader>
}

/** @throws MalarError `not-found` */
export function regionOf(sql: Sql, key: number): Region {
  const row = sql.get<StoredRegion>('SELECT * FROM region WHERE id = ?', key)
  if (!row) throw notFound('region', key)
  return asRegion(row)
}

function asRegionRow(row: RegionRowRow): RegionRow {
  return { ...row, mirrored: row.mirrored === 1 }
}

function asRegion(row: StoredRegion): Region {
  const { id, photograph, region, side, origin, revision } = row
  return { id, photograph, region, side, polygon: JSON.parse(row.polygon) as Polygon, origin, revision }
}

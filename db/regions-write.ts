import type { Region } from '../electron/domain/records'
import { MalarError, SIDES, type Polygon, type RegionOrigin } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { previousPlacement, regionOf, regionReader } from './regions-read'
import type { Session } from './session'
import type { NewRegion, StudyWriter } from './writer'

interface Placement {
  polygon: Polygon
  origin: RegionOrigin
  crop: Uint8Array | null
  /** Whether this change is an undo, which undo itself does not bring back. */
  undoing: boolean
}

export function regionWriter(session: Session) {
  const { sql } = session
  const reader = regionReader(sql)

  const replace = (action: string, before: Region, placement: Placement, at: string) => {
    const { polygon, origin } = placement
    replacePlacement(sql, before, placement, at)
    const after = regionOf(sql, before.id)
    const detail = {
      photograph: before.photograph,
      region: before.region,
      side: before.side,
      revision: after.revision,
    }
    return {
      value: after,
      told: {
        action,
        entity: `region ${before.id}`,
        detail: { ...detail, origin, polygon, before: before.polygon },
      },
    }
  }

  return {
    placeRegion: (photograph: number, placed: NewRegion): Region =>
      session.change((at) => {
        if (!sql.get('SELECT 1 FROM photograph WHERE id = ?', photograph))
          throw notFound('photograph', photograph)
        requirePolygon(placed.polygon)
        const before = reader.regionAt(photograph, placed.region, placed.side)
        if (before) return replace('place region', before, { ...placed, undoing: false }, at)
        const region = regionOf(sql, insertRegion(sql, photograph, placed))
        const { side, origin, polygon } = region
        const detail = { photograph, region: region.region, side, revision: 1, origin, polygon }
        return { value: region, told: { action: 'add region', entity: `region ${region.id}`, detail } }
      }),
    resetRegion: (key: number, polygon: Polygon, crop: Uint8Array | null): Region =>
      session.change((at) =>
        replace('reset region', regionOf(sql, key), { polygon, origin: 'atlas', crop, undoing: false }, at),
      ),
    undoPlacement: (key: number, crop: Uint8Array | null): Region =>
      session.change((at) => {
        const region = regionOf(sql, key)
        const earlier = previousPlacement(sql, key)
        if (!earlier)
          throw new MalarError('refused', 'There is no earlier outline of this region to go back to.')
        sql.run(
          'UPDATE region_history SET undone = 1 WHERE region = ? AND revision = ?',
          key,
          earlier.revision,
        )
        const { polygon, origin } = earlier
        return replace('undo region', region, { polygon, origin, crop, undoing: true }, at)
      }),
    saveCrops: (crops: Iterable<{ region: number; revision: number; jpeg: Uint8Array }>): number =>
      session.change(() => {
        let saved = 0
        for (const { region, revision, jpeg } of crops) {
          if (sql.get('SELECT 1 FROM region WHERE id = ? AND revision = ?', region, revision)) {
            saveCrop(sql, region, revision, jpeg)
            saved += 1
          }
        }
        const told = { action: 'save crops', entity: 'crops', detail: { saved } }
        return { value: saved, told: saved > 0 ? told : null }
      }),
  } satisfies Partial<StudyWriter>
}

/** Lays a region down where the photograph has none. @returns its key */
export function insertRegion(sql: Sql, photograph: number, placed: NewRegion): number {
  requirePolygon(placed.polygon)
  if (!SIDES.includes(placed.side)) throw new MalarError('side', `There is no side “${placed.side}”.`)
  if (!sql.get('SELECT 1 FROM study_region WHERE region = ?', placed.region)) {
    throw new MalarError('region', `This study does not score the region “${placed.region}”.`)
  }
  const { key } = sql.run(
    'INSERT INTO region (photograph, region, side, polygon, origin, revision) VALUES (?, ?, ?, ?, ?, 1)',
    photograph,
    placed.region,
    placed.side,
    JSON.stringify(placed.polygon),
    placed.origin,
  )
  if (placed.crop) saveCrop(sql, key, 1, placed.crop)
  return key
}

function replacePlacement(sql: Sql, before: Region, placement: Placement, at: string): void {
  requirePolygon(placement.polygon)
  sql.run(
    `INSERT INTO region_history (region, revision, polygon, origin, undone, replaced_at) VALUES (?, ?, ?, ?, ?, ?)`,
    before.id,
    before.revision,
    JSON.stringify(before.polygon),
    before.origin,
    placement.undoing ? 1 : 0,
    at,
  )
  sql.run(
    'UPDATE region SET polygon = ?, origin = ?, revision = revision + 1 WHERE id = ?',
    JSON.stringify(placement.polygon),
    placement.origin,
    before.id,
  )
  if (placement.crop) saveCrop(sql, before.id, before.revision + 1, placement.crop)
}

function saveCrop(sql: Sql, region: number, revision: number, jpeg: Uint8Array): void {
  sql.run('INSERT OR REPLACE INTO crop (region, revision, jpeg) VALUES (?, ?, ?)', region, revision, jpeg)
  // They were computed from the crop that this one takes the place of.
  sql.run('DELETE FROM feature WHERE region = ? AND revision = ?', region, revision)
}

function requirePolygon(polygon: Polygon): void {
  const sound = polygon.length >= 3 && polygon.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
  if (!sound) throw new MalarError('polygon', 'An outline needs at least three points.')
}

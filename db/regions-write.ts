import type { Placement, Region, RegionEdit } from '../electron/domain/records'
import { MalarError, SIDES, type Polygon } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import {
  freshRegionKey,
  logEdit,
  markEdit,
  placementOf,
  regionEditReader,
  removeRegion,
} from './region-edits'
import { regionOf, regionReader } from './regions-read'
import type { Session, Told } from './session'
import type { NewRegion, StudyWriter } from './writer'

/** Places, copies, checks and resets regions; each revision before stays in the history. */
export function regionWriter(session: Session) {
  const { sql } = session
  const reader = regionReader(sql)
  const edits = regionEditReader(sql)

  /** Puts a region elsewhere, into the log too where a person did it. */
  const replace = (action: string, before: Region, now: Placement, crop: Uint8Array | null, at: string) => {
    const stood = placementOf(sql, before.id)
    replacePlacement(sql, before, now, crop, at)
    const after = regionOf(sql, before.id)
    const { photograph, region, side } = before
    const detail = { photograph, region, side, revision: after.revision, origin: now.origin }
    return {
      value: after,
      edit: {
        key: before.id,
        photograph,
        region,
        side,
        before: stood,
        after: now,
        revision: before.revision,
      },
      told: {
        action,
        entity: `region ${before.id}`,
        detail: { ...detail, polygon: now.polygon, before: before.polygon },
      },
    }
  }

  const place = (photograph: number, placed: NewRegion, checked: boolean, at: string) => {
    if (!sql.get('SELECT 1 FROM photograph WHERE id = ?', photograph))
      throw notFound('photograph', photograph)
    requirePolygon(placed.polygon)
    const { polygon, origin, crop } = placed
    const now = { polygon, origin, checked }
    const before = reader.regionAt(photograph, placed.region, placed.side)
    const done = before
      ? replace(checked ? 'place region' : 'copy region', before, now, crop, at)
      : layDown(sql, photograph, placed, now)
    logEdit(sql, done.edit, at)
    return done
  }

  /** The edit that the caller has cut a crop for, if it is still the one. */
  const still = (edit: RegionEdit | null, seq: number, nothing: string): RegionEdit => {
    if (!edit) throw new MalarError('refused', nothing)
    if (edit.seq !== seq) throw new MalarError('refused', 'A region was edited meanwhile. Try again.')
    return edit
  }

  return {
    placeRegion: (photograph: number, placed: NewRegion): Region =>
      session.change((at) => place(photograph, placed, true, at)),
    copyRegion: (photograph: number, placed: NewRegion): Region =>
      session.change((at) => place(photograph, placed, false, at)),
    resetRegion: (key: number, polygon: Polygon, crop: Uint8Array | null): Region =>
      session.change((at) => {
        const atlas: Placement = { polygon, origin: 'atlas', checked: true }
        const done = replace('reset region', regionOf(sql, key), atlas, crop, at)
        logEdit(sql, done.edit, at)
        return done
      }),
    checkRegion: (key: number): Region =>
      session.change(() => {
        const region = regionOf(sql, key)
        const { changes } = sql.run('UPDATE region SET checked = 1 WHERE id = ? AND checked = 0', key)
        const told = {
          action: 'check region',
          entity: `region ${key}`,
          detail: { revision: region.revision },
        }
        return { value: region, told: changes > 0 ? told : null }
      }),
    undoEdit: (seq: number, crop: Uint8Array | null): Region | null =>
      session.change<Region | null>((at) => {
        const edit = still(edits.lastEdit(), seq, 'There is nothing to undo.')
        markEdit(sql, seq, 'undone')
        if (edit.before) return replace('undo region', regionOf(sql, edit.key), edit.before, crop, at)
        removeRegion(sql, edit)
        return { value: null, told: toldOf('take region away', edit) }
      }),
    redoEdit: (seq: number, crop: Uint8Array | null): Region =>
      session.change((at) => {
        const edit = still(edits.nextEdit(), seq, 'There is nothing to do again.')
        markEdit(sql, seq, 'done')
        if (edit.before) return replace('redo region', regionOf(sql, edit.key), edit.after, crop, at)
        const { key, region, side, after, revision } = edit
        const again = { key, revision: revision + 1, checked: after.checked }
        insertRegion(sql, edit.photograph, { region, side, ...after, crop }, again)
        return { value: regionOf(sql, key), told: toldOf('bring region back', edit) }
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
export function insertRegion(
  sql: Sql,
  photograph: number,
  placed: NewRegion,
  { key, revision, checked } = { key: freshRegionKey(sql), revision: 1, checked: true },
): number {
  requirePolygon(placed.polygon)
  if (!SIDES.includes(placed.side)) throw new MalarError('side', `There is no side “${placed.side}”.`)
  if (!sql.get('SELECT 1 FROM study_region WHERE region = ?', placed.region)) {
    throw new MalarError('region', `This study does not score the region “${placed.region}”.`)
  }
  sql.run(
    `INSERT INTO region (id, photograph, region, side, polygon, origin, revision, checked)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    key,
    photograph,
    placed.region,
    placed.side,
    JSON.stringify(placed.polygon),
    placed.origin,
    revision,
    checked ? 1 : 0,
  )
  if (placed.crop) saveCrop(sql, key, revision, placed.crop)
  return key
}

function layDown(sql: Sql, photograph: number, placed: NewRegion, now: Placement) {
  const { checked } = now
  const key = insertRegion(sql, photograph, placed, { key: freshRegionKey(sql), revision: 1, checked })
  const { region, side, origin, polygon } = placed
  const detail = { photograph, region, side, revision: 1, origin, polygon }
  return {
    value: regionOf(sql, key),
    edit: { key, photograph, region, side, before: null, after: now, revision: 0 },
    told: { action: checked ? 'add region' : 'copy region', entity: `region ${key}`, detail },
  }
}

function toldOf(action: string, edit: RegionEdit): Told {
  const { key, photograph, region, side, after } = edit
  return {
    action,
    entity: `region ${key}`,
    detail: { photograph, region, side, origin: after.origin, polygon: after.polygon },
  }
}

function replacePlacement(
  sql: Sql,
  before: Region,
  now: Placement,
  crop: Uint8Array | null,
  at: string,
): void {
  requirePolygon(now.polygon)
  sql.run(
    `INSERT INTO region_history (region, revision, polygon, origin, replaced_at) VALUES (?, ?, ?, ?, ?)`,
    before.id,
    before.revision,
    JSON.stringify(before.polygon),
    before.origin,
    at,
  )
  sql.run(
    'UPDATE region SET polygon = ?, origin = ?, checked = ?, revision = revision + 1 WHERE id = ?',
    JSON.stringify(now.polygon),
    now.origin,
    now.checked ? 1 : 0,
    before.id,
  )
  if (crop) saveCrop(sql, before.id, before.revision + 1, crop)
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

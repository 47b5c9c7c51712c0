/** The log of all edits of regions: one stack of what can be undone, one of what can be done again. */
import type { Placement, RegionEdit } from '../electron/domain/records'
import type { Polygon, RegionOrigin, Side } from '../electron/domain/words'
import type { Sql } from './driver'
import type { StudyReader } from './reader'

interface StoredEdit {
  seq: number
  key: number
  photograph: number
  region: string
  side: Side
  before: string | null
  after: string
  revision: number
}

/** Whether anything of the study speaks of a region: then it stays. */
const IN_USE = ['score', 'assignment', 'suggestion', 'exemplar', 'comparison']
  .map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE region = region_edit.key)`)
  .join(' OR ')

/** Drawing a region where there was none is passed by once the region is in use. */
export const LAST_EDIT = `SELECT * FROM region_edit
  WHERE state = 'done' AND (before IS NOT NULL OR NOT (${IN_USE})) ORDER BY seq DESC LIMIT 1`
export const NEXT_EDIT = `SELECT * FROM region_edit WHERE state = 'undone' ORDER BY seq LIMIT 1`

/** What undo would take back and redo would do again. */
export function regionEditReader(sql: Sql) {
  const one = (query: string): RegionEdit | null => {
    const row = sql.get<StoredEdit>(query)
    return row ? asEdit(row) : null
  }
  return {
    lastEdit: () => one(LAST_EDIT),
    nextEdit: () => one(NEXT_EDIT),
    uncheckedRegions: (photograph: number) =>
      sql
        .all<{ id: number }>(
          'SELECT id FROM region WHERE photograph = ? AND checked = 0 ORDER BY id',
          photograph,
        )
        .map((row) => row.id),
  } satisfies Partial<StudyReader>
}

/** How a region stands; null where there is none. */
export function placementOf(sql: Sql, key: number): Placement | null {
  const row = sql.get<{ polygon: string; origin: RegionOrigin; checked: number }>(
    'SELECT polygon, origin, checked FROM region WHERE id = ?',
    key,
  )
  return row
    ? { polygon: JSON.parse(row.polygon) as Polygon, origin: row.origin, checked: row.checked === 1 }
    : null
}

/** Writes an edit into the log. What had been undone before it cannot be done again. */
export function logEdit(sql: Sql, edit: Omit<RegionEdit, 'seq'>, at: string): void {
  sql.run(`UPDATE region_edit SET state = 'gone' WHERE state = 'undone'`)
  sql.run(
    `INSERT INTO region_edit (key, photograph, region, side, before, after, revision, state, edited_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'done', ?)`,
    edit.key,
    edit.photograph,
    edit.region,
    edit.side,
    edit.before && JSON.stringify(edit.before),
    JSON.stringify(edit.after),
    edit.revision,
    at,
  )
}

/** Says whether an edit stands or was taken back. */
export function markEdit(sql: Sql, seq: number, state: 'done' | 'undone'): void {
  sql.run('UPDATE region_edit SET state = ? WHERE seq = ?', state, seq)
}

/** Takes away a region that nothing speaks of; its edit remembers at which revision. */
export function removeRegion(sql: Sql, edit: RegionEdit): void {
  sql.run(
    'UPDATE region_edit SET revision = (SELECT revision FROM region WHERE id = key) WHERE seq = ?',
    edit.seq,
  )
  for (const table of ['crop', 'feature', 'embedding', 'region_history']) {
    sql.run(`DELETE FROM ${table} WHERE region = ?`, edit.key)
  }
  sql.run('DELETE FROM region WHERE id = ?', edit.key)
}

/** A key that no region has ever had: the audit trail knows regions by it. */
export function freshRegionKey(sql: Sql): number {
  return (
    sql.get<{ key: number }>(
      `SELECT 1 + max(coalesce((SELECT max(id) FROM region), 0), coalesce((SELECT max(key) FROM region_edit), 0)) AS key`,
    )?.key ?? 1
  )
}

/** The sides of a photograph were swapped: what was edited on it lies on the other one. */
export function swapSidesOfEdits(sql: Sql, photograph: number): void {
  sql.run(
    `UPDATE region_edit SET side = CASE side WHEN 'right' THEN 'left' WHEN 'left' THEN 'right' ELSE side END
     WHERE photograph = ?`,
    photograph,
  )
}

function asEdit(row: StoredEdit): RegionEdit {
  const { seq, key, photograph, region, side, revision } = row
  const before = row.before === null ? null : (JSON.parse(row.before) as Placement)
  return { seq, key, photograph, region, side, revision, before, after: JSON.parse(row.after) as Placement }
}

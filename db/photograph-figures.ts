import type { Figure, PhotographFigures } from '../electron/domain/photograph-figures'
import type { Side } from '../electron/domain/words'
import type { Sql } from './driver'
import type { StudyReader } from './reader'
import { BY_SIDE } from './regions-read'
import { labelsByRegion } from './scores-read'

/**
 * Of the latest suggestion, where it is of the region's present revision; a person's own leaving out does not count.
 * Of several rows of a group, SQLite answers the bare columns of the one that has the maximum.
 */
export const WIDTHS_BY_REGION = `SELECT latest.region, high - low AS value FROM (
  SELECT region, revision, low, high, max(id) FROM suggestion
  WHERE model = (SELECT id FROM model WHERE promoted = 1) AND left_out = 0 GROUP BY region) AS latest
  JOIN region ON region.id = latest.region AND region.revision = latest.revision WHERE high IS NOT NULL`

export const REGION_PLACES = 'SELECT id, photograph, region, side FROM region'

interface RegionPlace {
  id: number
  photograph: number
  region: string
  side: Side
}

/** One figure of every pad of every photograph, for filters and orders. */
export function photographFiguresReader(sql: Sql) {
  return {
    photographFigures(figure: Figure): PhotographFigures {
      const pads = sql.all<{ region: string; side: Side }>(
        `SELECT DISTINCT region, side FROM region JOIN study_region USING (region) ORDER BY position, ${BY_SIDE}`,
      )
      const ids = sql.all<{ id: number }>('SELECT id FROM photograph ORDER BY id').map(({ id }) => id)
      const row = new Map(ids.map((id, at) => [id, at]))
      const column = new Map(pads.map(({ region, side }, at) => [`${region} ${side}`, at]))
      const cell = new Map<number, number>()
      for (const { id, photograph, region, side } of sql.iterate<RegionPlace>(REGION_PLACES)) {
        const at = column.get(`${region} ${side}`)
        if (at !== undefined) cell.set(id, (row.get(photograph) as number) * pads.length + at)
      }
      const values = new Float64Array(ids.length * pads.length).fill(NaN)
      for (const { region, value } of figure === 'score' ? scores(sql) : widths(sql)) {
        const at = cell.get(region)
        if (at !== undefined) values[at] = value
      }
      return { photographs: Int32Array.from(ids), pads, values }
    },
  } satisfies Partial<StudyReader>
}

interface RegionValue {
  region: number
  value: number
}

/** The mean of the raters' labels. */
function* scores(sql: Sql): Generator<RegionValue> {
  for (const [region, labels] of labelsByRegion(sql)) {
    let sum = 0
    for (const { value } of labels.values()) sum += value
    yield { region, value: sum / labels.size }
  }
}

function widths(sql: Sql): Iterable<RegionValue> {
  return sql.iterate<RegionValue>(WIDTHS_BY_REGION)
}

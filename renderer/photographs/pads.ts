import type { CopySource, PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import { contains, polygonArea } from '../../electron/domain/geometry'
import type { Region } from '../../electron/domain/records'
import type { Point, RegionOrigin, Side } from '../../electron/domain/words'

/** A pad of the study on a photograph. */
export interface PadRow {
  region: string
  name: string
  side: Side
  /** Null where the pad has no polygon on this photograph yet. */
  placed: Region | null
  /** Copied, and not looked at since. */
  unchecked: boolean
  /** What it can be copied from. */
  copy: CopySource | null
}

/** A name for a pad of a photograph: `region side`. */
export function padKey(pad: { region: string; side: Side }): string {
  return `${pad.region} ${pad.side}`
}

/** A pad with its side, as a title. */
export function padWords(pad: { name: string; side: Side }): string {
  return pad.side === 'midline' ? pad.name : `${pad.name}, ${pad.side}`
}

/** Every pad of the study, placed or not, in anatomical order: from the eye downwards, right before left. */
export function padRows(
  details: PhotographDetails | null,
  wanted: readonly string[],
  atlas: readonly AtlasRegion[],
): PadRow[] {
  if (!details) return []
  return atlas
    .filter((entry) => wanted.includes(entry.id))
    .flatMap((entry) => {
      // What lies outside the mesh has no sides of its own.
      const sides: Side[] = entry.right ? ['right', 'left'] : ['midline']
      return sides.map((side): PadRow => {
        const here = (one: { region: string; side: Side }): boolean =>
          one.region === entry.id && one.side === side
        const placed = details.regions.find(here) ?? null
        return {
          region: entry.id,
          name: entry.name,
          side,
          placed,
          unchecked: placed !== null && details.unchecked.includes(placed.id),
          copy: details.copies.find(here) ?? null,
        }
      })
    })
}

/**
 * The pad that a click chooses: the smallest one under the pointer, or where that is chosen already the next larger.
 * @returns null where there is none
 */
export function padAt(pads: readonly PadRow[], point: Point, chosen: string): string | null {
  const under = pads
    .flatMap(({ placed, ...pad }) => (placed && contains(placed.polygon, point) ? [{ ...pad, placed }] : []))
    .sort((a, b) => polygonArea(a.placed.polygon) - polygonArea(b.placed.polygon))
    .map(padKey)
  return under[(under.indexOf(chosen) + 1) % under.length] ?? null
}

/** Where a region comes from, in words. */
export const ORIGIN_WORDS: Record<RegionOrigin, string> = {
  atlas: 'from the atlas',
  edited: 'edited',
  drawn: 'drawn',
}

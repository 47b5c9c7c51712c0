import { polygonCentroid } from '../../electron/domain/geometry'
import type { Photograph, Region } from '../../electron/domain/records'
import type { Polygon } from '../../electron/domain/words'
import { boxAround, type Box } from './polygons'
import type { Anchor } from './viewport.svelte'

/** What holds the regions of a photograph, with some of the face about them; null where it has none. */
export function faceBox(regions: readonly Region[]): Box | null {
  return boxAround(
    regions.map((region) => region.polygon),
    0.15,
  )
}

/** What one looks at: the pad in hand, measured by the distance of the eyes where it is known. */
export function anchorOf(photograph: Photograph, pad: Polygon | null): Anchor {
  return {
    at: pad ? polygonCentroid(pad) : [photograph.width / 2, photograph.height / 2],
    size: photograph.interOcular ?? photograph.width / 4,
  }
}

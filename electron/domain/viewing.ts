/**
 * The square in which a person looks at a pad. It is as wide as so many eye distances, the same on every photograph,
 * so that a pad which fills more of it is larger. The crop of the network (`crop.ts`) follows the outline instead.
 */
import { CROP_MARGIN, cropFrame } from './crop'
import type { CropFrame } from './crop'
import type { Polygon, Side } from './words'

/** A square of a photograph as it is looked at. */
export interface ViewingFrame extends CropFrame {
  /** Side of the square in distances between the outer corners of the eyes; null without a face: then the outline sets it. */
  eyes: number | null
}

/** A pad on a photograph, as far as its frame depends on it. */
export interface ViewedPad {
  polygon: Polygon
  side: Side
  /** Angle of the eye line, radians. */
  roll: number
  /** Whether the photograph shows a mirror image. */
  mirrored: boolean
  /** Distance between the outer corners of the eyes in pixels of the photograph; null without a face. */
  interOcular: number | null
}

/**
 * Side of each pad's square in eye distances: some 1.6 times the pad's larger extent on the canonical face of the
 * atlas, the tear trough more, because it is read against what lies around it.
 */
const SPANS: Readonly<Record<string, number>> = {
  lower_eyelid_bag: 0.7,
  tear_trough: 0.5,
  malar_soof: 0.6,
  medial_cheek: 0.5,
  lateral_cheek: 0.65,
  nasolabial: 0.85,
  buccal: 0.75,
  jowl: 0.75,
  temporal: 0.8,
  perioral: 1,
  submental: 1,
}
const OTHER_SPAN = 0.8

/** Share of the square that an outline may fill; one that was drawn larger gets the next wider square. */
const MOST_FILLED = 0.95
const WIDER = 1.5

/** Side of a pad's square in eye distances, on every photograph on which its outline fits. */
export function usualSpan(region: string): number {
  return SPANS[region] ?? OTHER_SPAN
}

/**
 * The frames of pads that are looked at side by side: one scale for all of them.
 * @param region atlas id of the pad
 * @returns in the order given; those without a face share the width that the largest outline among them asks for
 */
export function viewingFrames(region: string, pads: readonly ViewedPad[]): ViewingFrame[] {
  const outlines = pads.map((pad) => ({
    interOcular: pad.interOcular,
    frame: cropFrame(pad.polygon, pad.roll, pad.side, pad.mirrored),
  }))
  const extents = outlines.flatMap(({ interOcular, frame }) =>
    interOcular === null ? [] : [frame.size / CROP_MARGIN / interOcular],
  )
  const span = widened(usualSpan(region), Math.max(0, ...extents))
  const faceless = outlines.filter(({ interOcular }) => interOcular === null).map(({ frame }) => frame.size)
  return outlines.map(({ interOcular, frame }) =>
    interOcular === null
      ? { ...frame, size: Math.max(...faceless), eyes: null }
      : { ...frame, size: span * interOcular, eyes: span },
  )
}

/** The span, or so many steps wider that the extent fits into it; both in eye distances. */
function widened(span: number, extent: number): number {
  let wide = span
  while (extent > MOST_FILLED * wide) wide *= WIDER
  return wide
}

/**
 * The scale at which crops stand in a strip: so many eye distances across each tile. The narrowest crop fills its tile,
 * unless the widest one's outline would not fit into it.
 * @param eyes sides of the crops in eye distances; null without a face
 * @returns null where none has a face
 */
export function stripSpan(eyes: readonly (number | null)[]): number | null {
  const known = eyes.filter((one) => one !== null)
  return known.length === 0 ? null : Math.max(Math.min(...known), Math.max(...known) / CROP_MARGIN)
}

/** A polygon in pixels of the photograph as parts of a crop, 0 to 1 across and down, as the crop shows it. */
export function withinCrop(polygon: Polygon, { cx, cy, size, angle, mirrored }: CropFrame): Polygon {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return polygon.map(([x, y]) => {
    const across = ((x - cx) * cos + (y - cy) * sin) / size
    const down = ((y - cy) * cos - (x - cx) * sin) / size
    return [0.5 + (mirrored ? -across : across), 0.5 + down]
  })
}

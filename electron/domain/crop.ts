import type { Point, Polygon, Side } from './words'

/** Side of the stored crop in pixels; large enough for a strip of neighbours, and for the network, which sees less. */
export const CROP_PIXELS = 128

/** The crop's side as a multiple of the region's larger extent, so that its surroundings are in sight. */
export const CROP_MARGIN = 1.5

/**
 * The canonical square of a region: centred on it, turned by the eye line, mirrored for the right side
 * so that both sides look alike.
 */
export interface CropFrame {
  /** Centre in pixels of the upright photograph. */
  cx: number
  cy: number
  /** Side of the square in pixels of the upright photograph. */
  size: number
  /** Angle of the square's x axis against the photograph's, radians, clockwise on the screen. */
  angle: number
  mirrored: boolean
}

/**
 * The frame of a region's crop.
 * @param polygon the region in pixels of the upright photograph
 * @param roll angle of the line from the image's left eye to the image's right eye, radians; 0 where there is no face
 * @param side right-side crops are mirrored, so that both sides look like a left one
 * @param photographMirrored whether the photograph itself shows a mirror image
 */
export function cropFrame(polygon: Polygon, roll: number, side: Side, photographMirrored = false): CropFrame {
  const cos = Math.cos(roll)
  const sin = Math.sin(roll)
  let left = Infinity
  let right = -Infinity
  let top = Infinity
  let bottom = -Infinity
  for (const [x, y] of polygon) {
    const u = x * cos + y * sin
    const v = -x * sin + y * cos
    left = Math.min(left, u)
    right = Math.max(right, u)
    top = Math.min(top, v)
    bottom = Math.max(bottom, v)
  }
  const u = (left + right) / 2
  const v = (top + bottom) / 2
  return {
    cx: u * cos - v * sin,
    cy: u * sin + v * cos,
    size: CROP_MARGIN * Math.max(right - left, bottom - top, 1),
    angle: roll,
    mirrored: (side === 'right') !== photographMirrored,
  }
}

/** The eye line's angle in radians from landmarks 33 and 263 (outer corners), 0 without landmarks. */
export function eyeLineAngle(landmarks: readonly Point[] | null): number {
  if (!landmarks) return 0
  const a = landmarks[33] as Point
  const b = landmarks[263] as Point
  const [from, to] = a[0] <= b[0] ? [a, b] : [b, a]
  return Math.atan2(to[1] - from[1], to[0] - from[0])
}

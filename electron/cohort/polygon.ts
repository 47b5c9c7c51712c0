import type { Point } from '../domain/words'
import { clamp } from './numeric'

/** Squared distance from (x, y) to the straight segment between two points. */
function squaredDistanceToSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const edgeX = bx - ax
  const edgeY = by - ay
  // `|| 1` keeps a segment of no length a point instead of NaN.
  const along = clamp(((x - ax) * edgeX + (y - ay) * edgeY) / (edgeX * edgeX + edgeY * edgeY || 1), 0, 1)
  const offX = x - ax - along * edgeX
  const offY = y - ay - along * edgeY
  return offX * offX + offY * offY
}

/** Distance from (x, y) to an open chain of segments, in the unit of its points. */
export function distanceToPolyline(x: number, y: number, points: readonly Point[]): number {
  let nearest = Infinity
  for (let i = 0; i + 1 < points.length; i++) {
    nearest = Math.min(nearest, squaredDistanceToSegment(x, y, points[i], points[i + 1]))
  }
  return Math.sqrt(nearest)
}

/** Signed distance from (x, y) to a closed polygon's border: positive inside, negative outside. */
export function signedDistanceToPolygon(x: number, y: number, polygon: readonly Point[]): number {
  let nearest = Infinity
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ax, ay] = polygon[i]
    const [bx, by] = polygon[j]
    // Even–odd rule: every border crossed by a ray to the right changes the side.
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    nearest = Math.min(nearest, squaredDistanceToSegment(x, y, polygon[i], polygon[j]))
  }
  return inside ? Math.sqrt(nearest) : -Math.sqrt(nearest)
}

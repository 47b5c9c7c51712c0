import { checkPolygon, contains, nearestVertex } from '../../electron/domain/geometry'
import type { Point, Polygon } from '../../electron/domain/words'
import { sentenceOf } from '../api'

/** A rectangle in pixels of the photograph. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** What of an outline lies under the pointer. */
export type Grip =
  { kind: 'vertex'; index: number } | { kind: 'middle'; edge: number } | { kind: 'inside' } | null

/** Screen pixels within which a handle is caught, and below which an edge has no handle of its own. */
const REACH = 9
const SHORTEST_EDGE = 30

/** For the `points` of an SVG polygon. */
export function svgPoints(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}

/** The middles of edges that are long enough on the screen to hold a handle. @param scale screen pixels per pixel */
export function middles(polygon: Polygon, scale: number): { edge: number; at: Point }[] {
  return polygon.flatMap((from, edge) => {
    const to = polygon[(edge + 1) % polygon.length] as Point
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) * scale < SHORTEST_EDGE) return []
    return [{ edge, at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as Point }]
  })
}

/** What a person takes hold of at a point: a vertex before a middle before the whole. @param scale as above */
export function gripAt(polygon: Polygon, point: Point, scale: number): Grip {
  const vertex = nearestVertex(polygon, point)
  if (vertex.distance * scale <= REACH) return { kind: 'vertex', index: vertex.index }
  const middle = middles(polygon, scale).find(
    ({ at }) => Math.hypot(at[0] - point[0], at[1] - point[1]) * scale <= REACH,
  )
  if (middle) return { kind: 'middle', edge: middle.edge }
  return contains(polygon, point) ? { kind: 'inside' } : null
}

/** Radius of a vertex's handle in screen pixels: small where they stand close, so that they do not hide the pad. */
export function handleRadius(polygon: Polygon, scale: number): number {
  const lengths = polygon
    .map(([x, y], i) => {
      const to = polygon[(i + 1) % polygon.length] as Point
      return Math.hypot(to[0] - x, to[1] - y) * scale
    })
    .sort((a, b) => a - b)
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 0
  return Math.min(4, Math.max(1.5, usual / 7))
}

/** The longest edge, by the vertex that it begins at. */
export function longestEdge(polygon: Polygon): number {
  const length = (i: number): number => {
    const [from, to] = [polygon[i] as Point, polygon[(i + 1) % polygon.length] as Point]
    return Math.hypot(to[0] - from[0], to[1] - from[1])
  }
  return polygon.reduce((best, _, i) => (length(i) > length(best) ? i : best), 0)
}

/** The box around polygons, with a margin as a part of its larger side. @returns null where there is none */
export function boxAround(polygons: readonly Polygon[], margin = 0): Box | null {
  const points = polygons.flat()
  if (points.length === 0) return null
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const more = margin * Math.max(width, height)
  return { x: left - more, y: top - more, width: width + 2 * more, height: height + 2 * more }
}

/** Eight corners on a circle: an outline to begin with for who does not use the mouse. */
export function octagon([x, y]: Point, radius: number): Polygon {
  return Array.from({ length: 8 }, (_, i): Point => {
    const angle = ((i + 0.5) * Math.PI) / 4
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
  })
}

/** Why an outline cannot be saved on a picture, as a sentence; empty where it can. */
export function problemOf(polygon: Polygon, picture: { width: number; height: number } | undefined): string {
  try {
    if (picture) checkPolygon(polygon, picture.width, picture.height)
    return ''
  } catch (error) {
    return sentenceOf(error)
  }
}

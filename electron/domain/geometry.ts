/** Polygons of regions, in pixels of the upright photograph; every function answers a new polygon. */
import { MalarError } from './words'
import type { Point, Polygon } from './words'

/** The smallest region, in square pixels, whose crop shows anything. */
const MIN_AREA = 16

/** Area in square pixels, whichever way round the points go. */
export function polygonArea(polygon: Polygon): number {
  return Math.abs(signedArea(polygon))
}

/** Centre of mass; the mean of the points where there is no area. */
export function polygonCentroid(polygon: Polygon): Point {
  const area = signedArea(polygon)
  const n = polygon.length
  if (Math.abs(area) < 1e-9) {
    const sum = polygon.reduce<[number, number]>(([x, y], p) => [x + p[0], y + p[1]], [0, 0])
    return [sum[0] / n, sum[1] / n]
  }
  // Relative to the first point, so that far-off polygons lose no digits.
  const [ox, oy] = polygon[0] as Point
  let x = 0
  let y = 0
  forEdges(polygon, ([ax, ay], [bx, by]) => {
    const cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
    x += (ax + bx - 2 * ox) * cross
    y += (ay + by - 2 * oy) * cross
  })
  return [ox + x / (6 * area), oy + y / (6 * area)]
}

/** Whether a point lies inside (even-odd rule); on the border it may be either. */
export function contains(polygon: Polygon, [x, y]: Point): boolean {
  let inside = false
  forEdges(polygon, ([ax, ay], [bx, by]) => {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  })
  return inside
}

/** Whether the border meets itself anywhere but at the corners of neighbouring edges. */
export function crossesItself(polygon: Polygon): boolean {
  const n = polygon.length
  const at = (i: number): Point => polygon[i % n] as Point
  for (let i = 0; i < n; i++) {
    // Two edges in a row may share their corner but must not run back over each other.
    if (foldsBack(at(i), at(i + 1), at(i + 2))) return true
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue
      if (segmentsMeet(at(i), at(i + 1), at(j), at(j + 1))) return true
    }
  }
  return false
}

/** The nearest vertex and its distance in pixels. */
export function nearestVertex(polygon: Polygon, point: Point): { index: number; distance: number } {
  let best = { index: 0, distance: Infinity }
  polygon.forEach((vertex, index) => {
    const distance = Math.hypot(vertex[0] - point[0], vertex[1] - point[1])
    if (distance < best.distance) best = { index, distance }
  })
  return best
}

/** Puts a vertex on the edge that begins at vertex `edge`. */
export function insertVertex(polygon: Polygon, edge: number, point: Point): Polygon {
  return [...polygon.slice(0, edge + 1), point, ...polygon.slice(edge + 1)]
}

/** Puts vertex `index` elsewhere. */
export function moveVertex(polygon: Polygon, index: number, point: Point): Polygon {
  return polygon.map((vertex, i) => (i === index ? point : vertex))
}

/**
 * Takes vertex `index` away.
 * @throws MalarError `polygon` when only three are left
 */
export function deleteVertex(polygon: Polygon, index: number): Polygon {
  if (polygon.length <= 3) throw new MalarError('polygon', 'A region has at least three corners.')
  return polygon.filter((_, i) => i !== index)
}

/** Moves the whole polygon by a number of pixels. */
export function movePolygon(polygon: Polygon, dx: number, dy: number): Polygon {
  return polygon.map(([x, y]) => [x + dx, y + dy])
}

/** Moves the whole polygon as far as it stays in the picture; its shape stays as it is. */
export function movePolygonInside(
  polygon: Polygon,
  dx: number,
  dy: number,
  width: number,
  height: number,
): Polygon {
  const limited = (by: number, axis: 0 | 1, limit: number): number => {
    const along = polygon.map((point) => point[axis])
    const [least, most] = [-Math.min(...along), limit - Math.max(...along)]
    return Math.min(Math.max(by, Math.min(0, least)), Math.max(0, most))
  }
  return movePolygon(polygon, limited(dx, 0, width), limited(dy, 1, height))
}

/** The polygon without points that repeat the one before; the same object where there are none. */
function withoutRepeats(polygon: Polygon): Polygon {
  const n = polygon.length
  const repeats = (i: number): boolean => {
    const [before, point] = [polygon[(i + n - 1) % n] as Point, polygon[i] as Point]
    return n > 1 && before[0] === point[0] && before[1] === point[1]
  }
  return polygon.some((_, i) => repeats(i)) ? polygon.filter((_, i) => !repeats(i)) : polygon
}

/** The point of the picture nearest to `point`. */
export function clampPoint([x, y]: Point, width: number, height: number): Point {
  return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))]
}

/**
 * The part of the polygon inside the picture (Sutherland–Hodgman), for a face that the picture cuts off.
 * @returns empty when nothing is inside
 */
export function clipPolygon(polygon: Polygon, width: number, height: number): Polygon {
  const borders: [axis: 0 | 1, limit: number, sign: 1 | -1][] = [
    [0, 0, 1],
    [0, width, -1],
    [1, 0, 1],
    [1, height, -1],
  ]
  let points = polygon
  for (const [axis, limit, sign] of borders) {
    const depth = (point: Point): number => sign * (point[axis] - limit)
    const kept: Point[] = []
    forEdges(points, (a, b) => {
      const [da, db] = [depth(a), depth(b)]
      if (da >= 0) kept.push(a)
      if ((da > 0 && db < 0) || (da < 0 && db > 0)) {
        const t = da / (da - db)
        const other = a[1 - axis] as number
        const across = other + t * ((b[1 - axis] as number) - other)
        kept.push(axis === 0 ? [limit, across] : [across, limit])
      }
    })
    points = kept
  }
  return points
}

/**
 * Checks a region that a person drew or edited.
 * @param width size of the upright photograph in pixels
 * @returns the region without points that repeat the one before, as a double click leaves them
 * @throws MalarError `polygon` with a sentence: too few corners, outside the picture, crossing itself, too small
 */
export function checkPolygon(drawn: Polygon, width: number, height: number): Polygon {
  const polygon = withoutRepeats(drawn)
  if (polygon.length < 3) throw new MalarError('polygon', 'A region has at least three corners.')
  for (const [x, y] of polygon) {
    if (!(x >= 0 && x <= width && y >= 0 && y <= height)) {
      throw new MalarError('polygon', 'The region reaches outside the picture. Move its corners inside.')
    }
  }
  if (polygonArea(polygon) < MIN_AREA && !properlyCrosses(polygon)) {
    throw new MalarError('polygon', 'The region is too small to show anything. Draw it larger.')
  }
  if (crossesItself(polygon)) {
    throw new MalarError('polygon', 'The region’s border crosses itself. Move the corners apart.')
  }
  return polygon
}

/** A bow-tie may have no area and still be large: it is told that it crosses, not that it is small. */
function properlyCrosses(polygon: Polygon): boolean {
  const hull = polygon.reduce(
    ([l, t, r, b], [x, y]) => [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)] as const,
    [Infinity, Infinity, -Infinity, -Infinity] as readonly [number, number, number, number],
  )
  return (hull[2] - hull[0]) * (hull[3] - hull[1]) >= MIN_AREA && crossesItself(polygon)
}

function forEdges(polygon: Polygon, visit: (from: Point, to: Point, index: number) => void): void {
  for (let i = 0; i < polygon.length; i++) {
    visit(polygon[i] as Point, polygon[(i + 1) % polygon.length] as Point, i)
  }
}

function signedArea(polygon: Polygon): number {
  if (!polygon.length) return 0
  const [ox, oy] = polygon[0] as Point
  let twice = 0
  forEdges(polygon, ([ax, ay], [bx, by]) => (twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)))
  return twice / 2
}

/** Positive where c lies clockwise (on the screen) of the line from a to b. */
function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

function foldsBack(a: Point, b: Point, c: Point): boolean {
  return turn(a, b, c) === 0 && (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) > 0
}

/** Whether two segments share any point. */
function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc > 0 !== abd > 0 && cda > 0 !== cdb > 0 && abc !== 0 && abd !== 0 && cda !== 0 && cdb !== 0)
    return true
  const on = (p: Point, q: Point, x: Point, side: number): boolean =>
    side === 0 &&
    Math.min(p[0], q[0]) <= x[0] &&
    x[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= x[1] &&
    x[1] <= Math.max(p[1], q[1])
  return on(a, b, c, abc) || on(a, b, d, abd) || on(c, d, a, cda) || on(c, d, b, cdb)
}

import type { Point, Polygon } from '../../electron/domain/words'

/** Within the photograph's borders. */
export function inside(point: Point, width: number, height: number): Point {
  return [Math.min(width, Math.max(0, point[0])), Math.min(height, Math.max(0, point[1]))]
}

export function moveVertex(polygon: Polygon, index: number, to: Point): Polygon {
  return polygon.map((point, i) => (i === index ? to : point))
}

/** A new vertex on the edge that lies nearest to `at`. */
export function addVertex(polygon: Polygon, at: Point): { polygon: Polygon; index: number } {
  let best = 0
  let least = Infinity
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] as Point
    const distance = distanceToEdge(at, a, b)
    if (distance < least) [best, least] = [i, distance]
  })
  return { polygon: [...polygon.slice(0, best + 1), at, ...polygon.slice(best + 1)], index: best + 1 }
}

/** Without one vertex; a triangle stays as it is. */
export function removeVertex(polygon: Polygon, index: number): Polygon {
  return polygon.length <= 3 ? polygon : polygon.filter((_, i) => i !== index)
}

/** For the `points` of an SVG polygon. */
export function svgPoints(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}

function distanceToEdge([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

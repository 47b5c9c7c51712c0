import type { Polygon } from '../../electron/domain/words'

/** For the `points` of an SVG polygon. */
export function svgPoints(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}

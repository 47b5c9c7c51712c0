/** Copies a region from another photograph of the same subject, registered by landmarks where both have them. */
import { clipPolygon, polygonCentroid } from './geometry'
import type { Region } from './records'
import type { DayOffset, Point, Polygon, RegionOrigin } from './words'

/** A region of another photograph of the same subject and view, as something to copy. */
export interface CopyableRegion extends Region {
  day: DayOffset
}

/** What is known of a photograph where a region is copied from or to. Sizes and points in pixels. */
export interface CopyPlace {
  width: number
  height: number
  /** Whether the photograph shows a mirror image. */
  mirrored: boolean
  /** 468 points of the face mesh; null where no face was found. */
  landmarks: readonly Point[] | null
}

/** x' = a x − b y + tx, y' = b x + a y + ty: turned, scaled and moved, never sheared or mirrored. */
export interface Similarity {
  a: number
  b: number
  tx: number
  ty: number
}

/** Points much farther from the pad than this many times its size say little of how the face lies there. */
const REACH = 1.5

/**
 * The region to copy: that of the last visit before `day`, else of the nearest other day.
 * @param regions of one pad and side, by day and photograph
 */
export function lastVisitRegion(regions: readonly CopyableRegion[], day: DayOffset): CopyableRegion | null {
  const earlier = regions.filter((region) => region.day < day)
  if (earlier.length > 0) return earlier.reduce((best, region) => (region.day >= best.day ? region : best))
  const away = (region: CopyableRegion): number => Math.abs(region.day - day)
  return regions.reduce<CopyableRegion | null>(
    (best, region) => (best && away(best) <= away(region) ? best : region),
    null,
  )
}

/** Whether the faces of both photographs say where the region goes. A mirror image has its mesh the other way round. */
export function registersByLandmarks(
  from: { mirrored: boolean; hasFace: boolean },
  to: { mirrored: boolean; hasFace: boolean },
): boolean {
  return from.hasFace && to.hasFace && from.mirrored === to.mirrored
}

/**
 * Where a region lies on another photograph: by the landmarks around it, else at the same place relative to the
 * photograph's sides. The part outside the photograph is cut off.
 * @returns empty when nothing of it lies inside
 */
export function copyPolygon(polygon: Polygon, from: CopyPlace, to: CopyPlace): Polygon {
  const fit =
    from.landmarks && to.landmarks && from.mirrored === to.mirrored
      ? fitSimilarity(from.landmarks, to.landmarks, nearness(from.landmarks, polygon))
      : null
  const moved = fit ? polygon.map((point) => applySimilarity(fit, point)) : relative(polygon, from, to)
  const inside = moved.every(([x, y]) => x >= 0 && y >= 0 && x <= to.width && y <= to.height)
  return inside ? moved : clipPolygon(moved, to.width, to.height)
}

/** What a copy is called: made by hand as its source was, or changed from what the atlas lays here. */
export function copiedOrigin(source: RegionOrigin): RegionOrigin {
  return source === 'drawn' ? 'drawn' : 'edited'
}

/**
 * The similarity that takes `from` nearest to `to`, by weighted least squares (Umeyama, IEEE TPAMI 1991;13:376, in the
 * plane and without mirroring).
 * @param weights one for each point, not negative
 * @returns null when the points do not say how it is turned
 */
export function fitSimilarity(
  from: readonly Point[],
  to: readonly Point[],
  weights: readonly number[],
): Similarity | null {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const mean = (points: readonly Point[]): Point => [
    weights.reduce((sum, w, i) => sum + w * (points[i] as Point)[0], 0) / total,
    weights.reduce((sum, w, i) => sum + w * (points[i] as Point)[1], 0) / total,
  ]
  const [fx, fy] = mean(from)
  const [gx, gy] = mean(to)
  let [along, across, spread] = [0, 0, 0]
  weights.forEach((w, i) => {
    const [px, py] = from[i] as Point
    const [qx, qy] = to[i] as Point
    along += w * ((px - fx) * (qx - gx) + (py - fy) * (qy - gy))
    across += w * ((px - fx) * (qy - gy) - (py - fy) * (qx - gx))
    spread += w * ((px - fx) ** 2 + (py - fy) ** 2)
  })
  // Not `<=`, so that NaN of no weight at all is refused too.
  if (!(spread / total > 1e-6 && Math.hypot(along, across) > 0)) return null
  const [a, b] = [along / spread, across / spread]
  return { a, b, tx: gx - a * fx + b * fy, ty: gy - b * fx - a * fy }
}

/** Where a point comes to lie. */
export function applySimilarity({ a, b, tx, ty }: Similarity, [x, y]: Point): Point {
  return [a * x - b * y + tx, b * x + a * y + ty]
}

/** Weight of each landmark: 1 at the middle of the pad, falling off as a Gaussian of `REACH` times its size. */
function nearness(landmarks: readonly Point[], polygon: Polygon): number[] {
  const [cx, cy] = polygonCentroid(polygon)
  const size = Math.max(1, ...polygon.map(([x, y]) => Math.hypot(x - cx, y - cy)))
  return landmarks.map(([x, y]) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * (REACH * size) ** 2)))
}

function relative(polygon: Polygon, from: CopyPlace, to: CopyPlace): Polygon {
  return polygon.map(([x, y]) => {
    const across = from.mirrored === to.mirrored ? x / from.width : 1 - x / from.width
    return [across * to.width, (y / from.height) * to.height]
  })
}

import type { Point, Polygon, Side } from './words'

/** One fat pad: its words and its border as vertices of the 468-point MediaPipe Face Mesh. */
export interface AtlasRegion {
  id: string
  name: string
  anatomy: string
  borders: string
  /** Mesh vertices of the subject's right pad; null where the pad lies outside the mesh. */
  right: readonly number[] | null
  left: readonly number[] | null
}

/** The fat-pad atlas, in anatomical order from the eye downwards. */
export interface Atlas {
  topology: string
  convention: string
  validity: string
  regions: readonly AtlasRegion[]
}

/** A pad of the atlas on one side of a photograph. */
export interface PlacedRegion {
  region: string
  side: Side
  polygon: Polygon
}

/**
 * Lays the atlas on a face.
 * @param landmarks 468 points in pixels of the upright photograph
 * @param mirrored whether the photograph itself is mirrored, so that the mesh's right is the subject's left
 * @param wanted ids of the regions that the study scores
 * @returns in atlas order, right before left; regions outside the mesh are left to be drawn by hand
 */
export function layAtlas(
  atlas: Atlas,
  landmarks: readonly Point[],
  mirrored: boolean,
  wanted: readonly string[],
): PlacedRegion[] {
  const placed: PlacedRegion[] = []
  for (const entry of atlas.regions) {
    if (!wanted.includes(entry.id) || !entry.right || !entry.left) continue
    const outline = (vertices: readonly number[]): Polygon =>
      vertices.map((vertex) => landmarks[vertex] as Point)
    const [right, left] = mirrored ? [entry.left, entry.right] : [entry.right, entry.left]
    placed.push({ region: entry.id, side: 'right', polygon: outline(right) })
    placed.push({ region: entry.id, side: 'left', polygon: outline(left) })
  }
  return placed
}

import type { FoundFace } from '../../engine-protocol'
import type { Point } from '../../domain/words'
import { detectFaces } from './detector'
import { interOcularDistance, ROI_MARGIN, settleMesh } from './mesh'
import type { SettledMesh } from './mesh'
import type { LandmarkModels } from './models'
import { makePyramid } from './sampling'
import type { Pyramid, RgbaImage, Roi } from './sampling'

/** At 0.9 an upside-down face read as an upright one passes; at 0.5 a cat's eye does. */
const MINIMUM_CONFIDENCE = 0.98
const MAXIMUM_DISAGREEMENT = 0.06
/** Tiles overlap by this much, so that a face on a seam lies whole in one of them. */
const TILE_OVERLAP = 1.3
/** The tip of the nose. */
const NOSE = 1

/** The chosen face, and how many were found. */
export interface ChosenFace extends FoundFace {
  /** Number of faces in the photograph, this one included. */
  faces: number
}

/**
 * Finds the subject's face: the largest, where there are several.
 * @returns 468 points in pixels of the photograph; null when no face passes both tests
 * @throws RangeError when `rgba` does not hold width × height pixels
 */
export async function findFace(models: LandmarkModels, image: RgbaImage): Promise<ChosenFace | null> {
  const faces = await findFaces(models, image)
  const [first] = faces
  if (!first) return null
  return { points: first.points, confidence: first.confidence, faces: faces.length }
}

/**
 * Finds every face that the first successful way of looking finds, largest first.
 * Ways of looking: the whole photograph, then tiles for small faces, then turned by a quarter or a half.
 */
export async function findFaces(models: LandmarkModels, image: RgbaImage): Promise<SettledMesh[]> {
  const pyramid = makePyramid(image)
  for (const squares of waysOfLooking(image)) {
    const accepted: SettledMesh[] = []
    for (const square of squares) accepted.push(...(await facesIn(models, pyramid, square)))
    if (accepted.length > 0) return distinct(accepted)
  }
  return []
}

function waysOfLooking({ width, height }: RgbaImage): Roi[][] {
  const whole: Roi = { cx: width / 2, cy: height / 2, size: Math.max(width, height), angle: 0 }
  const tiles = (n: number) =>
    Array.from({ length: n * n }, (_, i): Roi => ({
      cx: (width * ((i % n) + 0.5)) / n,
      cy: (height * (Math.floor(i / n) + 0.5)) / n,
      size: (whole.size / n) * TILE_OVERLAP,
      angle: 0,
    }))
  const turned = [Math.PI / 2, -Math.PI / 2, Math.PI].map((angle): Roi => ({ ...whole, angle }))
  return [[whole], tiles(2), tiles(3), turned]
}

async function facesIn(models: LandmarkModels, pyramid: Pyramid, square: Roi): Promise<SettledMesh[]> {
  const accepted: SettledMesh[] = []
  for (const { center, size, angle } of await detectFaces(models, pyramid, square)) {
    const start: Roi = { cx: center[0], cy: center[1], size: ROI_MARGIN * size, angle }
    const mesh = await settleMesh(models, pyramid, start)
    if (mesh && mesh.confidence >= MINIMUM_CONFIDENCE && mesh.disagreement <= MAXIMUM_DISAGREEMENT) {
      accepted.push(mesh)
    }
  }
  return accepted
}

/** Overlapping tiles, and boxes that settle on the same face, give it more than once. */
function distinct(faces: readonly SettledMesh[]): SettledMesh[] {
  const bySize = [...faces].sort(
    (a, b) => interOcularDistance(b.points) - interOcularDistance(a.points) || b.confidence - a.confidence,
  )
  const kept: SettledMesh[] = []
  for (const face of bySize) {
    const [x, y] = face.points[NOSE] as Point
    const known = kept.some(({ points }) => {
      const [knownX, knownY] = points[NOSE] as Point
      return Math.hypot(x - knownX, y - knownY) < interOcularDistance(points)
    })
    if (!known) kept.push(face)
  }
  return kept
}

import type { Point } from '../../domain/words'
import { LEFT_EYE, MESH_POINTS, RIGHT_EYE } from './canonical-mesh'
import type { LandmarkModels } from './models'
import { fromRoi, sampleRoi } from './sampling'
import type { Pyramid, Roi } from './sampling'

/** Side of the mesh network's input, in pixels. */
const INPUT = 192
/** The square's side as a multiple of the face's larger extent. */
export const ROI_MARGIN = 1.5
const MAXIMUM_PASSES = 6
/** The square has settled when no corner moves farther than this part of the inter-ocular distance. */
const SETTLED = 0.005

/** The mesh laid on a square of the photograph. */
export interface MeshFit {
  /** 468 points in pixels of the photograph. */
  points: Point[]
  /** The network's own face flag, 0 to 1. */
  confidence: number
  /** The square that these points were read from. */
  roi: Roi
}

/** A mesh whose square was moved until it settled, and how well it agrees with its mirror image. */
export interface SettledMesh extends MeshFit {
  /** Mean distance to the mesh of the mirrored square, as a part of the inter-ocular distance. */
  disagreement: number
  passes: number
}

/** Distance between the outer corners of the eyes, in pixels of the photograph. */
export function interOcularDistance(points: readonly Point[]): number {
  return distance(points[RIGHT_EYE] as Point, points[LEFT_EYE] as Point)
}

/**
 * Lays the mesh, moves the square to where the mesh found the face, and repeats until it stays there.
 * One pass is not enough: on a small face the first two are off by 8 % of the inter-ocular distance,
 * at full confidence.
 * @returns null when the network's answer is no face at all (points that collapse or are not numbers)
 */
export async function settleMesh(
  models: LandmarkModels,
  pyramid: Pyramid,
  start: Roi,
): Promise<SettledMesh | null> {
  let roi = start
  for (let passes = 1; ; passes++) {
    const pixels = sampleRoi(pyramid, roi, INPUT, 0, 1)
    const fit = await meshOf(models, pixels, roi)
    const next = roiAround(fit.points)
    // Under a pixel between the eyes there is nothing to see, and nothing to divide by.
    if (!Number.isFinite(next.size) || !(interOcularDistance(fit.points) > 1)) return null
    if (passes === MAXIMUM_PASSES || shift(roi, next) < SETTLED * interOcularDistance(fit.points)) {
      return { ...fit, passes, disagreement: await mirrorDisagreement(models, pixels, fit) }
    }
    roi = next
  }
}

async function meshOf({ tf, mesh }: LandmarkModels, pixels: Float32Array, roi: Roi): Promise<MeshFit> {
  const outputs = tf.tidy(() => {
    const input = tf.tensor4d(pixels, [1, INPUT, INPUT, 3])
    return mesh.execute(input, ['Identity_2:0', 'Identity_1:0']) as ReturnType<typeof tf.tensor4d>[]
  })
  const [coordinates, flag] = (await Promise.all(outputs.map((tensor) => tensor.data()))) as [
    Float32Array,
    Float32Array,
  ]
  tf.dispose(outputs)
  const points = Array.from({ length: MESH_POINTS }, (_, i) =>
    fromRoi(roi, (coordinates[3 * i] as number) / INPUT, (coordinates[3 * i + 1] as number) / INPUT),
  )
  return { points, confidence: flag[0] as number, roi }
}

/** The square around a face, turned by its eye line. */
export function roiAround(points: readonly Point[]): Roi {
  const right = points[RIGHT_EYE] as Point
  const left = points[LEFT_EYE] as Point
  const angle = Math.atan2(left[1] - right[1], left[0] - right[0])
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const along = range(points.map(([x, y]) => x * cos + y * sin))
  const across = range(points.map(([x, y]) => y * cos - x * sin))
  return {
    cx: along.middle * cos - across.middle * sin,
    cy: along.middle * sin + across.middle * cos,
    size: ROI_MARGIN * Math.max(along.extent, across.extent),
    angle,
  }
}

function range(values: readonly number[]): { middle: number; extent: number } {
  const low = Math.min(...values)
  const high = Math.max(...values)
  return { middle: (low + high) / 2, extent: high - low }
}

/** How far the corner that moves most moves, in pixels of the photograph. */
function shift(from: Roi, to: Roi): number {
  const corners: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
  return Math.max(...corners.map(([u, v]) => distance(fromRoi(from, u, v), fromRoi(to, u, v))))
}

/** A true face is found in the mirror image at the mirrored places; what only resembles one is not. */
async function mirrorDisagreement(
  models: LandmarkModels,
  pixels: Float32Array,
  fit: MeshFit,
): Promise<number> {
  const upright = { cx: INPUT / 2, cy: INPUT / 2, size: INPUT, angle: 0 }
  const mirrored = await meshOf(models, flipped(pixels), upright)
  let sum = 0
  models.canonical.mirror.forEach((twin, vertex) => {
    const [x, y] = mirrored.points[twin] as Point
    sum += distance(fromRoi(fit.roi, 1 - x / INPUT, y / INPUT), fit.points[vertex] as Point)
  })
  return sum / MESH_POINTS / interOcularDistance(fit.points)
}

/** The mirror image of a sampled square. */
function flipped(pixels: Float32Array): Float32Array {
  const out = new Float32Array(pixels.length)
  for (let y = 0; y < INPUT; y++) {
    for (let x = 0; x < INPUT; x++) {
      const from = (y * INPUT + INPUT - 1 - x) * 3
      out.set(pixels.subarray(from, from + 3), (y * INPUT + x) * 3)
    }
  }
  return out
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

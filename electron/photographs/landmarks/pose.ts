import type { Point } from '../../domain/words'
import type { CanonicalMesh, Vector3 } from './canonical-mesh'

/** How the head is turned, in degrees. */
export interface HeadPose {
  /** Positive when the subject looks to their own left (the image's right). */
  yaw: number
  /** Positive when the chin is up. */
  pitch: number
}

/**
 * Vertices that neither the jaw nor a smile moves much: brow, nose, eye corners, cheekbones. Those of the
 * outline are left out, as they slide along the head when it turns.
 */
const RIGID = [
  4, 5, 6, 10, 151, 168, 197, 33, 263, 50, 280, 67, 297, 98, 327, 103, 332, 117, 346, 133, 362, 205, 425,
] as const

/**
 * Head pose from the best linear map of the canonical face onto the points, made rigid: a camera
 * far away is assumed. Features differ from face to face, so take it as right within some 5 degrees.
 * @param points 468 points in pixels of an unmirrored photograph; a mirrored one changes the sign of yaw
 */
export function headPose(canonical: CanonicalMesh, points: readonly Point[]): HeadPose {
  const { right, down } = rigidAxes(canonical, points)
  // The direction from which the camera looks, in the face's own axes (x to its left, y up, z forwards).
  const [x, y, z] = cross(down, right)
  return { yaw: degrees(Math.atan2(-x, z)), pitch: degrees(Math.atan2(-y, Math.hypot(x, z))) }
}

/** The photograph's axes as unit vectors of the face's own coordinates. */
function rigidAxes(canonical: CanonicalMesh, points: readonly Point[]): { right: Vector3; down: Vector3 } {
  const model = centred(RIGID.map((vertex) => canonical.vertices[vertex] as Vector3))
  const seen = centred(RIGID.map((vertex): Vector3 => [...(points[vertex] as Point), 0]))
  /** Sum over the vertices of the model's vector times a number. */
  const weighted = (weights: readonly number[]): Vector3 =>
    model.reduce((sum, vector, i) => add(sum, scale(vector, weights[i] as number)), [0, 0, 0] as Vector3)
  // Least squares by the normal equations: (sum of v vᵀ) a = sum of v x.
  const inverse = inverseSymmetric(
    weighted(model.map(([x]) => x)),
    weighted(model.map(([, y]) => y)),
    weighted(model.map(([, , z]) => z)),
  )
  return perpendicular(
    times(inverse, weighted(seen.map(([x]) => x))),
    times(inverse, weighted(seen.map(([, y]) => y))),
  )
}

/** Turns two vectors apart by the same angle each until they are perpendicular, and makes them unit vectors. */
function perpendicular(a: Vector3, b: Vector3): { right: Vector3; down: Vector3 } {
  const p = unit(a)
  const q = unit(b)
  // Sum and difference of two unit vectors are perpendicular, whatever their angle.
  const sum = unit(add(p, q))
  const difference = unit(add(p, scale(q, -1)))
  return {
    right: scale(add(sum, difference), Math.SQRT1_2),
    down: scale(add(sum, scale(difference, -1)), Math.SQRT1_2),
  }
}

/** Inverse of a symmetric matrix, given and returned as rows. */
function inverseSymmetric(a: Vector3, b: Vector3, c: Vector3): readonly [Vector3, Vector3, Vector3] {
  const by = 1 / dot(a, cross(b, c))
  return [scale(cross(b, c), by), scale(cross(c, a), by), scale(cross(a, b), by)]
}

function times(m: readonly [Vector3, Vector3, Vector3], v: Vector3): Vector3 {
  return [dot(m[0], v), dot(m[1], v), dot(m[2], v)]
}

function centred(vectors: readonly Vector3[]): Vector3[] {
  const middle = scale(vectors.reduce(add), 1 / vectors.length)
  return vectors.map((vector) => add(vector, scale(middle, -1)))
}

function add(a: Vector3, b: Vector3): Vector3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

function scale(a: Vector3, by: number): Vector3 {
  return [a[0] * by, a[1] * by, a[2] * by]
}

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function unit(a: Vector3): Vector3 {
  return scale(a, 1 / Math.sqrt(dot(a, a)))
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}

import { MalarError } from '../../domain/words'

export const MESH_POINTS = 468

/** Outer corners of the subject's right and left eye. */
export const RIGHT_EYE = 33
export const LEFT_EYE = 263

export type Vector3 = readonly [x: number, y: number, z: number]

/** MediaPipe's canonical face: x to the subject's left, y up, z towards the camera, in centimetres. */
export interface CanonicalMesh {
  vertices: readonly Vector3[]
  /** For each vertex its twin on the other side of the face; midline vertices are their own twin. */
  mirror: readonly number[]
}

/** Twins of the canonical mesh agree to 0.001 cm; anything farther is not this mesh. */
const TWIN_TOLERANCE = 0.05

/**
 * Reads the canonical mesh and pairs its left and right vertices.
 * @param obj text of `canonical_face_model.obj` (only its `v` lines are used)
 * @throws MalarError `canonical-mesh` when it does not hold 468 vertices, or they are not symmetrical
 */
export function parseCanonicalMesh(obj: string): CanonicalMesh {
  const vertices: Vector3[] = []
  for (const line of obj.split('\n')) {
    const [kind, x, y, z] = line.trim().split(/\s+/)
    if (kind === 'v') vertices.push([Number(x), Number(y), Number(z)])
  }
  if (vertices.length !== MESH_POINTS || vertices.some((v) => !v.every(Number.isFinite))) throw broken()
  const mirror = vertices.map((vertex) => twinOf(vertex, vertices))
  if (mirror.some((twin, vertex) => mirror[twin] !== vertex)) throw broken()
  return { vertices, mirror }
}

function twinOf([x, y, z]: Vector3, vertices: readonly Vector3[]): number {
  let nearest = -1
  let distance = TWIN_TOLERANCE
  vertices.forEach((other, index) => {
    const d = Math.hypot(other[0] + x, other[1] - y, other[2] - z)
    if (d < distance) {
      distance = d
      nearest = index
    }
  })
  return nearest
}

function broken(): MalarError {
  return new MalarError(
    'canonical-mesh',
    'The face mesh that came with Malar is damaged. Install Malar again.',
  )
}

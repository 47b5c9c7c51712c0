import { extendToHead } from './head'
import { LANDMARK_COUNT, readObj } from './obj'
import type { ControlMesh } from './obj'
import { subdivide } from './subdivision'
import { buildAdjacency, computeNormals } from './surface'
import type { Adjacency } from './surface'

/** The mean head that every subject is a deformation of. */
export interface HeadMesh {
  /** The coarse mesh: the canonical 468 landmarks first, then three rings of a head. */
  control: ControlMesh
  vertexCount: number
  triangleCount: number
  /** Three vertex numbers a triangle; seen from outside they turn so that normals point outwards. */
  triangles: Int32Array
  /** x, y, z a vertex in centimetres; vertex i < 468 is landmark i. */
  positions: Float32Array
  /** u, v (0–1, v up) and the share of hair (0–1) a vertex. */
  uvHair: Float32Array
  adjacency: Adjacency
}

const SUBDIVISIONS = 2

/** Turns every triangle around where the face's normals point into the head. */
function faceOutwards(positions: Float32Array, triangles: Int32Array): void {
  const normals = computeNormals(positions, triangles)
  let towardsCamera = 0
  for (let i = 0; i < LANDMARK_COUNT; i++) towardsCamera += normals[3 * i + 2]
  if (towardsCamera >= 0) return
  for (let t = 0; t < triangles.length; t += 3) {
    const first = triangles[t]
    triangles[t] = triangles[t + 1]
    triangles[t + 1] = first
  }
}

/**
 * Builds the mean head: canonical face, three rings behind it, Loop subdivision twice (17,824 triangles).
 * @param objText MediaPipe's canonical_face_model.obj
 */
export function buildHeadMesh(objText: string): HeadMesh {
  const control = readObj(objText)
  extendToHead(control)
  let positions: number[][] = control.positions
  let uvHair = control.uvs.map(([u, v], i) => [u, v, control.hair[i]])
  let triangles = control.triangles
  for (let level = 0; level < SUBDIVISIONS; level++) {
    const step = subdivide(positions.length, triangles)
    positions = step.apply(positions)
    uvHair = step.apply(uvHair)
    triangles = step.triangles
  }
  const packedPositions = Float32Array.from(positions.flat())
  const packedTriangles = Int32Array.from(triangles.flat())
  faceOutwards(packedPositions, packedTriangles)
  return {
    control,
    vertexCount: positions.length,
    triangleCount: triangles.length,
    triangles: packedTriangles,
    positions: packedPositions,
    uvHair: Float32Array.from(uvHair.flat()),
    adjacency: buildAdjacency(positions.length, packedTriangles),
  }
}

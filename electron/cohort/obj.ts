/** A triangle as three vertex numbers. */
export type Triangle = readonly [number, number, number]

/** A coarse mesh as lists, one entry a vertex. */
export interface ControlMesh {
  /** x to the subject's left, y up, z towards the camera; centimetres. */
  positions: [number, number, number][]
  /** Texture coordinates, 0–1, v up. */
  uvs: [number, number][]
  /** How much a vertex belongs to the hair, 0–1. */
  hair: number[]
  triangles: Triangle[]
}

/** Vertices of the MediaPipe Face Mesh; they come first in every mesh of the cohort, as landmarks. */
export const LANDMARK_COUNT = 468

/**
 * Reads the `v`, `vt` and `f` lines of a Wavefront OBJ (triangles only).
 * @param text MediaPipe's canonical face model, with one texture coordinate a vertex
 * @throws Error if it is not a mesh of 468 vertices
 */
export function readObj(text: string): ControlMesh {
  const mesh: ControlMesh = { positions: [], uvs: [], hair: [], triangles: [] }
  const textureCoordinates: [number, number][] = []
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.trim().split(/\s+/)
    if (kind === 'v') {
      mesh.positions.push([Number(fields[0]), Number(fields[1]), Number(fields[2])])
    } else if (kind === 'vt') {
      textureCoordinates.push([Number(fields[0]), Number(fields[1])])
    } else if (kind === 'f') {
      const [a, b, c] = fields.slice(0, 3).map((corner) => {
        const [vertex, texture] = corner.split('/').map((number) => Number(number) - 1)
        mesh.uvs[vertex] = textureCoordinates[texture]
        return vertex
      })
      mesh.triangles.push([a, b, c])
    }
  }
  if (mesh.positions.length !== LANDMARK_COUNT || mesh.uvs.length !== LANDMARK_COUNT) {
    throw new Error(`The face model has ${mesh.positions.length} vertices instead of ${LANDMARK_COUNT}.`)
  }
  mesh.hair = mesh.positions.map(() => 0)
  return mesh
}

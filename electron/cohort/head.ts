import { smoothStep } from './numeric'
import type { ControlMesh, Triangle } from './obj'

/** Rings of vertices behind the face oval that stand for the rest of the head. */
const RINGS = 3

/** The face oval: the vertices on the mesh's only border, in the order of the triangles' turning. */
export function findBorder(triangles: readonly Triangle[]): number[] {
  const directed = new Set<string>()
  for (const [a, b, c] of triangles) directed.add(`${a},${b}`).add(`${b},${c}`).add(`${c},${a}`)
  const next = new Map<number, number>()
  for (const edge of directed) {
    const [from, to] = edge.split(',').map(Number)
    // An edge inside the mesh is walked once in each direction by its two triangles.
    if (!directed.has(`${to},${from}`)) next.set(from, to)
  }
  const [start] = next.keys()
  const border: number[] = []
  let vertex: number | undefined = start
  do {
    if (vertex === undefined) throw new Error('The face model has no closed border.')
    border.push(vertex)
    vertex = next.get(vertex)
  } while (vertex !== start)
  return border
}

/**
 * Adds three rings behind the face oval, so that a photograph shows a head and not a mask.
 * The rings widen at the forehead, narrow at the jaw, and carry hair at the top.
 * @param face changed in place: 3 × 36 vertices and 216 triangles are appended
 */
export function extendToHead(face: ControlMesh): void {
  const border = findBorder(face.triangles)
  let previous = border
  for (let ring = 1; ring <= RINGS; ring++) {
    const depth = ring / RINGS
    const current = border.map((origin) => {
      const [x, y, z] = face.positions[origin]
      const forehead = smoothStep(-3, 5, y) // 1 at the forehead, 0 at the jaw
      const scaleX = 1 + forehead * 0.1 * Math.sin(depth * 2.2) - 0.05 * (1 - forehead) * depth
      const scaleY = y > 0 ? 1 + 0.28 * Math.sin(depth * 1.7) * forehead : 1 - 0.1 * depth
      const added = face.positions.length
      face.positions.push([x * scaleX, y * scaleY, z - depth * (7 + 1.5 * (1 - forehead))])
      face.uvs.push([...face.uvs[origin]])
      face.hair.push(ring === 1 ? 0.55 * forehead : forehead)
      return added
    })
    for (let i = 0; i < border.length; i++) {
      const j = (i + 1) % border.length
      face.triangles.push([previous[j], previous[i], current[i]], [previous[j], current[i], current[j]])
    }
    previous = current
  }
}

/** Each vertex's neighbours, packed: those of vertex i are `list[start[i]] … list[start[i + 1] − 1]`. */
export interface Adjacency {
  start: Int32Array
  list: Int32Array
}

/** Collects which vertices share an edge. `triangles` holds three vertex numbers a triangle. */
export function buildAdjacency(vertexCount: number, triangles: Int32Array): Adjacency {
  const neighbours = Array.from({ length: vertexCount }, () => new Set<number>())
  for (let t = 0; t < triangles.length; t += 3) {
    for (let i = 0; i < 3; i++) {
      const around = neighbours[triangles[t + i]]
      around.add(triangles[t + ((i + 1) % 3)]).add(triangles[t + ((i + 2) % 3)])
    }
  }
  const start = new Int32Array(vertexCount + 1)
  const list: number[] = []
  neighbours.forEach((around, vertex) => {
    list.push(...around)
    start[vertex + 1] = list.length
  })
  return { start, list: Int32Array.from(list) }
}

/**
 * Unit normals at the vertices, mean of the adjoining triangles weighted by their area.
 * @param positions x, y, z a vertex
 * @returns as many numbers as `positions`
 */
export function computeNormals(positions: Float32Array, triangles: Int32Array): Float32Array {
  const normals = new Float32Array(positions.length)
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t] * 3
    const b = triangles[t + 1] * 3
    const c = triangles[t + 2] * 3
    const abX = positions[b] - positions[a]
    const abY = positions[b + 1] - positions[a + 1]
    const abZ = positions[b + 2] - positions[a + 2]
    const acX = positions[c] - positions[a]
    const acY = positions[c + 1] - positions[a + 1]
    const acZ = positions[c + 2] - positions[a + 2]
    const x = abY * acZ - abZ * acY
    const y = abZ * acX - abX * acZ
    const z = abX * acY - abY * acX
    addTo(normals, a, x, y, z)
    addTo(normals, b, x, y, z)
    addTo(normals, c, x, y, z)
  }
  for (let i = 0; i < normals.length; i += 3) {
    const scale = 1 / (Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1)
    normals[i] *= scale
    normals[i + 1] *= scale
    normals[i + 2] *= scale
  }
  return normals
}

function addTo(vectors: Float32Array, at: number, x: number, y: number, z: number): void {
  vectors[at] += x
  vectors[at + 1] += y
  vectors[at + 2] += z
}

/**
 * How far the neighbours' mean stands out above each vertex along its normal, in the unit of the positions:
 * positive in hollows. It stands in for ambient occlusion.
 */
export function computeCavity(
  positions: Float32Array,
  normals: Float32Array,
  adjacency: Adjacency,
): Float32Array {
  const { start, list } = adjacency
  const cavity = new Float32Array(positions.length / 3)
  for (let i = 0; i < cavity.length; i++) {
    let x = 0
    let y = 0
    let z = 0
    for (let k = start[i]; k < start[i + 1]; k++) {
      const neighbour = list[k] * 3
      x += positions[neighbour]
      y += positions[neighbour + 1]
      z += positions[neighbour + 2]
    }
    const count = start[i + 1] - start[i]
    const at = 3 * i
    cavity[i] =
      (x / count - positions[at]) * normals[at] +
      (y / count - positions[at + 1]) * normals[at + 1] +
      (z / count - positions[at + 2]) * normals[at + 2]
  }
  return cavity
}

/** Replaces `values` by the mean of each vertex and its neighbours' mean, `rounds` times. */
export function smoothOverSurface(values: Float32Array, adjacency: Adjacency, rounds: number): void {
  const { start, list } = adjacency
  for (let round = 0; round < rounds; round++) {
    const before = values.slice()
    for (let i = 0; i < values.length; i++) {
      let sum = 0
      for (let k = start[i]; k < start[i + 1]; k++) sum += before[list[k]]
      values[i] = 0.5 * before[i] + (0.5 * sum) / (start[i + 1] - start[i])
    }
  }
}

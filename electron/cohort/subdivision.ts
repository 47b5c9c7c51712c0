import type { Triangle } from './obj'

/** A new vertex as a weighted sum of old ones. */
interface Stencil {
  vertices: number[]
  weights: number[]
}

interface Edge {
  a: number
  b: number
  /** The third corners of the one or two triangles on this edge. */
  opposite: number[]
  /** Number of the vertex that the subdivision puts on this edge. */
  midpoint: number
}

/** One step of Loop subdivision, applicable to any value given at the vertices. */
export interface Subdivision {
  triangles: Triangle[]
  vertexCount: number
  /** Values at the new vertices from values at the old ones; `width` numbers a vertex. */
  apply(values: readonly (readonly number[])[]): number[][]
}

function edgeKey(a: number, b: number): number {
  return a < b ? a * 1e6 + b : b * 1e6 + a
}

function collectEdges(vertexCount: number, triangles: readonly Triangle[]): Map<number, Edge> {
  const edges = new Map<number, Edge>()
  for (const triangle of triangles) {
    for (let i = 0; i < 3; i++) {
      const a = triangle[i]
      const b = triangle[(i + 1) % 3]
      const key = edgeKey(a, b)
      let edge = edges.get(key)
      if (!edge) {
        edge = { a, b, opposite: [], midpoint: vertexCount + edges.size }
        edges.set(key, edge)
      }
      edge.opposite.push(triangle[(i + 2) % 3])
    }
  }
  return edges
}

/** Loop's rule for an old vertex; on the border only the border counts. */
function vertexStencil(
  vertex: number,
  neighbours: Set<number>,
  borderNeighbours: readonly number[],
): Stencil {
  if (borderNeighbours.length) {
    return { vertices: [vertex, borderNeighbours[0], borderNeighbours[1]], weights: [0.75, 0.125, 0.125] }
  }
  const valence = neighbours.size
  const beta = valence === 3 ? 3 / 16 : 3 / (8 * valence) // Warren's weights
  return {
    vertices: [vertex, ...neighbours],
    weights: [1 - valence * beta, ...Array.from(neighbours, () => beta)],
  }
}

function edgeStencil({ a, b, opposite }: Edge): Stencil {
  if (opposite.length !== 2) return { vertices: [a, b], weights: [0.5, 0.5] }
  return { vertices: [a, b, opposite[0], opposite[1]], weights: [0.375, 0.375, 0.125, 0.125] }
}

function applyStencils(stencils: readonly Stencil[], values: readonly (readonly number[])[]): number[][] {
  const width = values[0].length
  return stencils.map(({ vertices, weights }) => {
    const sum = new Array<number>(width).fill(0)
    vertices.forEach((vertex, i) => {
      for (let k = 0; k < width; k++) sum[k] += weights[i] * values[vertex][k]
    })
    return sum
  })
}

/**
 * Loop subdivision (Loop 1987, Warren's weights): every triangle becomes four, old vertices keep their numbers.
 * @param triangles of a manifold with or without border
 */
export function subdivide(vertexCount: number, triangles: readonly Triangle[]): Subdivision {
  const edges = collectEdges(vertexCount, triangles)
  const neighbours = Array.from({ length: vertexCount }, () => new Set<number>())
  const borderNeighbours = Array.from({ length: vertexCount }, (): number[] => [])
  for (const { a, b, opposite } of edges.values()) {
    neighbours[a].add(b)
    neighbours[b].add(a)
    if (opposite.length === 1) {
      borderNeighbours[a].push(b)
      borderNeighbours[b].push(a)
    }
  }
  const stencils = [
    ...neighbours.map((around, vertex) => vertexStencil(vertex, around, borderNeighbours[vertex])),
    ...Array.from(edges.values(), edgeStencil),
  ]
  const midpoint = (a: number, b: number): number => (edges.get(edgeKey(a, b)) as Edge).midpoint
  const finer = triangles.flatMap(([a, b, c]): Triangle[] => {
    const [ab, bc, ca] = [midpoint(a, b), midpoint(b, c), midpoint(c, a)]
    return [
      [a, ab, ca],
      [b, bc, ab],
      [c, ca, bc],
      [ab, bc, ca],
    ]
  })
  return {
    triangles: finer,
    vertexCount: stencils.length,
    apply: (values) => applyStencils(stencils, values),
  }
}

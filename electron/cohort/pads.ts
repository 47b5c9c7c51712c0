import type { Atlas } from '../domain/atlas'
import type { Point } from '../domain/words'
import type { HeadMesh } from './mesh'
import { smoothStep } from './numeric'
import { signedDistanceToPolygon } from './polygon'
import { smoothOverSurface } from './surface'

/** The sides of a bilateral pad, in the order in which everything is drawn. */
export const PAD_SIDES = ['right', 'left'] as const
export type PadSide = (typeof PAD_SIDES)[number]

/** One fat pad on one side as a smooth bump on the mean head. */
export interface Pad {
  region: string
  side: PadSide
  /** The vertices that the bump moves. */
  vertices: Int32Array
  /** Height of the bump at those vertices, 0–1. */
  weights: Float32Array
  /** Mean of the pad's border on the canonical face, centimetres. */
  centre: readonly [number, number, number]
  /** Largest distance from the border inside the pad, centimetres on the unrolled face. */
  radius: number
  /** Displacement outwards for a whole unit of score, centimetres; negative for a groove. */
  amplitude: number
}

/** Centimetres along the normal for a unit of score. The tear trough is a groove: more is deeper. */
const AMPLITUDE: Readonly<Record<string, number>> = {
  lower_eyelid_bag: 0.38,
  tear_trough: -0.3,
  malar_soof: 0.55,
  medial_cheek: 0.5,
  lateral_cheek: 0.6,
  nasolabial: 0.5,
  buccal: 0.7,
  jowl: 0.75,
  temporal: 0.5,
  perioral: 0.4,
}

/** The score at which the surface lies on the subject's bare shape; below it the pad is hollow. */
export const NEUTRAL_SCORE = 0.15

/** Weights below this would move the surface by less than .02 mm. */
const NEGLIGIBLE_WEIGHT = 0.002

/** Vertices that no pad may reach: the back of the head and the hair. */
const BEHIND_CM = -4
const HAIR_LIMIT = 0.3

/** Unrolls the face from a cylinder around a vertical axis through the head: centimetres along and up. */
function unroll(x: number, y: number, z: number): Point {
  return [Math.atan2(x, z + 6) * 9, y]
}

/** Signed distance of every vertex from the pad's border on the unrolled face, positive inside. */
function borderDistances(head: HeadMesh, border: readonly number[]): Float32Array {
  const polygon = border.map((vertex) => unroll(...head.control.positions[vertex]))
  const distances = new Float32Array(head.vertexCount)
  for (let i = 0; i < head.vertexCount; i++) {
    const [x, y, z] = head.positions.subarray(3 * i, 3 * i + 3)
    const reachable = z > BEHIND_CM && head.uvHair[3 * i + 2] < HAIR_LIMIT
    distances[i] = reachable ? signedDistanceToPolygon(...unroll(x, y, z), polygon) : -9
  }
  return distances
}

function meanPosition(head: HeadMesh, vertices: readonly number[]): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  for (const vertex of vertices) head.control.positions[vertex].forEach((value, k) => (sum[k] += value))
  return [sum[0] / vertices.length, sum[1] / vertices.length, sum[2] / vertices.length]
}

function buildPad(head: HeadMesh, region: string, side: PadSide, border: readonly number[]): Pad {
  const amplitude = AMPLITUDE[region]
  if (amplitude === undefined) throw new Error(`The region “${region}” has no amplitude in the cohort.`)
  const distances = borderDistances(head, border)
  const radius = distances.reduce((largest, distance) => Math.max(largest, distance), 0)
  // The bump begins a little outside the border, so that no edge betrays the polygon.
  const foot = -0.35 * Math.min(radius, 0.9)
  const top = 0.95 * Math.min(radius, 1.1)
  const heights = distances.map((distance) => smoothStep(foot, top, distance))
  smoothOverSurface(heights, head.adjacency, 3)
  const highest = heights.reduce((largest, height) => Math.max(largest, height), 0)
  const vertices: number[] = []
  const weights: number[] = []
  heights.forEach((height, vertex) => {
    const weight = Math.fround(height / highest)
    if (weight <= NEGLIGIBLE_WEIGHT) return
    vertices.push(vertex)
    weights.push(weight)
  })
  return {
    region,
    side,
    vertices: Int32Array.from(vertices),
    weights: Float32Array.from(weights),
    centre: meanPosition(head, border),
    radius,
    amplitude,
  }
}

/**
 * The atlas's pads as bumps on the mean head: right before left, in atlas order.
 * Regions outside the mesh (submental) are left out.
 * @throws Error if the atlas has a region whose amplitude the cohort does not know
 */
export function buildPads(head: HeadMesh, atlas: Atlas): Pad[] {
  return atlas.regions.flatMap(({ id, right, left }) =>
    right && left ? [buildPad(head, id, 'right', right), buildPad(head, id, 'left', left)] : [],
  )
}

import type { HeadMesh } from './mesh'
import type { FaceModel } from './model'
import { clamp, smoothStep } from './numeric'
import { LANDMARK_COUNT } from './obj'
import { NEUTRAL_SCORE } from './pads'
import type { Pad } from './pads'
import type { Random } from './random'
import type { TrueScores } from './scores'
import { computeCavity, computeNormals } from './surface'

/** A subject's head at one visit. All arrays follow the vertices of the head mesh. */
export interface Surface {
  /** x, y, z in centimetres. */
  positions: Float32Array
  /** Unit vectors outwards. */
  normals: Float32Array
  /** Depth of small hollows in centimetres, positive in a hollow. */
  cavity: Float32Array
}

/** How a subject's bump differs from the atlas's: where it leans and how pointed it is. */
interface PadShape {
  leanOutwards: number
  leanUp: number
  exponent: number
}

/** What makes a subject's head its own, apart from fat. */
export interface BareShape {
  positions: Float32Array
  normals: Float32Array
  /** By region id; the same on both sides. */
  padShapes: ReadonlyMap<string, PadShape>
}

/** A smooth push: a Gaussian ball around a centre, both in centimetres. */
interface Push {
  centre: readonly [number, number, number]
  radius: number
  vector: readonly [number, number, number]
}

const PUSH_PAIRS = 26
const PUSH_CM = 0.17
/** The mirrored push differs by this much of the amplitude, so that no face is symmetric. */
const ASYMMETRY = 0.18

function drawPushes(head: HeadMesh, random: Random): Push[] {
  const pushes: Push[] = []
  for (let pair = 0; pair < PUSH_PAIRS; pair++) {
    const centre = head.control.positions[random.below(LANDMARK_COUNT)]
    const radius = random.between(2.6, 5.5)
    const vector = [
      PUSH_CM * 0.7 * random.normal(),
      PUSH_CM * random.normal(),
      PUSH_CM * 1.1 * random.normal(),
    ] as const
    const sway = (): number => PUSH_CM * ASYMMETRY * random.normal()
    pushes.push({ centre, radius, vector })
    pushes.push({
      centre: [-centre[0], centre[1], centre[2]],
      radius,
      vector: [-vector[0] + sway(), vector[1] + sway(), vector[2] + sway()],
    })
  }
  return pushes
}

/** Adds every push to a copy of the mean head. */
function pushHead(head: HeadMesh, pushes: readonly Push[]): Float32Array {
  const base = head.positions
  const pushed = new Float32Array(base)
  for (const { centre, radius, vector } of pushes) {
    const squaredReach = 6 * radius * radius
    const spread = 0.8 * radius * radius
    for (let at = 0; at < base.length; at += 3) {
      const x = base[at] - centre[0]
      const y = base[at + 1] - centre[1]
      const z = base[at + 2] - centre[2]
      const squared = x * x + y * y + z * z
      if (squared > squaredReach) continue
      const weight = Math.exp(-squared / spread)
      pushed[at] += weight * vector[0]
      pushed[at + 1] += weight * vector[1]
      pushed[at + 2] += weight * vector[2]
    }
  }
  return pushed
}

/** Stretches the head, widens or narrows the jaw, lengthens or shortens the nose. In place. */
function proportion(head: HeadMesh, positions: Float32Array, random: Random): void {
  const width = 1 + 0.05 * random.normal()
  const height = 1 + 0.05 * random.normal()
  const depth = 1 + 0.07 * random.normal()
  const jaw = 0.06 * random.normal()
  const nose = 0.18 * random.normal()
  const base = head.positions
  for (let at = 0; at < base.length; at += 3) {
    const x = base[at]
    const y = base[at + 1]
    const jawShift = x * jaw * smoothStep(0, -8, y)
    const noseShift = nose * Math.exp(-(x * x + (y + 1) ** 2) / 2.2)
    positions[at] = (positions[at] + jawShift) * width
    positions[at + 1] *= height
    positions[at + 2] = (positions[at + 2] + noseShift) * depth
  }
}

/** Draws a subject's head without fat, and how its pads deviate from the atlas. */
export function drawBareShape(model: FaceModel, random: Random): BareShape {
  const positions = pushHead(model.head, drawPushes(model.head, random))
  proportion(model.head, positions, random)
  const padShapes = new Map<string, PadShape>()
  for (const { region } of model.pads) {
    if (padShapes.has(region)) continue
    padShapes.set(region, {
      leanOutwards: random.normal() * 0.12,
      leanUp: random.normal() * 0.12,
      exponent: random.between(0.85, 1.25),
    })
  }
  return { positions, normals: computeNormals(positions, model.head.triangles), padShapes }
}

/** Raises one pad along the bare head's normals. `positions` changes in place. */
function raisePad(head: HeadMesh, bare: BareShape, pad: Pad, score: number, positions: Float32Array): void {
  const { leanOutwards, leanUp, exponent } = bare.padShapes.get(pad.region) as PadShape
  // The subject's right has negative x: the sign makes both sides lean alike.
  const mirror = pad.side === 'right' ? 1 : -1
  const reach = pad.radius + 0.6
  // The height is NOT varied by subject: that would be noise of the truth, not of the photograph.
  const height = pad.amplitude * (score - NEUTRAL_SCORE)
  for (let k = 0; k < pad.vertices.length; k++) {
    const at = 3 * pad.vertices[k]
    const across = (head.positions[at] - pad.centre[0]) / reach
    const up = (head.positions[at + 1] - pad.centre[1]) / reach
    const lean = clamp(1 + mirror * leanOutwards * across + leanUp * up, 0.6, 1.4)
    const shift = pad.weights[k] ** exponent * lean * height
    positions[at] += bare.normals[at] * shift
    positions[at + 1] += bare.normals[at + 1] * shift
    positions[at + 2] += bare.normals[at + 2] * shift
  }
}

/** The head with the fat of one visit: every pad rises by its amplitude × (score − .15). */
export function addFat(model: FaceModel, bare: BareShape, scores: TrueScores): Surface {
  const positions = new Float32Array(bare.positions)
  for (const pad of model.pads) raisePad(model.head, bare, pad, scores[pad.region][pad.side], positions)
  const normals = computeNormals(positions, model.head.triangles)
  return { positions, normals, cavity: computeCavity(positions, normals, model.head.adjacency) }
}

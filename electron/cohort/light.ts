import type { Light } from './conditions'
import { clamp } from './numeric'

/** How peaked the highlight is (Blinn–Phong exponent). */
const HIGHLIGHT_EXPONENT = 18
/** Loss of light a centimetre of cavity, and the darkest that a hollow can get. */
const CAVITY_LOSS = 9
const DARKEST_HOLLOW = 0.55

/** Numbers a vertex in the result of `lightVertices`. */
export const LIGHT_STRIDE = 4

/**
 * Light at the vertices: wrapped key light, fill light, ambient light (a little more from above),
 * less in hollows; and a highlight between key light and camera.
 * @param normals unit normals in the camera's frame, x, y, z a vertex
 * @param cavity depth of hollows in centimetres, one a vertex
 * @param gloss strength of the highlight
 * @returns red, green, blue and highlight a vertex, linear, about 0–1.5
 */
export function lightVertices(
  normals: Float32Array,
  cavity: Float32Array,
  gloss: number,
  light: Light,
): Float32Array {
  const { keyColour, fillColour, wrap } = light
  const [keyX, keyY, keyZ] = light.keyDirection
  const [fillX, fillY, fillZ] = light.fillDirection
  const halfway = 1 / Math.hypot(keyX, keyY, keyZ + 1) // the camera looks along z
  const lit = new Float32Array(cavity.length * LIGHT_STRIDE)
  for (let i = 0; i < cavity.length; i++) {
    const x = normals[3 * i]
    const y = normals[3 * i + 1]
    const z = normals[3 * i + 2]
    const towardsKey = x * keyX + y * keyY + z * keyZ
    const key = Math.max(0, (towardsKey + wrap) / (1 + wrap)) * light.keyStrength
    const fill = Math.max(0, x * fillX + y * fillY + z * fillZ) * light.fillStrength
    const ambient = light.ambient * (0.8 + 0.25 * y)
    const open = clamp(1 - CAVITY_LOSS * Math.max(0, cavity[i]), DARKEST_HOLLOW, 1)
    const at = LIGHT_STRIDE * i
    for (let k = 0; k < 3; k++) lit[at + k] = (key * keyColour[k] + fill * fillColour[k] + ambient) * open
    const mirrored = Math.max(0, (towardsKey + z) * halfway)
    lit[at + 3] = gloss * light.keyStrength * mirrored ** HIGHLIGHT_EXPONENT
  }
  return lit
}

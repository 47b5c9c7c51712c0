import type { Point } from '../domain/words'
import type { Colour } from './appearance'
import { TEXTURE_SIZE } from './masks'
import type { TexelMap } from './masks'
import { smoothStep } from './numeric'

/** Radii in texels. */
const IRIS_RADIUS = 5.2
const EYE_REACH = 24
const WHITE: Colour = [0.86, 0.83, 0.8]

/**
 * Paints one eye: white, iris, pupil, a glint, and the lashes' dark line, which is stronger above.
 * @param texture face texture, changed in place
 * @param lidDistance signed distance from the lids' border, positive on the eyeball
 * @param centre of the eye in texels
 */
export function paintEye(texture: Float32Array, lidDistance: TexelMap, centre: Point, iris: Colour): void {
  const [centreX, centreY] = centre
  const firstX = Math.max(0, Math.floor(centreX - EYE_REACH))
  const lastX = Math.min(TEXTURE_SIZE - 1, Math.ceil(centreX + EYE_REACH))
  const firstY = Math.max(0, Math.floor(centreY - EYE_REACH))
  const lastY = Math.min(TEXTURE_SIZE - 1, Math.ceil(centreY + EYE_REACH))
  for (let y = firstY; y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const texel = y * TEXTURE_SIZE + x
      const distance = lidDistance[texel]
      if (distance <= -4) continue
      const eyeball = smoothStep(-0.5, 1.2, distance)
      const fromCentre = Math.hypot(x - centreX, y - centreY)
      const inIris = smoothStep(IRIS_RADIUS + 0.8, IRIS_RADIUS - 0.8, fromCentre)
      const inPupil = smoothStep(2.6, 1.8, fromCentre)
      const shadowOfLid = 1 - 0.35 * smoothStep(4, 0, distance)
      const isGlint = Math.hypot(x - centreX - 1.5, y - centreY + 1.8) < 1.1
      const lashes = 0.75 * Math.exp(-(distance * distance) / 1.6) * (y < centreY + 1 ? 1 : 0.35)
      for (let k = 0; k < 3; k++) {
        const plain = WHITE[k] * (1 - inIris) + iris[k] * inIris
        const seen = isGlint ? 1 : plain * (1 - inPupil) * shadowOfLid + 0.02
        const covered = texture[3 * texel + k] * (1 - eyeball) + seen * eyeball
        texture[3 * texel + k] = covered * (1 - lashes)
      }
    }
  }
}

import type { Colour } from './appearance'
import type { Backdrop, Light } from './conditions'
import { smoothStep } from './numeric'

/**
 * Paints wall, neck and clothes as flat shapes; the head is drawn over them.
 * @param skin the subject's skin tone
 * @param chinX chin's landmark in pixels; neck and shoulders hang from it
 * @param size width and height, pixels
 * @returns linear red, green, blue a pixel, row by row from the top
 */
export function paintBackdrop(
  backdrop: Backdrop,
  light: Light,
  skin: Colour,
  [chinX, chinY]: readonly [number, number],
  size: number,
): Float32Array {
  const image = new Float32Array(3 * size * size)
  const neckHalfWidth = 0.15 * size
  const frontLight = 0.55 * (light.keyStrength * Math.max(0.2, light.keyDirection[2]) + light.ambient)
  for (let y = 0, at = 0; y < size; y++) {
    const belowChin = y - chinY
    // The jaw's shadow on the neck, fading downwards.
    const jawShadow = 0.55 + 0.25 * smoothStep(0, 0.15 * size, belowChin)
    const neckReach = neckHalfWidth + 0.25 * Math.max(0, belowChin - 0.05 * size)
    for (let x = 0; x < size; x++, at += 3) {
      const aside = Math.abs(x - chinX)
      // The collar is a V below the chin, the shoulders fall off beside the neck.
      const clothTop = 0.09 * size + 0.35 * Math.abs(neckHalfWidth - aside)
      let colour = backdrop.wall
      let brightness = 0.8 + backdrop.wallSlope * (x / size - 0.5) + 0.15 * (1 - y / size)
      if (belowChin > clothTop) {
        colour = backdrop.cloth
        brightness = frontLight
      } else if (belowChin > -0.12 * size && aside < neckReach) {
        colour = skin
        brightness = frontLight * (1 - 0.5 * (aside / neckHalfWidth) ** 2) * jawShadow
      }
      image[at] = colour[0] * brightness
      image[at + 1] = colour[1] * brightness
      image[at + 2] = colour[2] * brightness
    }
  }
  return image
}

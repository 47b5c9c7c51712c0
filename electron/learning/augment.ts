/**
 * Random changes to a crop that leave its score as it was, so that the model learns the pad and not the
 * photograph. Measured, they are the largest single effect on the error. There is no mirroring: crops of
 * the right side are mirrored already, so that left is always towards the nose.
 */
import type { Random } from './random'
import { TRUNK_PIXELS } from './trunk'

/** Side in pixels of the image that is changed: what the trunk sees. */
export const IMAGE_PIXELS = TRUNK_PIXELS

/** How far each change may go. */
const SHIFT_PIXELS = 7
const SCALE = 0.12
const ROTATION = (10 * Math.PI) / 180
const CONTRAST = 0.3
const BRIGHTNESS = 25
const COLOUR = 0.08
/** A light from one side: the gain at one edge of the crop against the other, as a share. */
const LIGHT = 0.3
const NOISE = 8

const CHANNELS = 3

/** Values in one image: IMAGE_PIXELS² × 3. */
export const IMAGE_VALUES = IMAGE_PIXELS * IMAGE_PIXELS * CHANNELS

/** The geometry and the light of one changed image, drawn once for it. */
interface Change {
  /** Source pixel of target (x, y): (a x + b y + left, −b x + a y + top). */
  a: number
  b: number
  left: number
  top: number
  gains: readonly [number, number, number]
  offset: number
  lightX: number
  lightY: number
  noise: number
}

/**
 * Writes a changed copy of an image.
 * @param image IMAGE_VALUES bytes, row by row, RGB
 * @param random the same state gives the same change
 * @param target where to write; values are mostly 0..255, but may lie outside, as nothing is clipped
 * @param offset position of the first value in target
 */
export function augment(image: Uint8Array, random: Random, target: Float32Array, offset: number): void {
  const change = drawChange(random)
  const last = IMAGE_PIXELS - 1
  const row = IMAGE_PIXELS * CHANNELS
  // Noise needs only to look random; a generator of its own keeps half a million draws a batch cheap.
  let noiseState = random.below(0x7fffffff)
  let at = offset
  for (let y = 0; y < IMAGE_PIXELS; y++) {
    for (let x = 0; x < IMAGE_PIXELS; x++) {
      // The edge is repeated outwards.
      const u = clamp(change.a * x + change.b * y + change.left, last)
      const v = clamp(change.a * y - change.b * x + change.top, last)
      const column = u < last ? u | 0 : last - 1
      const line = v < last ? v | 0 : last - 1
      const fx = u - column
      const fy = v - line
      const source = line * row + column * CHANNELS
      const light = 1 + change.lightX * (x / last - 0.5) + change.lightY * (y / last - 0.5)
      for (let channel = 0; channel < CHANNELS; channel++) {
        const i = source + channel
        const upper = (image[i] as number) * (1 - fx) + (image[i + CHANNELS] as number) * fx
        const lower = (image[i + row] as number) * (1 - fx) + (image[i + row + CHANNELS] as number) * fx
        noiseState = (Math.imul(noiseState, 1664525) + 1013904223) | 0
        const noise = change.noise * (noiseState / 2147483648)
        const value = upper * (1 - fy) + lower * fy
        target[at++] = value * light * (change.gains[channel] as number) + change.offset + noise
      }
    }
  }
}

function drawChange(random: Random): Change {
  const scale = 1 + random.between(-SCALE, SCALE)
  const angle = random.between(-ROTATION, ROTATION)
  const a = scale * Math.cos(angle)
  const b = scale * Math.sin(angle)
  const centre = (IMAGE_PIXELS - 1) / 2
  const contrast = 1 + random.between(-CONTRAST, CONTRAST)
  const gain = (): number => contrast * (1 + random.between(-COLOUR, COLOUR))
  const lightFrom = random.between(0, 2 * Math.PI)
  const light = random.between(0, 2 * LIGHT)
  return {
    a,
    b,
    // Turns and scales about the centre.
    left: centre - a * centre - b * centre + random.between(-SHIFT_PIXELS, SHIFT_PIXELS),
    top: centre - a * centre + b * centre + random.between(-SHIFT_PIXELS, SHIFT_PIXELS),
    gains: [gain(), gain(), gain()],
    offset: random.between(-BRIGHTNESS, BRIGHTNESS),
    lightX: light * Math.cos(lightFrom),
    lightY: light * Math.sin(lightFrom),
    noise: random.between(0, NOISE),
  }
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value
}

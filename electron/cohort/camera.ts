import type { CameraSettings } from './conditions'
import { clamp } from './numeric'

const CURVE_STEPS = 1024
/** Narrower blurs than this are left out, pixels. */
const SHARPEST_BLUR = 0.25
/** How far a blur reaches, in standard deviations. */
const BLUR_REACH = 2.2
/** Brings the difference of two uniform numbers to about unit spread. */
const TRIANGLE_TO_SD = 2.4

/** Exposure, white balance, a shoulder that keeps highlights from clipping hard, and gamma. In place. */
function develop(image: Float32Array, { gains, gamma }: CameraSettings): void {
  const curve = Float32Array.from({ length: CURVE_STEPS + 1 }, (_, i) => (i / CURVE_STEPS) ** gamma)
  for (let k = 0; k < 3; k++) {
    const gain = gains[k]
    for (let at = k; at < image.length; at += 3) {
      const light = image[at] * gain
      const rolledOff = light / (1 + 0.18 * light * light)
      image[at] = curve[Math.min((rolledOff * CURVE_STEPS) | 0, CURVE_STEPS)]
    }
  }
}

/** Weights of a Gaussian, symmetric, with sum 1. */
function gaussianKernel(sigma: number): Float64Array {
  const reach = Math.ceil(BLUR_REACH * sigma)
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  )
  const sum = kernel.reduce((total, weight) => total + weight, 0)
  return kernel.map((weight) => weight / sum)
}

/** Blurs along the rows; the edges' pixels are repeated outwards. */
function blurAcross(image: Float32Array, size: number, kernel: Float64Array): Float32Array {
  const reach = (kernel.length - 1) / 2
  const blurred = new Float32Array(image.length)
  const padded = new Float32Array(3 * (size + 2 * reach))
  for (let y = 0; y < size; y++) {
    const row = 3 * size * y
    padded.set(image.subarray(row, row + 3 * size), 3 * reach)
    for (let i = 0; i < reach; i++) {
      for (let k = 0; k < 3; k++) {
        padded[3 * i + k] = image[row + k]
        padded[3 * (reach + size + i) + k] = image[row + 3 * (size - 1) + k]
      }
    }
    for (let i = 0; i < 3 * size; i++) {
      let sum = 0
      for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap] * padded[i + 3 * tap]
      blurred[row + i] = sum
    }
  }
  return blurred
}

/** Blurs along the columns, a whole row at a time. */
function blurDown(image: Float32Array, size: number, kernel: Float64Array): Float32Array {
  const reach = (kernel.length - 1) / 2
  const rowLength = 3 * size
  const blurred = new Float32Array(image.length)
  for (let y = 0; y < size; y++) {
    const target = blurred.subarray(y * rowLength, (y + 1) * rowLength)
    for (let tap = 0; tap < kernel.length; tap++) {
      const source = clamp(y + tap - reach, 0, size - 1) * rowLength
      const weight = kernel[tap]
      for (let i = 0; i < rowLength; i++) target[i] += weight * image[source + i]
    }
  }
  return blurred
}

/** Adds noise to every channel and rounds to bytes. A linear congruence is random enough and fast. */
function sample(image: Float32Array, noise: number, seed: number): Uint8Array {
  const pixels = image.length / 3
  const rgba = new Uint8ClampedArray(4 * pixels)
  let state = Math.imul(seed, 2654435761)
  const amplitude = noise * TRIANGLE_TO_SD
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let k = 0; k < 3; k++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      const first = state >>> 8
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      const triangular = (first + (state >>> 8)) / 16777216 - 1
      rgba[4 * pixel + k] = (image[3 * pixel + k] + amplitude * triangular) * 255
    }
    rgba[4 * pixel + 3] = 255
  }
  return new Uint8Array(rgba.buffer)
}

/**
 * Takes the picture: exposure and tone, blur, noise, bytes.
 * @param image linear red, green, blue a pixel; used up
 * @param size width and height, pixels
 * @param seed of the noise
 * @returns red, green, blue, alpha (255) a pixel
 */
export function expose(
  image: Float32Array,
  size: number,
  settings: CameraSettings,
  seed: number,
): Uint8Array {
  develop(image, settings)
  let developed = image
  if (settings.blur > SHARPEST_BLUR) {
    const kernel = gaussianKernel(settings.blur)
    developed = blurDown(blurAcross(developed, size, kernel), size, kernel)
  }
  return sample(developed, settings.noise, seed)
}

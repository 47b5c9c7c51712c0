import type { Point } from '../../domain/words'

/** Upright photograph, 4 bytes a pixel, row by row; alpha is ignored. */
export interface RgbaImage {
  width: number
  height: number
  rgba: Uint8Array
}

/** A square of the photograph: centre and side in its pixels, angle in radians, clockwise on the screen. */
export interface Roi {
  cx: number
  cy: number
  size: number
  angle: number
}

/** The photograph and its halvings, each half as wide and high as the one before. */
export type Pyramid = readonly RgbaImage[]

/** Halvings stop here: no sampled square is smaller than 192 pixels. */
const SMALLEST_SIDE = 192

/**
 * Halves a photograph until it is small, so that a large square can be sampled without aliasing and
 * without reading every pixel again for each square.
 * @throws RangeError when `rgba` does not hold width × height pixels
 */
export function makePyramid(image: RgbaImage): Pyramid {
  if (image.rgba.length !== image.width * image.height * 4 || image.rgba.length === 0) {
    throw new RangeError(`${image.rgba.length} bytes are not ${image.width} × ${image.height} RGBA pixels.`)
  }
  const levels = [image]
  let last = image
  while (Math.max(last.width, last.height) >= 2 * SMALLEST_SIDE && Math.min(last.width, last.height) > 1) {
    last = halve(last)
    levels.push(last)
  }
  return levels
}

/** Means of 2 × 2 pixels. An odd last column or row is dropped, as it has no partner. */
function halve({ width, height, rgba }: RgbaImage): RgbaImage {
  const w = width >> 1
  const h = height >> 1
  const out = new Uint8Array(w * h * 4)
  for (let y = 0; y < h; y++) {
    let above = 2 * y * width * 4
    let to = y * w * 4
    for (let x = 0; x < w; x++, above += 8, to += 4) {
      const below = above + width * 4
      for (let c = 0; c < 3; c++) {
        out[to + c] =
          ((rgba[above + c] as number) +
            (rgba[above + 4 + c] as number) +
            (rgba[below + c] as number) +
            (rgba[below + 4 + c] as number) +
            2) >>
          2
      }
    }
  }
  return { width: w, height: h, rgba: out }
}

/**
 * Cuts a square out of a photograph.
 * @param pixels side of the result
 * @param low value of black; outside the photograph everything is black
 * @param high value of white
 * @returns pixels × pixels × 3 RGB values, row by row
 */
export function sampleRoi(
  pyramid: Pyramid,
  roi: Roi,
  pixels: number,
  low: number,
  high: number,
): Float32Array {
  const { image, scale } = levelFor(pyramid, roi.size / pixels)
  const out = new Float32Array(pixels * pixels * 3)
  // Steps of the square's own axes, in pixels of the level.
  const step = roi.size / pixels / scale
  const ux = Math.cos(roi.angle) * step
  const uy = Math.sin(roi.angle) * step
  // Between one and two pixels of the level fall on a pixel of the result: four samples see them all.
  const samples = step > 1.01 ? 2 : 1
  const gain = (high - low) / 255 / (samples * samples)
  const rgb: [number, number, number] = [0, 0, 0]
  let to = 0
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      rgb[0] = rgb[1] = rgb[2] = 0
      for (let s = 0; s < samples * samples; s++) {
        const u = x + ((s % samples) + 0.5) / samples - pixels / 2
        const v = y + (Math.floor(s / samples) + 0.5) / samples - pixels / 2
        addBilinear(image, roi.cx / scale + u * ux - v * uy, roi.cy / scale + u * uy + v * ux, rgb)
      }
      out[to++] = low + rgb[0] * gain
      out[to++] = low + rgb[1] * gain
      out[to++] = low + rgb[2] * gain
    }
  }
  return out
}

/** The smallest halving that still has at least one pixel for each pixel of the result. */
function levelFor(pyramid: Pyramid, step: number): { image: RgbaImage; scale: number } {
  const wanted = Math.max(0, Math.floor(Math.log2(step)))
  const level = Math.min(wanted, pyramid.length - 1)
  return { image: pyramid[level] as RgbaImage, scale: 2 ** level }
}

/** Adds the colour at (x, y), where pixel i covers i to i + 1. */
function addBilinear(image: RgbaImage, x: number, y: number, rgb: [number, number, number]): void {
  const { width, height, rgba } = image
  const left = Math.floor(x - 0.5)
  const top = Math.floor(y - 0.5)
  const fx = x - 0.5 - left
  const fy = y - 0.5 - top
  for (let j = 0; j < 2; j++) {
    const row = top + j
    if (row < 0 || row >= height) continue
    const wy = j === 0 ? 1 - fy : fy
    for (let i = 0; i < 2; i++) {
      const column = left + i
      if (column < 0 || column >= width) continue
      const weight = wy * (i === 0 ? 1 - fx : fx)
      const from = (row * width + column) * 4
      rgb[0] += weight * (rgba[from] as number)
      rgb[1] += weight * (rgba[from + 1] as number)
      rgb[2] += weight * (rgba[from + 2] as number)
    }
  }
}

/** A place in the square, each coordinate 0 to 1, as a point of the photograph. */
export function fromRoi(roi: Roi, u: number, v: number): Point {
  const x = (u - 0.5) * roi.size
  const y = (v - 0.5) * roi.size
  const cos = Math.cos(roi.angle)
  const sin = Math.sin(roi.angle)
  return [roi.cx + x * cos - y * sin, roi.cy + x * sin + y * cos]
}

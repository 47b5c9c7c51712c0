/**
 * Pixels of a JPEG image, where there is no TensorFlow to decode it. They come out bit for bit as TensorFlow's, since
 * a level more or less in some pixels changes what the trunk sees by more than the arithmetic of two engines does:
 * libjpeg's fast inverse DCT (jidctfst.c, after Arai, Agui and Nakajima 1988), its triangle filter for colour
 * differences (jdsample.c) and its conversion of colours (jdcolor.c).
 */
import { BLOCK, readCoefficients } from './coefficients'
import type { Component } from './coefficients'

export interface Pixels {
  width: number
  height: number
  /** Row by row, RGB. */
  rgb: Uint8Array
}

/** A component as samples; it may be larger than the image. */
interface Plane {
  width: number
  samples: Uint8ClampedArray
}

/** Factors of the fast DCT's outputs, times 2^14: cos(iπ/16) √2 along each axis, 1 for i = 0. */
const SCALES = Int32Array.of(16384, 22725, 21407, 19266, 16384, 12873, 8867, 4520)

/** libjpeg rounds each product of two factors before it is used. */
const STEP_SCALES = Int32Array.from({ length: BLOCK }, (_, i) =>
  Math.round(((SCALES[i >> 3] as number) * (SCALES[i & 7] as number)) / 16384),
)

/** Times 2^8. */
const FIX_1_082392200 = 277
const FIX_1_414213562 = 362
const FIX_1_847759065 = 473
const FIX_2_613125930 = 669

/**
 * Decodes an image.
 * @throws Error when it is damaged, cut short, or of a kind that Chromium does not write
 */
export function decodeJpeg(bytes: Uint8Array): Pixels {
  const { width, height, components, subsampling } = readCoefficients(bytes)
  const [luminance, ...colours] = components.map(planeOf) as [Plane, ...Plane[]]
  const [blue, red] = colours.map((plane) =>
    subsampling === 1 ? plane : doubled(plane, Math.ceil(width / 2), Math.ceil(height / 2)),
  )
  const rgb = new Uint8ClampedArray(width * height * 3)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const light = luminance.samples[y * luminance.width + x] as number
      const cb = blue ? (blue.samples[y * blue.width + x] as number) - 128 : 0
      const cr = red ? (red.samples[y * red.width + x] as number) - 128 : 0
      // 1.402, 0.34414, 0.71414 and 1.772, times 2^16.
      rgb[to] = light + ((91881 * cr + 32768) >> 16)
      rgb[to + 1] = light + ((-22554 * cb - 46802 * cr + 32768) >> 16)
      rgb[to + 2] = light + ((116130 * cb + 32768) >> 16)
    }
  }
  return { width, height, rgb: new Uint8Array(rgb.buffer) }
}

function planeOf({ columns, rows, coefficients, quantisation }: Component): Plane {
  const width = columns * 8
  const samples = new Uint8ClampedArray(width * rows * 8)
  const steps = quantisation.map((step, i) => (step * (STEP_SCALES[i] as number) + 2048) >> 12)
  const values = new Int32Array(BLOCK)
  for (let block = 0; block < columns * rows; block++) {
    for (let i = 0; i < BLOCK; i++) {
      values[i] = (coefficients[block * BLOCK + i] as number) * (steps[i] as number)
    }
    for (let column = 0; column < 8; column++) transform(values, column, 8)
    for (let row = 0; row < 8; row++) transform(values, row * 8, 1)
    const left = (block % columns) * 8
    const top = Math.floor(block / columns) * 8
    for (let i = 0; i < BLOCK; i++) {
      samples[(top + (i >> 3)) * width + left + (i & 7)] = ((values[i] as number) >> 5) + 128
    }
  }
  return { width, samples }
}

/** The inverse DCT of eight values in place. */
function transform(values: Int32Array, start: number, step: number): void {
  const value = (i: number): number => values[start + i * step] as number
  const sum04 = value(0) + value(4)
  const difference04 = value(0) - value(4)
  const sum26 = value(2) + value(6)
  const turned26 = (((value(2) - value(6)) * FIX_1_414213562) >> 8) - sum26
  const even0 = sum04 + sum26
  const even3 = sum04 - sum26
  const even1 = difference04 + turned26
  const even2 = difference04 - turned26

  const sum53 = value(5) + value(3)
  const difference53 = value(5) - value(3)
  const sum17 = value(1) + value(7)
  const difference17 = value(1) - value(7)
  const turned = ((difference53 + difference17) * FIX_1_847759065) >> 8
  const odd0 = sum17 + sum53
  const odd1 = ((difference53 * -FIX_2_613125930) >> 8) + turned - odd0
  const odd2 = (((sum17 - sum53) * FIX_1_414213562) >> 8) - odd1
  const odd3 = ((difference17 * FIX_1_082392200) >> 8) - turned + odd2

  values[start] = even0 + odd0
  values[start + step] = even1 + odd1
  values[start + 2 * step] = even2 + odd2
  values[start + 3 * step] = even3 - odd3
  values[start + 4 * step] = even3 + odd3
  values[start + 5 * step] = even2 - odd2
  values[start + 6 * step] = even1 - odd1
  values[start + 7 * step] = even0 - odd0
}

/**
 * Colour differences at twice the size each way: each is three parts its own sample and one part that beside it, along
 * both axes; samples outside are those of the edge.
 */
function doubled(plane: Plane, width: number, height: number): Plane {
  const samples = new Uint8ClampedArray(4 * width * height)
  const sums = new Int32Array(width)
  for (let y = 0; y < 2 * height; y++) {
    const near = y >> 1
    const beside = y & 1 ? Math.min(near + 1, height - 1) : Math.max(near - 1, 0)
    for (let x = 0; x < width; x++) {
      const own = plane.samples[near * plane.width + x] as number
      sums[x] = 3 * own + (plane.samples[beside * plane.width + x] as number)
    }
    for (let x = 0; x < width; x++) {
      const own = 3 * (sums[x] as number)
      const to = 2 * (y * width + x)
      samples[to] = (own + (sums[Math.max(x - 1, 0)] as number) + 8) >> 4
      samples[to + 1] = (own + (sums[Math.min(x + 1, width - 1)] as number) + 7) >> 4
    }
  }
  return { width: 2 * width, samples }
}

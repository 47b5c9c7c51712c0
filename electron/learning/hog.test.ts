import { describe, expect, it } from 'vitest'
import { CROP_PIXELS } from '../domain/crop'
import { HOG_VALUES, hog } from './hog'

/** An image from a function of the pixel, which gives red, green and blue. */
function draw(colour: (x: number, y: number, channel: number) => number): Uint8Array {
  const image = new Uint8Array(CROP_PIXELS * CROP_PIXELS * 3)
  for (let y = 0, at = 0; y < CROP_PIXELS; y++) {
    for (let x = 0; x < CROP_PIXELS; x++) for (let c = 0; c < 3; c++) image[at++] = colour(x, y, c)
  }
  return image
}

/** The nine orientations of a cell in the middle block. */
const middleCell = (values: Float32Array): Float32Array => {
  const at = (3 * 7 + 3) * 36
  return values.subarray(at, at + 9)
}

describe('hog', () => {
  it('gives 7 × 7 blocks of 2 × 2 cells of 9 orientations', () => {
    expect(HOG_VALUES).toBe(1764)
    expect(hog(draw((x) => x))).toHaveLength(HOG_VALUES)
  })

  it('puts a gradient into the orientations beside its angle', () => {
    // 0 degrees lies between the orientations of 160 to 180 and 0 to 20 degrees.
    const across = middleCell(hog(draw((x) => x)))
    expect([...across].map((value) => value > 0.01)).toEqual([true, ...Array<boolean>(7).fill(false), true])
    expect(across[0]).toBeCloseTo(across[8] as number, 5)
    const down = middleCell(hog(draw((_, y) => y)))
    expect([...down].map((value) => value > 0.01)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0].map(Boolean))
    // 135 degrees lies between those around 130 and 150 degrees, thrice as near to the first.
    const diagonal = middleCell(hog(draw((x, y) => 128 + y - x)))
    expect([...diagonal].map((value) => value > 0.01)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0].map(Boolean))
  })

  it('does not tell a dark edge from a bright one', () => {
    const rising = hog(draw((x) => x))
    const falling = hog(draw((x) => 255 - x))
    expect(Math.max(...rising.map((value, i) => Math.abs(value - (falling[i] as number))))).toBeLessThan(1e-4)
  })

  it('does not see brightness, and hardly contrast', () => {
    const relief = (x: number, y: number): number => 40 + 30 * Math.sin(x / 9) * Math.cos(y / 13)
    const plain = hog(draw((x, y) => Math.round(relief(x, y))))
    const bright = hog(draw((x, y) => Math.round(relief(x, y)) + 60))
    const strong = hog(draw((x, y) => 3 * Math.round(relief(x, y))))
    plain.forEach((value, i) => {
      expect(bright[i]).toBeCloseTo(value, 3)
      expect(Math.abs((strong[i] as number) - value)).toBeLessThan(0.01)
    })
  })

  it('is zero where nothing is to be seen', () => {
    expect(hog(draw(() => 77)).every((value) => value === 0)).toBe(true)
  })

  it('has blocks of length one at most, and finite values', () => {
    const values = hog(draw((x, y, c) => (x * 31 + y * 17 + x * y * (c + 1)) % 256))
    for (let block = 0; block < 49; block++) {
      const length = Math.hypot(...values.subarray(block * 36, (block + 1) * 36))
      expect(length).toBeGreaterThan(0.99)
      expect(length).toBeLessThan(1.001)
    }
  })

  it('agrees with an independent computation', () => {
    // scikit-image 0.26: its gradients and block normalisation, with linear interpolation between the orientations,
    // which it leaves out. Its own descriptors of pads correlate with these by .95 to .97.
    const values = hog(draw((x, y, c) => ((x * x + 3 * x * y + ((y * y) >> 1) + 40 * c * x) >> 6) & 255))
    const golden = [
      0.20684, 0.00069, 0, 0.01473, 0.02115, 0.00465, 0.04586, 0, 0.00964, 0.19523, 0.04129, 0.00581,
    ]
    golden.forEach((expected, i) => expect(values[147 * i]).toBeCloseTo(expected, 4))
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(155.2019, 2)
  })

  it('refuses an image of another size', () => {
    expect(() => hog(new Uint8Array(64 * 64 * 3))).toThrow(RangeError)
  })
})

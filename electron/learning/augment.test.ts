import { describe, expect, it } from 'vitest'
import { augment, IMAGE_PIXELS, IMAGE_VALUES } from './augment'
import { Random } from './random'

const grey = new Uint8Array(IMAGE_VALUES).fill(128)

/** Dark on the left, bright on the right. */
const ramp = Uint8Array.from({ length: IMAGE_VALUES }, (_, i) => 60 + (Math.floor(i / 3) % IMAGE_PIXELS))

function changed(image: Uint8Array, seed: number): Float32Array {
  const target = new Float32Array(IMAGE_VALUES)
  augment(image, new Random(seed), target, 0)
  return target
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length

describe('augmentation', () => {
  it('is the same for the same seed, and different for another', () => {
    expect(changed(ramp, 3)).toEqual(changed(ramp, 3))
    expect(changed(ramp, 3)).not.toEqual(changed(ramp, 4))
  })

  it('leaves the source alone and writes nothing beside its place', () => {
    const source = ramp.slice()
    const target = new Float32Array(3 * IMAGE_VALUES)
    augment(source, new Random(1), target, IMAGE_VALUES)
    expect(source).toEqual(ramp)
    expect(target.subarray(0, IMAGE_VALUES).every((v) => v === 0)).toBe(true)
    expect(target.subarray(2 * IMAGE_VALUES).every((v) => v === 0)).toBe(true)
    expect(target.subarray(IMAGE_VALUES, 2 * IMAGE_VALUES).every(Number.isFinite)).toBe(true)
  })

  it('keeps left and right: what is brighter on the right stays so', () => {
    for (let seed = 0; seed < 50; seed++) {
      const image = changed(ramp, seed)
      const half = (right: boolean): number =>
        mean(image.filter((_, i) => Math.floor(i / 3) % IMAGE_PIXELS >= IMAGE_PIXELS / 2 === right))
      expect(half(true)).toBeGreaterThan(half(false))
    }
  })

  it('changes brightness and colour within bounds, and both ways', () => {
    const means = Array.from({ length: 60 }, (_, seed) => mean(changed(grey, seed)))
    expect(Math.min(...means)).toBeGreaterThan(50)
    expect(Math.max(...means)).toBeLessThan(220)
    expect(Math.min(...means)).toBeLessThan(115)
    expect(Math.max(...means)).toBeGreaterThan(140)
  })
})

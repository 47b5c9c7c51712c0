import { describe, expect, it } from 'vitest'
import { LARGEST_HALF, fromHalves, toHalves } from './half-floats'

const through = (...values: number[]): number[] => [...fromHalves(toHalves(Float32Array.from(values)))]

/** The value of a half by the definition of the standard. */
function defined(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (exponent ? 1 + fraction / 1024 : fraction / 1024) * 2 ** Math.max(exponent - 15, -14)
}

const ALL = Uint16Array.from({ length: 65536 }, (_, half) => half)
const isNumber = (half: number): boolean => (half & 0x7c00) !== 0x7c00

describe('half floats', () => {
  it('stand for what the standard says, each of them', () => {
    const values = fromHalves(ALL)
    for (const half of ALL) expect(Object.is(values[half], defined(half))).toBe(true)
  })

  it('come back as they were, each of them', () => {
    const halves = toHalves(fromHalves(ALL))
    for (const half of ALL) if (isNumber(half)) expect(halves[half]).toBe(half)
  })

  it('are the nearest, and the even one of two that are as near', () => {
    // Between two neighbours: a little below the middle, the middle, a little above.
    for (let half = 0; half < 0x7bff; half++) {
      const [low, high] = [defined(half), defined(half + 1)]
      const middle = (low + high) / 2
      const near = (high - low) / 16
      const even = half % 2 === 0 ? half : half + 1
      const given = Float32Array.of(middle - near, middle, middle + near, -middle)
      expect([...toHalves(given)]).toEqual([half, even, half + 1, even | 0x8000])
    }
  })

  it('never become infinite, and keep zero and its sign', () => {
    expect(through(65519, 65520, 1e30, Infinity, -Infinity)).toEqual([
      LARGEST_HALF, LARGEST_HALF, LARGEST_HALF, LARGEST_HALF, -LARGEST_HALF,
    ]) // prettier-ignore
    expect(through(0, -0, 2 ** -25, 2 ** -24)).toEqual([0, -0, 0, 2 ** -24])
    expect(through(NaN)).toEqual([NaN])
  })

  it('take a part of a larger array', () => {
    const values = Float32Array.of(9, 1, -2.5, 9)
    expect([...fromHalves(toHalves(values.subarray(1, 3)))]).toEqual([1, -2.5])
  })
})

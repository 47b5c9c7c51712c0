import { describe, expect, it } from 'vitest'
import { partOf, readingOf, sideBySide } from './networks'

describe('embeddings side by side', () => {
  const parts = [Float32Array.of(1, 0), Float32Array.of(0.6, 0.8), Float32Array.of(0, -1)]
  const joined = sideBySide(parts)

  it('have length one together', () => {
    expect(joined).toHaveLength(6)
    expect(Math.hypot(...joined)).toBeCloseTo(1, 6)
  })
  it('give each network its own back', () => {
    parts.forEach((part, network) => {
      const own = partOf(joined, 3, network)
      expect([...own].map((value) => Number(value.toFixed(6)))).toEqual(
        [...part].map((v) => Number(v.toFixed(6))),
      )
    })
    expect(partOf(joined, 3, 'all')).toBe(joined)
    expect(partOf(joined, 1, 0)).toBe(joined)
  })
  it('lie apart by the mean of the networks’ own squared distances', () => {
    const others = [Float32Array.of(0, 1), Float32Array.of(0.8, 0.6), Float32Array.of(1, 0)]
    const apart = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, v, i) => sum + (v - (b[i] as number)) ** 2, 0)
    const own = parts.map((part, i) => apart(part, others[i] as Float32Array))
    expect(apart(joined, sideBySide(others))).toBeCloseTo(own.reduce((a, b) => a + b) / 3, 6)
  })
  it('of another number of networks are refused', () => {
    expect(() => partOf(joined, 4, 0)).toThrow(/Train again/)
    expect(() => partOf(joined, 3, 3)).toThrow(/Train again/)
  })
})

describe('who reads a subject', () => {
  const folds = [['A', 'B'], ['C'], ['D']]
  it('is the network that was trained without it', () => {
    expect(readingOf(folds, 'B')).toBe(0)
    expect(readingOf(folds, 'D')).toBe(2)
  })
  it('is all of them where none has learned from it', () => {
    expect(readingOf(folds, 'E')).toBe('all')
    expect(readingOf([], 'A')).toBe('all')
  })
})

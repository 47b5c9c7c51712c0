import { describe, expect, it } from 'vitest'
import { shrinkageOf } from './asymmetry'
import { USUAL_SHRINKAGE } from './predict'
import { seeded } from './random'

/** Differences of spread `truth`, read with noise of spread `noise`. */
function visits(count: number, truth: number, noise: number): { read: number; label: number }[] {
  const random = seeded(3)
  return Array.from({ length: count }, () => {
    const label = truth * random.normal()
    return { label, read: label + noise * random.normal() }
  })
}

describe('the share of a difference that is believed', () => {
  it('is the usual one while nothing was measured, or nothing was read', () => {
    expect(shrinkageOf([])).toBe(USUAL_SHRINKAGE)
    expect(shrinkageOf([{ read: 0, label: 0.1 }])).toBe(USUAL_SHRINKAGE)
  })
  it('is the reliability of the reading where much was measured', () => {
    // Var(truth) / (Var(truth) + Var(noise)): the regression of the truth on what was read.
    expect(shrinkageOf(visits(5000, 0.08, 0.08))).toBeCloseTo(0.5, 1)
    expect(shrinkageOf(visits(5000, 0.08, 0.02))).toBeCloseTo(0.94, 1)
    expect(shrinkageOf(visits(5000, 0.01, 0.2))).toBeLessThan(0.05)
  })
  it('lies between the usual one and the measured one where little was', () => {
    const few = shrinkageOf(visits(10, 0.01, 0.2))
    expect(few).toBeGreaterThan(0.1)
    expect(few).toBeLessThan(USUAL_SHRINKAGE)
  })
  it('is never negative and never an exaggeration', () => {
    expect(shrinkageOf(Array.from({ length: 99 }, () => ({ read: 0.1, label: -0.1 })))).toBe(0)
    expect(shrinkageOf(Array.from({ length: 99 }, () => ({ read: 0.1, label: 0.3 })))).toBe(1)
  })
})

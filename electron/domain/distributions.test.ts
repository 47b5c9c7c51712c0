import { describe, expect, it } from 'vitest'
import { betaQuantile, fProbability, fQuantile, incompleteBeta, logGamma, tQuantile } from './distributions'

describe('distributions', () => {
  it('knows gamma', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12)
    expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 11)
  })
  it('knows beta where it has a closed form', () => {
    // I_x(1, b) = 1 − (1 − x)^b, I_x(a, 1) = x^a, and I_½(a, a) = ½.
    expect(incompleteBeta(0.3, 1, 7)).toBeCloseTo(1 - 0.7 ** 7, 12)
    expect(incompleteBeta(0.3, 4.5, 1)).toBeCloseTo(0.3 ** 4.5, 12)
    for (const a of [0.2, 1, 12, 500]) expect(incompleteBeta(0.5, a, a)).toBeCloseTo(0.5, 10)
    expect(betaQuantile(0.05, 1, 1)).toBeCloseTo(0.05, 12)
    expect(betaQuantile(0.2, 9, 1)).toBeCloseTo(0.2 ** (1 / 9), 12)
  })
  it('knows the tables of F and t', () => {
    expect(fQuantile(0.95, 1, 1)).toBeCloseTo(161.4476, 3)
    expect(fQuantile(0.95, 5, 10)).toBeCloseTo(3.325835, 5)
    expect(fQuantile(0.975, 5, 15)).toBeCloseTo(3.576415, 5)
    expect(fQuantile(0.975, 15, 5)).toBeCloseTo(6.427728, 5)
    expect(fQuantile(0.95, 2, 1e6)).toBeCloseTo(2.99574, 3)
    expect(tQuantile(0.975, 1)).toBeCloseTo(12.7062, 3)
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228139, 5)
    expect(tQuantile(0.025, 10)).toBeCloseTo(-2.228139, 5)
    expect(tQuantile(0.5, 10)).toBe(0)
  })
  it('inverts itself, also for degrees of freedom that are not whole', () => {
    for (const [d1, d2] of [
      [1, 1],
      [3.7, 8.2],
      [5, 900],
      [999, 2.5],
    ] as const) {
      // prettier-ignore
      for (const p of [0.001, 0.025, 0.5, 0.975, 0.999]) {
        expect(fProbability(fQuantile(p, d1, d2), d1, d2)).toBeCloseTo(p, 9)
      }
    }
  })
})

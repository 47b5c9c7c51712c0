import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '../../e2e/fixtures/golden.json'
import { blandAltman, krippendorffAlpha, raterDifference } from './agreement'
import { ICC_FORMS, icc, iccAll, meanSquares, measurementError } from './icc'
import { kappaOfTable, weightedKappa } from './kappa'
import { seeded } from './random'

const known = golden.agreement.icc
const RATINGS = known.ratings_subjects_by_raters

describe('ICC', () => {
  it('agrees with Shrout & Fleiss in all six forms, with intervals', () => {
    const squares = meanSquares(RATINGS)
    expect(squares.between).toBeCloseTo(known.mean_squares.between_subjects, 5)
    expect(squares.within).toBeCloseTo(known.mean_squares.within, 5)
    expect(squares.raters).toBeCloseTo(known.mean_squares.between_raters, 5)
    expect(squares.residual).toBeCloseTo(known.mean_squares.residual, 5)
    for (const form of ICC_FORMS) {
      const { value, low, high } = icc(RATINGS, form)
      const [v, l, h] = known.values[form] as [number, number, number]
      expect(value, form).toBeCloseTo(v, 5)
      expect(low, form).toBeCloseTo(l, 5)
      expect(high, form).toBeCloseTo(h, 5)
    }
    for (const kind of ['consistency', 'agreement'] as const) {
      const { sem, mdc95 } = measurementError(RATINGS, kind)
      expect(sem).toBeCloseTo(known.sem[kind], 5)
      expect(mdc95).toBeCloseTo(known.mdc95[kind], 5)
    }
  })
  it('is 1 where raters agree wholly, and consistent where they differ by a constant', () => {
    const same = [[0.1, 0.1], [0.5, 0.5], [0.7, 0.7]] // prettier-ignore
    for (const form of ICC_FORMS) expect(icc(same, form)).toEqual({ value: 1, low: 1, high: 1 })
    const shifted = same.map(([a, b]) => [a as number, (b as number) + 0.2])
    expect(icc(shifted, '3,1').value).toBe(1)
    expect(icc(shifted, '2,1').value).toBeLessThan(1)
    expect(measurementError(shifted, 'consistency').sem).toBe(0)
    expect(measurementError(shifted, 'agreement').sem).toBeGreaterThan(0)
  })
  it('reports a negative value as it is', () => {
    expect(icc([[1, 4], [2, 3], [3, 2.5], [4, 1]], '1,1').value).toBeLessThan(0) // prettier-ignore
  })
  it('says what is missing', () => {
    expect(() => icc([[1, 2]], '1,1')).toThrow(/two regions/)
    expect(() => icc([[1], [2]], '1,1')).toThrow(/two raters/)
    expect(() => icc([[1, 2], [2, null], [1, 1]], '1,1')).toThrow(/1 of 3 regions lack/) // prettier-ignore
    expect(() => icc([[1, 2], [2, NaN]], '1,1')).toThrow(/lack/) // prettier-ignore
    expect(() => icc([[2, 2], [2, 2]], '1,1')).toThrow(/do not differ/) // prettier-ignore
    expect(() => icc([[1, 2], [2, 1]], '3,1')).toThrow(/do not differ/) // prettier-ignore
  })
  it('holds its value where the approximation of model 2 fails', () => {
    const { value, low, high } = icc([[1, 4], [4, 0], [4, 0]], '2,1') // prettier-ignore
    expect(value).toBeCloseTo(-1.4118, 4)
    expect(low).toBeLessThan(value)
    expect(high).toBe(value)
  })
  it('is a number in order, or null, or a sentence, for any ratings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((k) =>
          fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: k, maxLength: k }), {
            minLength: 2,
            maxLength: 8,
          }),
        ),
        (ratings) => {
          let all
          try {
            all = iccAll(ratings)
          } catch (error) {
            expect(String(error)).toMatch(/do not differ/)
            return
          }
          for (const form of ICC_FORMS) {
            const found = all[form]
            if (!found) continue
            expect([found.value, found.low, found.high].every(Number.isFinite)).toBe(true)
            expect(
              found.low <= found.value + 1e-9 && found.value <= found.high + 1e-9 && found.high <= 1 + 1e-9,
            ).toBe(true)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
  it('covers the truth in a simulation', () => {
    const random = seeded(9)
    let held = 0
    for (let run = 0; run < 300; run++) {
      const table = Array.from({ length: 30 }, () => {
        const truth = random.normal()
        return Array.from({ length: 3 }, () => truth + 0.5 * random.normal())
      })
      const { low, high } = icc(table, '1,1')
      if (low <= 0.8 && 0.8 <= high) held++
    }
    expect(Math.abs(held / 300 - 0.95)).toBeLessThan(0.045)
  })
})

describe('kappa', () => {
  const { table, unweighted, linear, quadratic } = golden.agreement.weighted_kappa
  it('agrees with the golden table', () => {
    expect(kappaOfTable(table, 'none').value).toBeCloseTo(unweighted[0] as number, 4)
    expect(kappaOfTable(table, 'none').standardError).toBeCloseTo(unweighted[1] as number, 3)
    expect(kappaOfTable(table, 'linear').value).toBeCloseTo(linear[0] as number, 4)
    expect(kappaOfTable(table, 'linear').standardError).toBeCloseTo(linear[1] as number, 3)
    expect(kappaOfTable(table, 'quadratic').value).toBeCloseTo(quadratic, 6)
  })
  it('spans the declared grid, not the grades seen', () => {
    const pairs = [[0, 0], [1, 2], [2, 2], [1, 1], [0, 1]] as const // prettier-ignore
    const wide = weightedKappa(pairs, [0, 1, 2, 3, 4], 'linear')
    const narrow = weightedKappa(pairs, [0, 1, 2], 'linear')
    expect(wide.n).toBe(5)
    // The number of grades cancels out of kappa itself.
    expect(wide.value).toBeCloseTo(narrow.value, 12)
    expect(weightedKappa([[0.5, 0.5], [1, 1.5], [0, 0]], [0, 0.5, 1, 1.5, 2], 'quadratic').value).toBeGreaterThan(0.8) // prettier-ignore
  })
  it('says what is wrong', () => {
    expect(() => weightedKappa([[0.3, 0]], [0, 1], 'none')).toThrow(/not a grade/)
    expect(() => weightedKappa([[1, 1]], [0, 1], 'none')).toThrow(/two regions/)
    expect(() => weightedKappa([[1, 1], [1, 1]], [0, 1], 'linear')).toThrow(/same grade/) // prettier-ignore
    expect(weightedKappa([[1, 1], [0, 0]], [0, 1], 'linear')).toMatchObject({ value: 1, low: 1, high: 1 }) // prettier-ignore
    expect(weightedKappa([[1, 0], [0, 1]], [0, 1], 'linear').value).toBe(-1) // prettier-ignore
  })
})

describe('Bland–Altman', () => {
  it('knows bias and limits', () => {
    const pairs = [[1, 0], [2, 2], [3, 1], [4, 3]] as const // prettier-ignore
    const { bias, standardDeviation: s, lower, upper } = blandAltman(pairs)
    expect(bias.value).toBe(1)
    expect(s).toBeCloseTo(Math.sqrt(2 / 3), 12)
    expect(upper.value).toBeCloseTo(1 + 1.96 * s, 12)
    expect(bias.high - bias.value).toBeCloseTo((3.182446 * s) / 2, 5)
    expect(upper.high - upper.value).toBeCloseTo(3.182446 * s * Math.sqrt(1 / 4 + 1.96 ** 2 / 6), 5)
    expect(lower.value - lower.low).toBeCloseTo(upper.high - upper.value, 12)
  })
  it('is never NaN', () => {
    expect(blandAltman([[1, 1], [2, 2], [3, 3]]).upper).toEqual({ value: 0, low: 0, high: 0 }) // prettier-ignore
    expect(() => blandAltman([[1, 1], [2, 2]])).toThrow(/three regions/) // prettier-ignore
    expect(() => blandAltman([[1, 1], [2, null], [2, 1]])).toThrow(/both scores/) // prettier-ignore
  })
})

describe('several raters', () => {
  // Krippendorff 2011, “Computing Krippendorff's alpha-reliability”, example C: .815 ordinal, .849 interval.
  const C: [number[], number[], number[], number[]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
  ]
  const units = C[0].map((_, i) => ({
    subject: `S${i}`,
    scores: C.map((row) => row[i] as number).filter((score) => score > 0),
  }))
  it('knows alpha for missing scores', () => {
    const interval = krippendorffAlpha(units, 'interval')
    expect(interval.value).toBeCloseTo(0.849, 3)
    expect(interval.units).toBe(11)
    expect(interval.low).toBeLessThan(0.849)
    expect(interval.high).toBeGreaterThan(0.849)
    expect(krippendorffAlpha(units, 'ordinal').value).toBeCloseTo(0.815, 3)
    expect(krippendorffAlpha(units, 'interval')).toEqual(interval)
  })
  it('says where there is none', () => {
    expect(() => krippendorffAlpha([{ subject: 'a', scores: [1] }], 'interval')).toThrow(/two raters/)
    const flat = [{ subject: 'a', scores: [1, 1] }, { subject: 'b', scores: [1, 1] }] // prettier-ignore
    expect(() => krippendorffAlpha(flat, 'interval')).toThrow(/same/)
  })
  it('knows how far two raters are apart', () => {
    expect(raterDifference([[0.1, 0.3], [0.5], [0, 0.3, 0.6]])).toBeCloseTo((0.2 + 0.4) / 2, 12) // prettier-ignore
    expect(raterDifference([[0.1], []])).toBeNull()
  })
})

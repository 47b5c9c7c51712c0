import { describe, expect, it } from 'vitest'
import { compareErrors, errorFigures, meanAbsolute, rootMeanSquare, verdict, worthByRegion } from './compare'
import type { ErrorPair } from './compare'
import { seeded } from './random'
import type { HeldOutResidual } from './records'

/** Errors of 40 subjects × 3 regions; the candidate's are `shift` larger. */
function pairs(seed: number, shift: number, subjects = 40): ErrorPair[] {
  const random = seeded(seed)
  return Array.from({ length: subjects * 3 }, (_, i) => {
    const current = 0.2 + 0.05 * random.normal()
    return { subject: `S${i % subjects}`, current, candidate: current + shift + 0.02 * random.normal() }
  })
}

describe('compareErrors', () => {
  it('tells better, alike and worse', () => {
    expect(compareErrors(pairs(1, -0.05))).toMatchObject({ outcome: 'better', better: true, notWorse: true })
    expect(compareErrors(pairs(1, 0))).toMatchObject({ outcome: 'alike', better: false, notWorse: true })
    expect(compareErrors(pairs(1, 0.05))).toMatchObject({ outcome: 'worse', better: false, notWorse: false })
  })
  it('does not let a much larger error pass because subjects are few', () => {
    const few: ErrorPair[] = [
      { subject: 'a', candidate: 0.5, current: 0.1 },
      { subject: 'b', candidate: 0.1, current: 0.2 },
      { subject: 'c', candidate: 0.3, current: 0.2 },
    ]
    expect(compareErrors(few)).toMatchObject({ outcome: 'alike', notWorse: false })
    expect(verdict(compareErrors(few))).toMatch(/may be worse and is not used/)
  })
  it('takes residuals with their signs, and the same ones for the same seed', () => {
    const signed = pairs(2, -0.01).map((pair, i) => ({
      ...pair,
      candidate: pair.candidate * (i % 2 ? 1 : -1),
    }))
    expect(compareErrors(signed)).toEqual(compareErrors(pairs(2, -0.01)))
    expect(compareErrors(signed, 2).low).not.toBe(compareErrors(signed, 3).low)
  })
  it('resamples subjects, not regions: copies of a region add no certainty', () => {
    const once = pairs(3, -0.005)
    const copies = once.flatMap((pair) => Array.from({ length: 20 }, () => pair))
    const [a, b] = [compareErrors(once), compareErrors(copies)]
    expect(b.high - b.low).toBeCloseTo(a.high - a.low, 3)
  })
  it('calls equal models better in about one of twenty cases', () => {
    let better = 0
    for (let seed = 0; seed < 200; seed++) if (compareErrors(pairs(seed, 0)).better) better++
    expect(better).toBeLessThan(24)
  })
  it('says so where there is nothing to compare', () => {
    expect(() => compareErrors([])).toThrow(/two subjects/)
    expect(() => compareErrors(pairs(1, 0, 1))).toThrow(/two subjects/)
    expect(() => compareErrors([{ subject: 'a', candidate: NaN, current: 0 }])).toThrow(/not a number/)
    expect(() => meanAbsolute([])).toThrow(/no scores/)
    expect(() => rootMeanSquare([])).toThrow(/no scores/)
  })
  it('puts it into a sentence', () => {
    expect(verdict(compareErrors(pairs(1, -0.05)))).toMatch(
      /^The new model is better: on 120 regions of 40 subjects that neither had seen, its mean error is 0\.\d{3}, that of the model before 0\.\d{3} \(difference −0\.0\d\d, 90 % interval −0\.0\d\d to −0\.0\d\d\)\.$/,
    )
    expect(verdict(compareErrors(pairs(1, 0)))).toMatch(/^The new model is not worse/)
    expect(verdict(compareErrors(pairs(1, 0.05)))).toMatch(/^The new model is worse and is not used/)
  })
})

describe('figures by region', () => {
  const residual = (
    region: string,
    subject: string,
    residual: number,
    residualOfMean: number,
  ): HeldOutResidual => ({
    region,
    subject,
    key: 1,
    residual,
    residualOfMean,
  })
  const residuals = [
    residual('jowl', 'a', 0.1, -0.3),
    residual('jowl', 'b', -0.2, 0.4),
    residual('jowl', 'b', 0, 0.2),
    residual('buccal', 'a', 0.5, 0.1),
  ]
  it('sets the model beside the mean', () => {
    expect(errorFigures(residuals)).toEqual([
      { region: 'jowl', method: 'model', mae: expect.closeTo(0.1, 12), regions: 3, subjects: 2 },
      { region: 'jowl', method: 'mean', mae: expect.closeTo(0.3, 12), regions: 3, subjects: 2 },
      { region: 'buccal', method: 'model', mae: 0.5, regions: 1, subjects: 1 },
      { region: 'buccal', method: 'mean', mae: 0.1, regions: 1, subjects: 1 },
    ])
  })
  it('says whether the model is worth it', () => {
    const [jowl, buccal] = worthByRegion(residuals)
    expect(jowl?.sentence).toMatch(/^The model is worth it: mean error 0\.100 against 0\.300/)
    expect(buccal).toMatchObject({ region: 'buccal', comparison: null })
    expect(buccal?.sentence).toMatch(/too few subjects/)
  })
})

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
  it('sets it beside HOG and nearest neighbours where they were asked', () => {
    const asked = residuals.map((one, i) => ({ ...one, residualOfHog: i < 2 ? 0.2 : null }))
    expect(errorFigures(asked).filter(({ method }) => method === 'hog')).toEqual([
      { region: 'jowl', method: 'hog', mae: expect.closeTo(0.2, 12), regions: 2, subjects: 2 },
    ])
  })
})

describe('worth', () => {
  /** Held-out residuals of 30 subjects whose errors are about as large as given. */
  const held = (model: number, mean: number, hog: number | null): HeldOutResidual[] => {
    const random = seeded(5)
    const about = (size: number): number => size * (1 + 0.2 * random.normal())
    return Array.from({ length: 60 }, (_, key) => ({
      region: 'jowl',
      subject: `S${key % 30}`,
      key,
      residual: about(model),
      residualOfMean: -about(mean),
      residualOfHog: hog === null ? null : about(hog),
    }))
  }
  const RATERS = [{ region: 'jowl', difference: 0.08, pairs: 40 }]
  const of = ([model, mean, hog]: readonly [number, number, number | null]) =>
    worthByRegion(held(model, mean, hog), RATERS)[0]

  it.each([
    [[0.1, 0.2, 0.15], 'worth it', /^Worth it: the model is off by 0\.\d{3} on average, HOG \+ nearest neighbours by 0\.\d{3}, always the mean by 0\.\d{3}, on 30 subjects that it had not seen; two raters differ by 0\.080\.$/],
    [[0.1, 0.2, null], 'worth it', /^Worth it: .*HOG \+ nearest neighbours were not asked/],
    [[0.1, 0.2, 0.1], 'no better than HOG', /^No better than the cheap comparison \(HOG \+ nearest neighbours\) yet:/],
    [[0.1, 0.2, 0.07], 'no better than HOG', /^Worse than the cheap comparison/],
    [[0.2, 0.2, 0.3], 'not worth it', /^Not worth it yet, no better than always saying the mean:/],
    [[0.2, 0.1, 0.3], 'not worth it', /^Not worth it, worse than always saying the mean:/],
  ] as const)('of errors %j is “%s”', (errors, verdict, sentence) => {
    expect(of(errors)).toMatchObject({ region: 'jowl', verdict, ceiling: RATERS[0] })
    expect(of(errors)?.sentence).toMatch(sentence)
  }) // prettier-ignore

  it('is one sentence, in values of the scale, and does without two raters', () => {
    const [worth] = worthByRegion(held(0.1, 0.2, 0.15), [], 4)
    expect(worth).toMatchObject({ verdict: 'worth it', ceiling: null })
    expect(worth?.sentence).toMatch(/off by 0\.[34]\d on average.*not seen\.$/)
    expect(worth?.sentence.match(/\. /g)).toBeNull()
  })

  it('needs ten subjects', () => {
    const few = held(0.1, 0.2, 0.15).filter(({ subject }) => subject < 'S17')
    expect(worthByRegion(few)).toMatchObject([
      {
        verdict: 'not known',
        againstMean: null,
        againstHog: null,
        sentence: 'Not known yet: 9 subjects of at least 10 were held out.',
      },
    ])
  })

  it('of a model that is no better is claimed in about one of twenty pads', () => {
    let claimed = 0
    for (let seed = 0; seed < 100; seed++) {
      const random = seeded(seed)
      const residuals = Array.from({ length: 40 }, (_, key) => {
        const label = random.normal()
        return { region: 'jowl', subject: `S${key}`, key, residual: label + 0.3 * random.normal(), residualOfMean: label + 0.3 * random.normal(), residualOfHog: label + 0.9 * random.normal() } // prettier-ignore
      })
      if (worthByRegion(residuals)[0]?.verdict === 'worth it') claimed++
    }
    expect(claimed).toBeLessThan(12)
  })
})

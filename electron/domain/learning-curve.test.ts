import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curveSizes, errorAt, fitPowerLaw, forecast, summarise } from './learning-curve'
import type { HeldOutError, PowerLaw } from './learning-curve'
import { seeded } from './random'
import type { Random } from './random'
import type { CurvePoint } from './records'

describe('curveSizes', () => {
  it('goes up in tens, twenties and fifties to all subjects', () => {
    expect(curveSizes(240)).toEqual([10, 20, 50, 100, 200, 240])
    expect(curveSizes(50)).toEqual([10, 20, 50])
    expect(curveSizes(7)).toEqual([7])
    expect(curveSizes(0)).toEqual([])
  })
  it('ascends without repeats and ends with all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (subjects) => {
        const sizes = curveSizes(subjects)
        expect(sizes.at(-1)).toBe(subjects)
        expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b))
      }),
    )
  })
})

/** Errors of subjects whose own level varies, on two pads of different difficulty. */
function errors(random: Random, subjects: number): HeldOutError[] {
  return Array.from({ length: subjects }, (_, i) => {
    const level = Math.abs(random.normal())
    return ['jowl', 'buccal'].map((region, r) => ({
      subject: `S${i}`,
      region,
      error: (r ? 0.2 : 0.1) * (0.7 * level + 0.3 * Math.abs(random.normal())),
    }))
  }).flat()
}

describe('summarise', () => {
  it('weighs every pad the same', () => {
    const found = summarise([
      { subject: 'a', region: 'jowl', error: 0.1 },
      { subject: 'b', region: 'jowl', error: -0.1 },
      { subject: 'b', region: 'jowl', error: 0.1 },
      { subject: 'b', region: 'buccal', error: 0.3 },
    ])
    expect(found.mae).toBeCloseTo(0.2, 12)
    expect(found.low).toBeLessThanOrEqual(found.mae)
    expect(found.high).toBeGreaterThanOrEqual(found.mae)
  })
  it('is the same for the same seed, and takes copies of a subject for one', () => {
    const some = errors(seeded(1), 20)
    expect(summarise(some, 4)).toEqual(summarise(some, 4))
    const [once, thrice] = [summarise(some), summarise([...some, ...some, ...some])]
    expect(thrice.high - thrice.low).toBeCloseTo(once.high - once.low, 12)
  })
  it('holds the true error in about nine of ten cases', () => {
    const truth = 0.15 * Math.sqrt(2 / Math.PI)
    let held = 0
    for (let seed = 0; seed < 100; seed++) {
      const { low, high } = summarise(errors(seeded(seed), 25), seed)
      if (low <= truth && truth <= high) held++
    }
    expect(held).toBeGreaterThan(80)
    expect(held).toBeLessThan(97)
  })
  it('says so where there is nothing to summarise', () => {
    expect(() => summarise([])).toThrow(/two subjects/)
    expect(() => summarise([{ subject: 'a', region: 'jowl', error: NaN }])).toThrow(/not a number/)
  })
})

const SIZES = [10, 20, 50, 100]
/** A curve that follows a law, with an interval of so many standard errors of a shared and an own part. */
function curve(law: PowerLaw, error: number, random: Random | null = null, shared = 0): CurvePoint[] {
  const common = random ? random.normal() : 0
  return SIZES.map((subjects) => {
    const own = random ? random.normal() : 0
    const mae = errorAt(law, subjects) + error * (Math.sqrt(shared) * common + Math.sqrt(1 - shared) * own)
    return { subjects, mae, low: mae - 1.645 * error, high: mae + 1.645 * error }
  })
}

describe('the power law', () => {
  const laws = fc.record({
    a: fc.double({ min: 0, max: 0.2, noNaN: true }),
    b: fc.double({ min: 0.1, max: 1, noNaN: true }),
    c: fc.integer({ min: 0, max: 15 }).map((i) => 0.25 + 0.05 * i),
  })
  it('is recovered from points that follow it', () => {
    fc.assert(
      fc.property(laws, (law) => {
        const found = fitPowerLaw(curve(law, 0.01)) as PowerLaw
        for (const size of [...SIZES, 200, 400])
          expect(errorAt(found, size)).toBeCloseTo(errorAt(law, size), 6)
      }),
    )
  })
  it('never rises and never goes below 0, whatever the points', () => {
    const points = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 4 })
    fc.assert(
      fc.property(points, (maes) => {
        const found = fitPowerLaw(
          maes.map((mae, i) => ({ subjects: SIZES[i] as number, mae, low: mae - 0.02, high: mae + 0.02 })),
        ) as PowerLaw
        expect(errorAt(found, 1e9)).toBeGreaterThanOrEqual(0)
        expect(errorAt(found, 20)).toBeLessThanOrEqual(errorAt(found, 10) + 1e-12)
      }),
    )
  })
  it('needs three numbers of subjects', () => {
    expect(fitPowerLaw(curve({ a: 0, b: 1, c: 0.5 }, 0.01).slice(0, 2))).toBeNull()
  })
})

describe('forecast', () => {
  const law = { a: 0.1, b: 0.6, c: 0.5 }
  it.each([
    [law, 0],
    [{ a: 0, b: 0.4, c: 0.3 }, 0.7],
  ])('holds the truth about as often as it says: law %j, share of common noise %d', (truth, shared) => {
    let held = 0
    for (let seed = 0; seed < 100; seed++) {
      const end = forecast(curve(truth, 0.01, seeded(seed), shared), 100).points.at(-1) as CurvePoint
      if (end.low <= errorAt(truth, 200) && errorAt(truth, 200) <= end.high) held++
    }
    // Never narrower than the last point's interval, it may hold more than it says, not less.
    expect(held / 100).toBeGreaterThan(0.83)
  })
  it('says what more subjects would give, as values of the scale', () => {
    const { points, sentence } = forecast(curve(law, 0.008), 100, 4)
    expect(points[0]?.subjects).toBe(100)
    expect(points.at(-1)).toMatchObject({ subjects: 200, mae: expect.closeTo(errorAt(law, 200), 6) })
    expect(sentence).toMatch(
      /^Scoring 100 more subjects would probably lower the mean error from 0\.64 to about 0\.57 \(0\.\d\d to 0\.\d\d\)\.$/,
    )
    expect(forecast(curve(law, 0.008), 1).sentence).toMatch(
      /^Scoring 1 more subject would probably hardly lower/,
    )
    expect(forecast(curve(law, 0.008), 100, 4)).toEqual({ points, sentence })
  })
  it('promises neither an error below 0 nor more precision than the data have', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.001, max: 0.1, noNaN: true }), (seed, error) => {
        const measured = curve({ a: 0, b: 0.3, c: 1 }, error, seeded(seed))
        const last = measured.at(-1) as CurvePoint
        for (const { low, mae, high } of forecast(measured, 200).points) {
          expect(low).toBeGreaterThanOrEqual(0)
          expect(low).toBeLessThanOrEqual(mae)
          expect(high - mae).toBeGreaterThanOrEqual(last.high - last.mae - 1e-12)
          if (low > 0) expect(mae - low).toBeGreaterThanOrEqual(last.mae - last.low - 1e-12)
        }
      }),
      { numRuns: 20 },
    )
  })
  it('refuses where there is nothing to go by', () => {
    const few = curve(law, 0.01).slice(0, 2)
    expect(forecast(few, 50)).toEqual({
      points: [],
      sentence: 'No forecast: it needs the error at 3 numbers of subjects, and it was measured at 2.',
    })
    expect(forecast([], 50).sentence).toMatch(/^No forecast/)
    expect(forecast(curve(law, 0.01), 301).sentence).toBe(
      'No forecast: 301 more subjects are too many to foresee from 100.',
    )
    const rising = curve(law, 0.001).map((point, i) => ({ ...point, mae: 0.2 + 0.01 * i }))
    expect(forecast(rising, 50).sentence).toMatch(/^No forecast: so far the error has not fallen/)
    expect(forecast([...few, { subjects: 50, mae: NaN, low: 0, high: 1 }], 50).points).toEqual([])
  })
})

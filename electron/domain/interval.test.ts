import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaQuantile } from './distributions'
import { weightedMean } from './estimate'
import { calibrate, coverageBand, intervalAround } from './interval'
import { nearest, prepare } from './neighbours'
import type { Labelled, NeighbourIndex } from './neighbours'
import { seeded } from './random'
import type { Random } from './random'

/** Residuals of a subject: a part that they share, and a part of their own. */
function residualsOf(random: Random, subject: string): { subject: string; residual: number }[] {
  const shared = 0.1 * random.normal()
  return Array.from({ length: 1 + random.integer(6) }, () => ({
    subject,
    residual: shared + 0.05 * random.normal(),
  }))
}

describe('calibrate', () => {
  it('covers new subjects as often as it says', () => {
    const random = seeded(11)
    const [runs, n] = [600, 50]
    let covered = 0
    let inBand = 0
    const fresh = Array.from({ length: 400 }, (_, i) => residualsOf(random, `new${i}`)[0]?.residual as number)
    for (let run = 0; run < runs; run++) {
      const known = Array.from({ length: n }, (_, i) => residualsOf(random, `S${i}`)).flat()
      const { halfWidth, subjects, band } = calibrate(known)
      expect(subjects).toBe(n)
      const next = residualsOf(random, 'next')[0]?.residual as number
      if (Math.abs(next) <= (halfWidth as number)) covered++
      const coverage =
        fresh.filter((residual) => Math.abs(residual) <= (halfWidth as number)).length / fresh.length
      if (band && coverage >= band.low - 0.02 && coverage <= band.high + 0.02) inBand++
    }
    // At least .9, and at most .9 + 1/(n+1), within 3.3 standard errors of a binomial.
    const error = 3.3 * Math.sqrt((0.9 * 0.1) / runs)
    expect(covered / runs).toBeGreaterThan(0.9 - error)
    expect(covered / runs).toBeLessThan(0.92 + error)
    expect(inBand / runs).toBeGreaterThan(0.85)
  })

  it('gives each subject the same weight, however many residuals it has', () => {
    const residuals = Array.from({ length: 20 }, (_, i) => ({
      subject: `S${i}`,
      residual: i === 0 ? 0.5 : 0.1,
    }))
    const crowd = Array.from({ length: 1000 }, () => ({ subject: 'S0', residual: 0.5 }))
    expect(calibrate(residuals).halfWidth).toBe(0.1)
    expect(calibrate([...residuals, ...crowd]).halfWidth).toBe(0.1)
    // The ⌈21 · .9⌉ = 19th of 20 residuals, whatever their sign.
    const ladder = Array.from({ length: 20 }, (_, i) => ({
      subject: `S${i}`,
      residual: (i % 2 ? -1 : 1) * (i + 1),
    }))
    expect(calibrate(ladder).halfWidth).toBe(19)
  })

  it('says why there is none', () => {
    const of = (n: number): { subject: string; residual: number }[] =>
      Array.from({ length: n }, (_, i) => ({ subject: `S${i}`, residual: 0.1 }))
    expect(calibrate(of(19))).toMatchObject({ halfWidth: null, band: null, subjects: 19 })
    expect(calibrate(of(19)).because).toContain('needs 20 labelled subjects, and there are 19')
    expect(calibrate(of(20)).because).toBe('')
    expect(calibrate(of(20), 0.99).because).toContain('needs 99 labelled subjects')
    expect(calibrate(of(98), 0.99).halfWidth).toBeNull()
    expect(calibrate(of(99), 0.99).halfWidth).toBe(0.1)
    expect(calibrate([]).because).toContain('there are 0')
    expect(intervalAround(calibrate([]), 0.5)).toBeNull()
    expect(() => calibrate([{ subject: 'a', residual: NaN }])).toThrow(/not a number/)
    expect(() => calibrate(of(20), 1)).toThrow(/level/)
  })

  it('stays within the scale and holds its value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (residuals, value) => {
          const calibration = calibrate(residuals.map((residual, i) => ({ subject: `S${i}`, residual })))
          const interval = intervalAround(calibration, value)
          expect(interval && interval.low >= 0 && interval.high <= 1).toBe(true)
          expect(interval && interval.low <= value && interval.high >= value).toBe(true)
        },
      ),
    )
  })
})

describe('coverageBand', () => {
  it('is the one of the literature', () => {
    const band = coverageBand(50, 0.9)
    expect(band.low).toBeCloseTo(0.83, 2)
    expect(band.high).toBeCloseTo(0.96, 2)
    expect(coverageBand(50)).toEqual({ low: betaQuantile(0.05, 46, 5), high: betaQuantile(0.95, 46, 5) })
    expect(coverageBand(1000).high - coverageBand(1000).low).toBeLessThan(0.04)
    expect(() => coverageBand(8)).toThrow(/8 subjects/)
    expect(coverageBand(9).high).toBeLessThanOrEqual(1)
  })
})

/**
 * A world where the embedding knows the score to ±.12, except where it has learned the very label by
 * heart, as an embedding does with the subjects it was trained on.
 */
function world(
  random: Random,
  subjects: number,
  byHeart: boolean,
  prefix: string,
): { rows: Labelled[]; vectors: Float32Array } {
  const vectors = new Float32Array(subjects * 2 * 2)
  const rows = Array.from({ length: subjects * 2 }, (_, i): Labelled => {
    const label = random.next()
    const read = label + (byHeart ? 0 : 0.12) * random.normal()
    vectors.set([Math.cos(read), Math.sin(read)], i * 2)
    return {
      key: i,
      photograph: i,
      subject: `${prefix}${i >> 1}`,
      day: 0,
      region: 'jowl',
      side: 'left',
      label,
      raters: 1,
    }
  })
  return { rows, vectors }
}

describe('residuals of subjects that the model has seen', () => {
  const predict = (index: NeighbourIndex, vector: Float32Array, subject: string): number =>
    weightedMean(
      nearest(index, { vector, region: 'jowl', subject, k: 15 }).map(({ labelled, distance, vector }) => ({
        label: labelled.label,
        distance,
        vector,
      })),
    )
  /** Share of fresh subjects' labels that intervals from the known subjects' residuals hold. */
  const coverage = (byHeart: boolean, ownSubjectToo: boolean): number => {
    const random = seeded(5)
    const known = world(random, 60, byHeart, 'K')
    const fresh = world(random, 400, false, 'F')
    const index = prepare(known.rows, known.vectors, 2)
    const at = (set: typeof known, i: number): Float32Array => set.vectors.subarray(i * 2, i * 2 + 2)
    const calibration = calibrate(
      known.rows.map(({ subject, label }, i) => {
        if (!ownSubjectToo) return { subject, residual: label - predict(index, at(known, i), subject) }
        const own = nearest(index, { vector: at(known, i), region: 'jowl', subject: '', k: 1 })
        return { subject, residual: label - (own[0]?.labelled.label as number) }
      }),
    )
    const held = fresh.rows.filter(({ label, subject }, i) => {
      const interval = intervalAround(calibration, predict(index, at(fresh, i), subject))
      return interval && interval.low <= label && label <= interval.high
    })
    return held.length / fresh.rows.length
  }
  const { low, high } = coverageBand(60)

  it('honest residuals cover within the band', () => {
    expect(coverage(false, false)).toBeGreaterThan(low - 0.02)
    expect(coverage(false, false)).toBeLessThan(high + 0.02)
  })
  it('residuals that include the own subject are caught: they cover far less than the band allows', () => {
    expect(coverage(false, true)).toBeLessThan(low - 0.2)
  })
  it('leaving the subject out of the neighbours does not help when the embedding has learned from it', () => {
    expect(coverage(true, false)).toBeLessThan(low - 0.2)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MOST_COMPARISONS,
  OUTCOMES,
  USUAL,
  estimatePad,
  fitDiscrimination,
  isSettled,
  nextPair,
  probabilities,
  varianceAfter,
  type Comparison,
  type Discrimination,
} from './pairs'
import { seeded, type Random } from './random'

const EXEMPLARS = [0, 0.25, 0.5, 0.75, 1]

function answer(random: Random, value: number, exemplar: number, rater: Discrimination): Comparison {
  const { fuller, alike } = probabilities(value, exemplar, rater)
  const u = random.next()
  return { exemplar, outcome: u < fuller ? 'fuller' : u < fuller + alike ? 'alike' : 'less' }
}

/** A pad compared until it is settled. */
function settle(random: Random, value: number, rater: Discrimination): Comparison[] {
  const given: Comparison[] = []
  while (!isSettled(given, estimatePad(given, USUAL))) {
    given.push(answer(random, value, EXEMPLARS[nextPair(given, EXEMPLARS, USUAL)] as number, rater))
  }
  return given
}

const comparison = fc.record({
  exemplar: fc.constantFrom(...EXEMPLARS),
  outcome: fc.constantFrom(...OUTCOMES),
})
const comparisons = fc.array(comparison, { maxLength: 12 })

describe('probabilities', () => {
  it('add up to one and turn round with the scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const here = probabilities(a, b, USUAL)
          expect(here.fuller + here.alike + here.less).toBeCloseTo(1, 9)
          expect(here.fuller).toBeCloseTo(probabilities(b, a, USUAL).less, 9)
        },
      ),
    )
    expect(probabilities(0.5, 0.5, USUAL).alike).toBeCloseTo(Math.tanh(USUAL.alike / 2), 9)
  })
})

describe('a pad’s estimate', () => {
  it('recovers simulated scores, and its standard error says how well', () => {
    const random = seeded(11)
    let squares = 0
    let scaled = 0
    const pads = 600
    for (let i = 0; i < pads; i++) {
      const truth = random.next()
      const given = settle(random, truth, USUAL)
      const { value, standardError } = estimatePad(given, USUAL)
      squares += (value - truth) ** 2
      scaled += ((value - truth) / standardError) ** 2
      expect(given.length).toBeLessThanOrEqual(MOST_COMPARISONS)
    }
    expect(Math.sqrt(squares / pads)).toBeLessThan(0.08)
    // The mean of 600 squares of standard normals has a standard deviation of √(2/600) = 0.058: four of them.
    expect(Math.abs(scaled / pads - 1)).toBeLessThan(0.23)
  })

  it('stays on the scale, finite and honest, when every answer is the same', () => {
    const all = (outcome: 'fuller' | 'less', exemplar: number) =>
      estimatePad(Array<Comparison>(12).fill({ exemplar, outcome }), USUAL)
    expect(all('fuller', 1).value).toBeGreaterThan(0.95)
    expect(all('fuller', 1).value).toBeLessThan(1)
    const above = [0.5, 0.75, 1, 0.75, 1].map((exemplar): Comparison => ({ exemplar, outcome: 'fuller' }))
    expect(estimatePad(above, USUAL).standardError).toBeGreaterThan(0.02)
    expect(all('less', 0).value).toBeCloseTo(1 - all('fuller', 1).value, 6)
    // Only the lowest exemplar was shown: most of the scale is still open, and the error says so.
    expect(all('fuller', 0).standardError).toBeGreaterThan(0.2)
  })

  it('of ties lies at the exemplar', () => {
    const tied = estimatePad(Array<Comparison>(6).fill({ exemplar: 0.5, outcome: 'alike' }), USUAL)
    expect(tied.value).toBeCloseTo(0.5, 6)
    expect(tied.standardError).toBeLessThan(0.06)
  })

  it('does not depend on the order of the comparisons', () => {
    fc.assert(
      fc.property(comparisons, fc.nat(), (given, seed) => {
        expect(estimatePad(seeded(seed).shuffle(given), USUAL)).toEqual(estimatePad(given, USUAL))
      }),
    )
  })

  it('is never made less sure by one more comparison, on average', () => {
    fc.assert(
      fc.property(comparisons, fc.constantFrom(...EXEMPLARS), (given, exemplar) => {
        const before = estimatePad(given, USUAL).standardError ** 2
        expect(varianceAfter(given, exemplar, USUAL)).toBeLessThanOrEqual(before + 1e-12)
      }),
    )
  })

  it('goes up with “fuller” and down with “less”', () => {
    fc.assert(
      fc.property(comparisons, fc.constantFrom(...EXEMPLARS), (given, exemplar) => {
        const [up, , down] = OUTCOMES.map(
          (outcome) => estimatePad([...given, { exemplar, outcome }], USUAL).value,
        )
        const { value } = estimatePad(given, USUAL)
        expect(up).toBeGreaterThanOrEqual(value - 1e-12)
        expect(down).toBeLessThanOrEqual(value + 1e-12)
      }),
    )
  })
})

describe('the next pair', () => {
  it('begins in the middle, goes where the pad lies, and never shows an exemplar twice in a row', () => {
    expect(nextPair([], EXEMPLARS, USUAL)).toBe(2)
    const high: Comparison[] = [{ exemplar: 0.5, outcome: 'fuller' }]
    expect(EXEMPLARS[nextPair(high, EXEMPLARS, USUAL)]).toBe(0.75)
    fc.assert(
      fc.property(comparisons, (given) => {
        fc.pre(given.length > 0)
        expect(EXEMPLARS[nextPair(given, EXEMPLARS, USUAL)]).not.toBe(given.at(-1)?.exemplar)
      }),
    )
    expect(nextPair(high, [0.5], USUAL)).toBe(0)
  })
})

describe('a rater’s discrimination', () => {
  it('is the usual one before anything was compared', () => {
    expect(fitDiscrimination([])).toEqual(USUAL)
  })

  it('is found from enough comparisons', () => {
    for (const rater of [
      { slope: 8, alike: 1.2 },
      { slope: 26, alike: 0.35 },
    ]) {
      const random = seeded(5)
      const pads = Array.from({ length: 150 }, () => settle(random, random.next(), rater))
      const found = fitDiscrimination(pads)
      expect(Math.abs(Math.log(found.slope / rater.slope))).toBeLessThan(0.3)
      expect(Math.abs(Math.log(found.alike / rater.alike))).toBeLessThan(0.45)
    }
  })
})

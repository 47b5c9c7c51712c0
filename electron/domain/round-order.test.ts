import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byUncertainty, bySuggestion, CHANCE_EVERY, randomOrder } from './round-order'
import { plainRules, refusedRound } from './round-rules'

const round = fc
  .record({
    count: fc.integer({ min: 1, max: 60 }),
    gap: fc.integer({ min: 2, max: 20 }),
    seed: fc.integer(),
  })
  .chain(({ count, gap, seed }) =>
    fc.record({
      count: fc.constant(count),
      gap: fc.constant(gap),
      seed: fc.constant(seed),
      repeats: fc.integer({ min: 0, max: Math.max(0, count - gap) }),
    }),
  )

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

describe('a random order', () => {
  it('shows every photograph, the repeated ones twice, with the gap kept, for every seed', () => {
    fc.assert(
      fc.property(round, ({ count, gap, seed, repeats }) => {
        const order = randomOrder(numbers(count), seed, null, repeats, gap)
        expect(order).toHaveLength(count + repeats)
        const places = new Map<number, number[]>()
        order.forEach((one, i) => places.set(one, [...(places.get(one) ?? []), i]))
        expect([...places.keys()].sort((a, b) => a - b)).toEqual(numbers(count))
        const twice = [...places.values()].filter((of) => of.length > 1)
        expect(twice).toHaveLength(repeats)
        for (const of of twice) {
          expect(of).toHaveLength(2)
          expect((of[1] as number) - (of[0] as number) - 1).toBeGreaterThanOrEqual(gap)
        }
      }),
    )
  })

  it('is the same for the same seed, and begins alike with and without repeats up to the first one', () => {
    fc.assert(
      fc.property(round, ({ count, gap, seed, repeats }) => {
        const order = randomOrder(numbers(count), seed, null, repeats, gap)
        expect(randomOrder(numbers(count), seed, null, repeats, gap)).toEqual(order)
        expect([...new Set(order)]).toEqual(randomOrder(numbers(count), seed))
      }),
    )
  })

  it('refuses what the rules refuse, and nothing else', () => {
    fc.assert(
      fc.property(round, fc.nat(80), ({ count, gap, seed }, repeats) => {
        const rules = { ...plainRules('blind'), repeats, gap }
        const refused = refusedRound(rules, { photographs: count, hasModel: false, repeated: null })
        const act = (): number[] => randomOrder(numbers(count), seed, null, repeats, gap)
        if (repeats > 0 && refused) expect(act).toThrow(RangeError)
        else expect(act).not.toThrow()
      }),
    )
  })

  it('can show some of them only', () => {
    expect(new Set(randomOrder(numbers(30), 1, 10))).toHaveProperty('size', 10)
  })
})

describe('an order by the model', () => {
  const judged = fc.array(
    fc.record({
      width: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 40 },
  )
  const words = (value: number): string => value.toFixed(2)

  it('by uncertainty shows every photograph once, the unknown first, every fifth by chance', () => {
    fc.assert(
      fc.property(judged, fc.integer(), (figures, seed) => {
        const all = figures.map((one, photograph) => ({ ...one, photograph }))
        const order = byUncertainty(all, seed, words)
        expect(order.map(({ photograph }) => photograph).sort((a, b) => a - b)).toEqual(numbers(all.length))
        order.forEach(({ because }, i) => {
          expect(because.includes('by chance')).toBe((i + 1) % CHANCE_EVERY === 0)
        })
        const sure = order.filter(({ because }) => !because.includes('by chance'))
        const widths = sure.map(({ photograph }) => all[photograph]?.width ?? Infinity)
        expect(widths).toEqual([...widths].sort((a, b) => (a === b ? 0 : b - a)))
      }),
    )
  })

  it('by suggestion goes from empty to full, those without a suggestion last', () => {
    fc.assert(
      fc.property(judged, fc.integer(), (figures, seed) => {
        const all = figures.map((one, photograph) => ({ ...one, photograph }))
        const values = bySuggestion(all, seed, words).map(
          ({ photograph }) => all[photograph]?.value ?? Infinity,
        )
        expect(values).toEqual([...values].sort((a, b) => (a === b ? 0 : a - b)))
      }),
    )
  })
})

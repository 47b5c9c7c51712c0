import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Predictor } from './predict'
import { seeded } from './random'
import type { Label, SeenRegion } from './visits'
import type { Side } from './words'

/**
 * Subjects with two photographs of both sides at one visit. The embedding turns with the score, a quarter circle from
 * 0 to 1, and trembles by `noise` from photograph to photograph.
 */
function cohort(subjects: number, noise = 0, seed = 1) {
  const random = seeded(seed)
  const regions: SeenRegion[] = []
  const labels = new Map<number, Label>()
  for (let s = 0; s < subjects; s++) {
    const level = 0.15 + 0.7 * random.next()
    const difference = 0.2 * (random.next() - 0.5)
    for (let photograph = 0; photograph < 2; photograph++) {
      for (const side of ['right', 'left'] as const) {
        const label = level + (side === 'right' ? 0.5 : -0.5) * difference
        const turn = 1.5 * label + noise * random.normal()
        const key = regions.length + 1
        labels.set(key, { label, raters: 1 })
        regions.push({
          key,
          photograph: 2 * s + photograph,
          subject: `S${s}`,
          day: 0,
          region: 'jowl',
          side,
          vector: Float32Array.of(Math.cos(turn), Math.sin(turn)),
        })
      }
    }
  }
  return { regions, labels }
}

const all = (): number => 1

describe('a prediction', () => {
  it('knows level and difference where both can be seen', () => {
    const { regions, labels } = cohort(60)
    const predictor = new Predictor(regions, labels, { differenceShare: all })
    for (const { key } of regions) {
      expect(predictor.predict(key).estimate.value).toBeCloseTo(labels.get(key)?.label as number, 1)
    }
    const errors = regions.map(({ key }) => Math.abs((predictor.predict(key).estimate.value as number) - (labels.get(key)?.label as number))) // prettier-ignore
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(0.01)
  })

  it('is the same for both photographs of a visit, and errs less than each alone', () => {
    const { regions, labels } = cohort(80, 0.25)
    const pooled = new Predictor(regions, labels)
    // Each photograph as if it were a visit of its own.
    const single = new Predictor(
      regions.map((region) => ({ ...region, day: region.photograph })),
      labels,
    )
    const errorOf = (predictor: Predictor) =>
      regions.reduce(
        (sum, { key }) =>
          sum +
          Math.abs((predictor.predict(key).estimate.value as number) - (labels.get(key)?.label as number)),
        0,
      ) / regions.length
    expect(pooled.predict(1).estimate.value).toBe(pooled.predict(3).estimate.value)
    expect(errorOf(pooled)).toBeLessThan(0.9 * errorOf(single))
  })

  it('never depends on any score of its own subject', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29 }), fc.double({ min: 0, max: 1, noNaN: true }), (s, wrong) => {
        const { regions, labels } = cohort(30, 0.1, 4)
        const changed = new Map(labels)
        for (const { key, subject } of regions) {
          if (subject === `S${s}`) changed.set(key, { label: wrong, raters: 1 })
        }
        const before = new Predictor(regions, labels)
        const after = new Predictor(regions, changed)
        for (const { key } of regions.filter(({ subject }) => subject === `S${s}`)) {
          expect(after.predict(key).estimate.value).toBe(before.predict(key).estimate.value)
          expect(after.predict(key).neighbours.every(({ region }) => region.subject !== `S${s}`)).toBe(true)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('shrinks the difference of the sides as it is told', () => {
    const { regions, labels } = cohort(60)
    const [right, left] = [1, 2]
    const apart = (share: number) => {
      const predictor = new Predictor(regions, labels, { differenceShare: () => share })
      const value = (key: number) => predictor.predict(key).estimate.value as number
      expect(value(right) - value(left)).toBeCloseTo(predictor.predict(right).difference as number, 9)
      return value(right) - value(left)
    }
    expect(apart(0)).toBe(0)
    expect(apart(0.5)).toBeCloseTo(apart(1) / 2, 9)
    expect(apart(1)).toBeCloseTo(new Predictor(regions, labels).rawDifference(1) as number, 9)
  })

  it('of a pad seen from one side is that side’s own, and tells no difference', () => {
    const { regions, labels } = cohort(60)
    const seen = regions.filter(({ subject, side }) => subject !== 'S0' || side === 'right')
    const { estimate, difference } = new Predictor(seen, labels, { differenceShare: all }).predict(1)
    expect(difference).toBeNull()
    expect(estimate.value).toBeCloseTo(labels.get(1)?.label as number, 1)
  })

  it('shows of each neighbour the region of the same side with its own score', () => {
    const { regions, labels } = cohort(20)
    for (const { key, side } of regions.slice(0, 8)) {
      const { neighbours } = new Predictor(regions, labels).predict(key)
      expect(neighbours).toHaveLength(19)
      for (const { region, label } of neighbours) {
        expect(region.side).toBe(side)
        expect(label).toBe(labels.get(region.key)?.label)
      }
    }
  })

  it('without a neighbour is as if that subject had no scores at all', () => {
    const { regions, labels } = cohort(25, 0.1)
    const predictor = new Predictor(regions, labels)
    const [first] = predictor.predict(1).neighbours
    const key = first?.region.key as number
    const without = predictor.predict(1, new Set([key]))
    expect(without.neighbours[0]).toMatchObject({ leftOut: true, region: { key } })
    const known = new Map([...labels].filter(([k]) => regions[k - 1]?.subject !== first?.region.subject))
    expect(without.estimate.value).toBe(new Predictor(regions, known).predict(1).estimate.value)
  })

  it('is unknown with two other subjects, and asked for a region that was not embedded', () => {
    const { regions, labels } = cohort(3)
    const predictor = new Predictor(regions, labels)
    expect(predictor.predict(1)).toMatchObject({ estimate: { value: null }, difference: null })
    expect(() => predictor.predict(99)).toThrow(/has not seen/)
  })

  it('of several networks gives the mean of their second opinions', () => {
    const { regions, labels } = cohort(30, 0.2)
    const twice = regions.map((region) => {
      const [x, y] = [...region.vector] as [number, number]
      return { ...region, vector: Float32Array.of(x, y, x, y).map((value) => value * Math.SQRT1_2) }
    })
    const one = new Predictor(regions, labels).predict(1).secondOpinion as number
    expect(new Predictor(twice, labels, { networks: 2 }).predict(1).secondOpinion).toBeCloseTo(one, 4)
  })

  it('reads a midline pad without a difference', () => {
    const { regions, labels } = cohort(20)
    const middle = regions
      .filter(({ side }) => side === 'left')
      .map((one) => ({ ...one, side: 'midline' as Side }))
    expect(new Predictor(middle, labels).predict(2)).toMatchObject({ difference: null })
  })

  it('draws the level towards the mean label of the other subjects, and leaves the difference as it is', () => {
    const { regions, labels } = cohort(40, 0.1)
    const read = new Predictor(regions, labels, { differenceShare: () => 0 })
    const drawn = new Predictor(regions, labels, { differenceShare: () => 0, levelShare: () => 0.25 })
    for (const { key, subject } of regions) {
      const others = regions.filter((one) => one.subject !== subject)
      const mean =
        others.reduce((sum, one) => sum + (labels.get(one.key)?.label as number), 0) / others.length
      const { level, mean: found } = read.rawLevel(key) as { level: number; mean: number }
      expect(found).toBeCloseTo(mean, 9)
      expect(drawn.rawLevel(key)?.level).toBe(level)
      expect(read.predict(key).estimate.value).toBeCloseTo(level, 9)
      expect(drawn.predict(key).estimate.value).toBeCloseTo(mean + 0.25 * (level - mean), 9)
    }
    const sided = new Predictor(regions, labels, { levelShare: () => 0.25 })
    expect(sided.predict(1).difference).toBe(new Predictor(regions, labels).predict(1).difference)
  })

  it('has no level to draw where it does not know', () => {
    const { regions, labels } = cohort(2)
    const predictor = new Predictor(regions, labels, { levelShare: () => 0.5 })
    expect(predictor.rawLevel(1)).toBeNull()
    expect(predictor.predict(1).estimate.value).toBeNull()
  })
})

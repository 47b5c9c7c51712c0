import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrainingExample } from '../engine-protocol'
import { LEAST_SUBJECTS, MOST_PAIRS, PairSampler } from './batches'
import { Random } from './random'

/** Studies of 4 to 40 subjects, 1 to 4 regions, 1 to 4 crops of each, on a continuous or a coarse scale. */
const studies = fc
  .record({
    subjects: fc.integer({ min: LEAST_SUBJECTS, max: 40 }),
    regions: fc.integer({ min: 1, max: 4 }),
    photographs: fc.integer({ min: 1, max: 4 }),
    grades: fc.constantFrom(1, 4, 100),
    seed: fc.integer(),
  })
  .map(({ subjects, regions, photographs, grades, seed }) => {
    const random = new Random(seed)
    const examples: TrainingExample[] = []
    for (let subject = 0; subject < subjects; subject++) {
      for (let region = 0; region < regions; region++) {
        // Subject 0 and 1 differ for sure.
        const label = subject < 2 ? subject : Math.round(grades * random.next()) / grades
        for (let photograph = 0; photograph < photographs; photograph++) {
          examples.push({ crop: examples.length + 7, region: `r${region}`, subject: `S${subject}`, label })
        }
      }
    }
    return { examples, seed, subjects }
  })

const at = (examples: TrainingExample[], index: number): TrainingExample => examples[index] as TrainingExample

describe('a batch', () => {
  it('comes from one region, pairs no crop with itself, and holds two distinct scores', () => {
    fc.assert(
      fc.property(studies, ({ examples, seed }) => {
        const sampler = new PairSampler(examples, new Random(seed))
        for (let i = 0; i < 8; i++) {
          const { region, anchors, positives } = sampler.next()
          expect(anchors).toHaveLength(sampler.pairs)
          expect(positives).toHaveLength(sampler.pairs)
          for (const index of [...anchors, ...positives]) expect(at(examples, index).region).toBe(region)
          anchors.forEach((anchor, j) => expect(positives[j]).not.toBe(anchor))
          expect(new Set(anchors.map((index) => at(examples, index).label)).size).toBeGreaterThan(1)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('has anchors of as many subjects as there are, or as fit', () => {
    fc.assert(
      fc.property(studies, ({ examples, seed, subjects }) => {
        const sampler = new PairSampler(examples, new Random(seed))
        const { anchors } = sampler.next()
        const distinct = new Set(anchors.map((index) => at(examples, index).subject)).size
        // One anchor may have been exchanged for a second score.
        expect(distinct).toBeGreaterThanOrEqual(Math.min(subjects, sampler.pairs) - 1)
        expect(sampler.pairs).toBeLessThanOrEqual(MOST_PAIRS)
        expect(sampler.subjects).toBe(subjects)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(studies, ({ examples, seed }) => {
        const [a, b] = [0, 1].map(() => new PairSampler(examples, new Random(seed))) as [
          PairSampler,
          PairSampler,
        ]
        for (let i = 0; i < 5; i++) expect(a.next()).toEqual(b.next())
      }),
      { numRuns: 30 },
    )
  })

  it('visits every region once in each round', () => {
    fc.assert(
      fc.property(studies, ({ examples, seed }) => {
        const sampler = new PairSampler(examples, new Random(seed))
        for (let round = 0; round < 3; round++) {
          const seen = sampler.regions.map(() => sampler.next().region)
          expect(seen.sort()).toEqual([...sampler.regions].sort())
        }
      }),
      { numRuns: 30 },
    )
  })

  it('pairs nearly equal scores where there are some', () => {
    const examples = Array.from({ length: 40 }, (_, i) => ({
      crop: i,
      region: 'jowl',
      subject: `S${i}`,
      label: i / 39,
    }))
    const sampler = new PairSampler(examples, new Random(5))
    for (let i = 0; i < 20; i++) {
      const { anchors, positives } = sampler.next()
      anchors.forEach((anchor, j) =>
        expect(
          Math.abs(at(examples, anchor).label - at(examples, positives[j] as number).label),
        ).toBeLessThan(0.06),
      )
    }
  })
})

describe('too little data', () => {
  const few = (subjects: number, label: (i: number) => number): TrainingExample[] =>
    Array.from({ length: subjects }, (_, i) => ({
      crop: i,
      region: 'jowl',
      subject: `S${i}`,
      label: label(i),
    }))

  it('says how many subjects to score', () => {
    expect(() => new PairSampler([], new Random(1))).toThrow(/of more than 0 subjects.*at least 4 subjects/)
    expect(
      () =>
        new PairSampler(
          few(1, () => 1),
          new Random(1),
        ),
    ).toThrow(/of more than 1 subject\./)
    expect(
      () =>
        new PairSampler(
          few(3, (i) => i / 3),
          new Random(1),
        ),
    ).toThrow(/of more than 3 subjects/)
  })

  it('says that all scores are the same', () => {
    expect(
      () =>
        new PairSampler(
          few(9, () => 0.5),
          new Random(1),
        ),
    ).toThrow(/All scores are the same/)
  })

  it('leaves out a region that has too few, and learns from the others', () => {
    const examples = [...few(6, (i) => i / 6), { crop: 99, region: 'buccal', subject: 'S1', label: 0.4 }]
    expect(new PairSampler(examples, new Random(1)).regions).toEqual(['jowl'])
  })
})

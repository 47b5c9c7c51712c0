import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelShareOf } from './level-share'
import { seeded } from './random'

/** Levels of subjects, two alike visits each; what labels and readings share spreads by `signal`. */
function levels(subjects: number, signal: number, noise: number, seed = 1) {
  const random = seeded(seed)
  return Array.from({ length: subjects }, (_, n) => {
    const shared = signal * random.normal()
    const label = shared + 0.05 * random.normal()
    const read = shared + noise * random.normal()
    return [0, 1].map(() => ({ subject: `S${n}`, read, label }))
  }).flat()
}

describe('the share of a level that is believed', () => {
  it('is all of it while nothing shows otherwise', () => {
    expect(levelShareOf([])).toBe(1)
    expect(levelShareOf([{ subject: 'S1', read: 0, label: 0.2 }])).toBe(1)
    expect(levelShareOf(levels(2, 0, 0.2))).toBe(1)
    expect(levelShareOf(levels(20, 0.2, 0.02))).toBe(1)
  })

  it('is the share that is signal where subjects are many', () => {
    expect(levelShareOf(levels(5000, 0.1, 0.1))).toBeCloseTo(0.5, 1)
    expect(levelShareOf(levels(5000, 0, 0.2))).toBeLessThan(0.05)
  })

  it('is none where readings say the opposite', () => {
    expect(levelShareOf(levels(40, 0.2, 0).map((one) => ({ ...one, label: -one.label })))).toBe(0)
  })

  it('gives few subjects the benefit of the doubt, and visits of one subject no more than it', () => {
    const groups = Array.from({ length: 50 }, (_, i) => levels(8, 0, 0.05, 3 + i))
    const many = groups.flatMap((group, i) =>
      group.map((one) => ({ ...one, subject: `${i} ${one.subject}` })),
    )
    const ofFew = groups.reduce((sum, group) => sum + levelShareOf(group), 0) / groups.length
    expect(ofFew).toBeGreaterThan(levelShareOf(many) + 0.2)
    const few = levels(8, 0.05, 0.2)
    expect(levelShareOf(few)).toBeLessThan(1)
    // The same again as further visits of the same subjects tells nothing new.
    expect(levelShareOf([...few, ...few, ...few])).toBeCloseTo(levelShareOf(few), 9)
  })

  it('lies between none and all', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true })
    const one = fc.record({ subject: fc.constantFrom('A', 'B', 'C', 'D'), read: value, label: value })
    fc.assert(
      fc.property(fc.array(one), (all) => {
        const share = levelShareOf(all)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      }),
    )
  })
})

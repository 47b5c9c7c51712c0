import { describe, expect, it } from 'vitest'
import { LOOK, Likeness, lookOf } from './likeness'
import type { LabelledLook } from './likeness'
import { seeded } from './random'

const FEATURES = 300

/** Features of spread 1 about a place of their own, as those of one kind of photograph. */
function features(seed: number, away = 0): Float32Array {
  const random = seeded(seed)
  return Float32Array.from({ length: FEATURES }, () => away + random.normal())
}

const labelled = (subjects: number): LabelledLook[] =>
  Array.from({ length: 2 * subjects }, (_, i) => ({
    region: 'jowl',
    subject: `S${i >> 1}`,
    look: lookOf(features(i + 1)),
  }))
const asked = (seed: number, away = 0): LabelledLook => ({
  region: 'jowl',
  subject: 'Q',
  look: lookOf(features(seed, away)),
})

describe('the look of a crop', () => {
  it('keeps distances, within what a projection can', () => {
    const ratios = Array.from({ length: 60 }, (_, i) => {
      const [a, b] = [features(2 * i + 1), features(2 * i + 2)]
      const apart = (x: Float32Array, y: Float32Array) => Math.hypot(...x.map((v, d) => v - (y[d] as number)))
      return apart(lookOf(a), lookOf(b)) / apart(a, b)
    })
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    expect(mean).toBeCloseTo(1, 1)
    expect(Math.min(...ratios)).toBeGreaterThan(0.6)
    expect(Math.max(...ratios)).toBeLessThan(1.4)
  })
  it('is the same in every session, and of one length', () => {
    const look = lookOf(Float32Array.from({ length: 8 }, (_, i) => i))
    expect(look).toHaveLength(LOOK)
    // Kept in study files: when this changes, old looks are worth nothing, and the name of their kind must change.
    expect([...look.slice(0, 4)].map((value) => Number((value * 8).toFixed(3)))).toEqual(EXPECTED)
  })
})
const EXPECTED = [0, 14, 6, 26]

describe('likeness', () => {
  it('calls a crop unlike that lies far from all that were scored, and no other', () => {
    const likeness = new Likeness(labelled(40))
    const alarms = Array.from({ length: 200 }, (_, i) => likeness.isUnlike(asked(1000 + i)))
    expect(alarms.filter(Boolean).length).toBeLessThan(10)
    for (let i = 0; i < 20; i++) expect(likeness.isUnlike(asked(2000 + i, 2))).toBe(true)
  })
  it('does not count the crop’s own subject, which looks like itself', () => {
    const odd = { region: 'jowl', subject: 'Odd', look: lookOf(features(7, 2)) }
    const likeness = new Likeness([...labelled(150), odd, odd])
    expect(likeness.isUnlike(odd)).toBe(true)
  })
  it('says nothing with few subjects, or of another pad', () => {
    expect(new Likeness(labelled(19)).isUnlike(asked(1, 5))).toBe(false)
    expect(new Likeness(labelled(40)).isUnlike({ ...asked(1, 5), region: 'buccal' })).toBe(false)
    expect(new Likeness([]).isUnlike(asked(1))).toBe(false)
  })
  it('learns that odd photographs are usual where many are odd', () => {
    const mixed = labelled(40).map((one, i) =>
      i % 4 < 2 ? { ...one, look: lookOf(features(i + 1, 2)) } : one,
    )
    expect(new Likeness(mixed).isUnlike(asked(3000, 2))).toBe(false)
  })
})

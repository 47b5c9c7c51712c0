import { describe, expect, it } from 'vitest'
import type { LabelledRegion } from '../db/reader'
import { seeded } from './domain/random'
import { HeldOut } from './held-out'

interface Sample {
  subject: string
  label: number
  /** Where the embedding lies on the unit circle, radians. */
  turn: number
  region?: string
  side?: 'right' | 'left'
}

/** Labelled regions with keys 1, 2, … and what they are judged with. */
function samples(given: readonly Sample[]) {
  const labelled = given.map(({ subject, label, region = 'jowl', side = 'left' }, i): LabelledRegion => {
    const where = { photograph: i + 1, day: 0, view: 'frontal', side, mirrored: false } as const
    return { ...where, key: i + 1, revision: 1, region, subject, labels: [], mean: label, raters: 1, seenBefore: false } // prettier-ignore
  })
  const labels = new Map(given.map(({ label }, i) => [i + 1, label]))
  const vectors = new Map(
    given.map(({ turn }, i) => [i + 1, Float32Array.of(Math.cos(turn), Math.sin(turn))]),
  )
  return { labelled, labels, vectors }
}

const residuals = (given: readonly Sample[], heldOut: readonly string[]) => {
  const { labelled, labels, vectors } = samples(given)
  const judged = new HeldOut({ labelled, labels })
  judged.add(vectors, heldOut)
  return judged.residuals()
}

/** Ten subjects outside the fold, all labelled 0.5, all near one another. */
const OTHERS: Sample[] = Array.from({ length: 10 }, (_, i) => ({
  subject: `K${i}`,
  label: 0.5,
  turn: i / 100,
}))

it('the latest fold is judged by itself', () => {
  const { labelled, labels, vectors } = samples([
    ...OTHERS,
    { subject: 'H', label: 1, turn: 1 },
    { subject: 'I', label: 0.6, turn: 1 },
  ])
  const judged = new HeldOut({ labelled, labels })
  expect(judged.latest()).toBeNull()
  judged.add(vectors, ['H'])
  expect(judged.latest()?.mean).toBeCloseTo(1 - 5.6 / 11, 5)
  judged.add(vectors, ['I'])
  expect(judged.latest()).toMatchObject({ subjects: 1 })
  expect(judged.latest()?.mean).toBeCloseTo(0.6 - 6 / 11, 5)
})

describe('held-out residuals', () => {
  it('come from subjects outside the fold only, never from the same subject', () => {
    // The twin lies exactly where the other crop of the subject lies and knows its label.
    const found = residuals(
      [...OTHERS, { subject: 'H', label: 1, turn: 1 }, { subject: 'H', label: 1, turn: 1 }],
      ['H'],
    )
    expect(found.map(({ key }) => key)).toEqual([11, 12])
    for (const { residual } of found) expect(residual).toBeCloseTo(0.5, 5)
  })

  it('come never from another subject of the fold, however near', () => {
    const fold = [
      { subject: 'H', label: 1, turn: 1 },
      { subject: 'I', label: 1, turn: 1 },
    ]
    const found = residuals([...OTHERS, ...fold], ['H', 'I'])
    expect(found.map(({ subject }) => subject)).toEqual(['H', 'I'])
    for (const { residual, residualOfMean } of found) {
      expect(residual).toBeCloseTo(0.5, 5)
      expect(residualOfMean).toBeCloseTo(0.5, 5)
    }
    // The same neighbour outside the fold is used.
    const [outside] = residuals([...OTHERS, ...fold], ['H'])
    expect(outside?.residual as number).toBeLessThan(0.4)
  })

  it('come from the same pad only', () => {
    const elsewhere = OTHERS.map((one) => ({
      ...one,
      subject: `L${one.subject}`,
      label: 1,
      region: 'malar_soof',
    }))
    const [found] = residuals([...OTHERS, ...elsewhere, { subject: 'H', label: 1, turn: 0 }], ['H'])
    expect(found?.residual).toBeCloseTo(0.5, 5)
    expect(found?.residualOfMean).toBeCloseTo(0.5, 5)
  })

  it('are left out where too few other subjects have a label', () => {
    expect(residuals([...OTHERS.slice(0, 2), { subject: 'H', label: 1, turn: 0 }], ['H'])).toEqual([])
    expect(residuals([...OTHERS, { subject: 'H', label: 1, turn: 0, region: 'malar_soof' }], ['H'])).toEqual(
      [],
    )
  })

  it('carry the sign label minus prediction', () => {
    const [found] = residuals([...OTHERS, { subject: 'H', label: 0, turn: 0 }], ['H'])
    expect(found?.residual).toBeCloseTo(-0.5, 5)
  })
})

/** Subjects whose embedding turns with their label, a quarter circle from 0 to 1, right and left apart. */
function sided(count: number, turned = (difference: number) => difference): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const level = 0.2 + (0.6 * i) / count
    const difference = i % 2 === 0 ? 0.1 : -0.1
    const side = (name: 'right' | 'left', half: number): Sample => ({
      subject: `S${i}`,
      side: name,
      label: level + half * difference,
      turn: (level + half * turned(difference)) * 1.5,
    })
    return [side('right', 0.5), side('left', -0.5)]
  }).flat()
}

describe('held-out differences', () => {
  const judgedBy = (given: Sample[], fold: (subject: number) => boolean = (n) => n % 3 === 0) => {
    const { labelled, labels, vectors } = samples(given)
    const judged = new HeldOut({ labelled, labels })
    const subjects = [...new Set(given.map(({ subject }) => subject))]
    for (const part of [true, false]) {
      judged.add(
        vectors,
        subjects.filter((_, i) => fold(i) === part),
      )
    }
    return judged
  }

  it('are right minus left, as read and as labelled, one a pad', () => {
    const found = judgedBy(sided(30)).differences()
    expect(found).toHaveLength(30)
    for (const { subject, read, label } of found) {
      const sign = Number(subject.slice(1)) % 2 === 0 ? 1 : -1
      expect(label).toBeCloseTo(0.1 * sign, 6)
      expect(Math.sign(read)).toBe(sign)
    }
  })

  it('shrink a difference that is no more than noise', () => {
    // The sides look different, and are scored alike.
    const noisy = sided(30).map((one, i, all) => ({
      ...one,
      label: ((all[i - (i % 2)] as Sample).label + (all[i - (i % 2) + 1] as Sample).label) / 2,
    }))
    const { labelled, labels, vectors } = samples(noisy)
    const judged = new HeldOut({ labelled, labels })
    for (let fold = 0; fold < 3; fold++) {
      judged.add(
        vectors,
        [...new Set(noisy.map(({ subject }) => subject))].filter((_, i) => i % 3 === fold),
      )
    }
    const read = judged.differences().map((one) => Math.abs(one.read))
    expect(Math.max(...read)).toBeGreaterThan(0.05)
    const residuals = judged.residuals()
    const apart = residuals
      .filter((_, i) => i % 2 === 0)
      .map((one, i) => Math.abs(one.residual - (residuals[2 * i + 1]?.residual as number)))
    // What is left is the usual share, for which ten visits speak beside the twenty that were measured.
    apart.forEach((value, i) => expect(value).toBeLessThan(0.5 * (read[i] as number) + 1e-9))
  })
})

describe('held-out levels', () => {
  /** Forty subjects whose labels have nothing to do with where they lie. */
  const random = seeded(5)
  const aimless = Array.from({ length: 40 }, (_, n): Sample => ({
    subject: `S${n}`,
    label: random.next(),
    turn: 1.5 * random.next(),
  }))
  /** Judged in five folds; scores of the temple judge nobody but S0. */
  const judged = (given: readonly Sample[]) => {
    const { labelled, labels, vectors } = samples(given)
    const held = new HeldOut({
      labelled: labelled.map((one) => ({
        ...one,
        seenBefore: one.region === 'temple' && one.subject !== 'S0',
      })),
      labels,
    })
    for (let at = 0; at < 5; at++) {
      held.add(
        vectors,
        aimless.map(({ subject }) => subject).filter((_, n) => n % 5 === at),
      )
    }
    return held
  }

  it('that mean nothing are hardly believed', () => {
    expect(judged(aimless).levelShare()).toBeLessThan(0.5)
  })

  it('that the model sees are left as they are', () => {
    const { labelled, labels, vectors } = samples(sided(30))
    const held = new HeldOut({ labelled, labels })
    for (const part of [0, 1]) {
      held.add(
        vectors,
        Array.from({ length: 30 }, (_, n) => n).flatMap((n) => (n % 2 === part ? [`S${n}`] : [])),
      )
    }
    expect(held.levelShare()).toBe(1)
  })

  it('are drawn by what the other folds show: a subject has no say in its own', () => {
    const temples = aimless.map((one) => ({ ...one, region: 'temple' }))
    const withTemple = (label: number) =>
      judged([...aimless, ...temples.map((one) => (one.subject === 'S0' ? { ...one, label } : one))])
    const [low, high] = [withTemple(0), withTemple(1)]
    const jowls = (held: HeldOut, fold: number) =>
      held
        .residuals()
        .filter(({ region, subject }) => region === 'jowl' && Number(subject.slice(1)) % 5 === fold)
    expect(low.levelShare()).not.toBe(high.levelShare())
    expect(jowls(low, 1)).not.toEqual(jowls(high, 1))
    expect(jowls(low, 0)).toEqual(jowls(high, 0))
  })
})

describe('the cheap comparison', () => {
  it('is the nearest labelled crops by their descriptors, other subjects only', () => {
    const given = [...OTHERS, { subject: 'H', label: 1, turn: 0 }]
    const { labelled, labels, vectors } = samples(given)
    const hog = new Map(given.map((_, i) => [i + 1, Float32Array.of(1, 0)]))
    const judged = new HeldOut({ labelled, labels, hog })
    judged.add(vectors, ['H'])
    expect(judged.residuals()[0]?.residualOfHog).toBeCloseTo(0.5, 5)
  })
  it('is not known without descriptors', () => {
    expect(residuals([...OTHERS, { subject: 'H', label: 1, turn: 0 }], ['H'])[0]?.residualOfHog).toBeNull()
  })
})

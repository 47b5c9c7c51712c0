import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldNumbers, subjectFolds } from './folds'
import { seeded } from './random'

it('puts every subject into one fold, evenly, whatever the order and repeats', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer(),
      (subjects, count, seed) => {
        const folds = subjectFolds(subjects, count, seed)
        expect(folds.flat().sort()).toEqual([...subjects].sort())
        const sizes = folds.map((fold) => fold.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        expect(subjectFolds(seeded(1).shuffle([...subjects, ...subjects]), count, seed)).toEqual(folds)
        expect(foldNumbers(folds).get(subjects[0] as string)).toBe(
          folds.findIndex((f) => f.includes(subjects[0] as string)),
        )
      },
    ),
  )
})

it('differs by seed, and refuses too few subjects', () => {
  const subjects = Array.from({ length: 40 }, (_, i) => `S${i}`)
  expect(subjectFolds(subjects, 5, 1)).not.toEqual(subjectFolds(subjects, 5, 2))
  expect(() => subjectFolds(['a', 'a', 'b'], 3, 1)).toThrow(/at least 3/)
  expect(() => subjectFolds(subjects, 1, 1)).toThrow(/two parts/)
})

import { expect, it } from 'vitest'
import type { LabelledRegion } from '../db/reader'
import { learnable } from './learnable'

const scored = (subjects: number, mean: (subject: number) => number): LabelledRegion[] =>
  Array.from({ length: subjects }, (_, n) => ({ region: 'jowl', subject: `S${n}`, mean: mean(n) }) as never)

it('says how many subjects are missing', () => {
  expect(learnable([], 5, 1)).toMatchObject({ subjects: 0, least: 5, forIntervals: 20 })
  expect(learnable([], 5, 1).because).toMatch(/^No pad has a score yet/)
  expect(learnable(scored(2, (n) => n), 5, 1).because).toMatch(/^There are scores of 2 subjects; .* Score 3 more/) // prettier-ignore
})

it('says that equal scores teach nothing', () => {
  expect(learnable(scored(9, () => 0.5), 5, 1).because).toMatch(/the scores are all the same/) // prettier-ignore
})

it('has nothing to say where a training can begin', () => {
  expect(learnable(scored(9, (n) => n / 9), 5, 1)).toEqual({ subjects: 9, least: 5, forIntervals: 20, because: '' }) // prettier-ignore
})

import { expect, it } from 'vitest'
import { measurementError } from './icc'
import { pairedDifferences, withinRaterDeviation } from './paired'
import { seeded } from './random'

it('differences are second less first, of what has both', () => {
  expect(pairedDifferences([[1, 2], [3, 1], [null, 4], [2, null]])).toEqual({ pads: 2, bias: -0.5, meanAbsolute: 1.5, rootMeanSquare: Math.sqrt(2.5) }) // prettier-ignore
  expect(pairedDifferences([[1, null]])).toBeNull()
})

it('the deviation within a rater is the one-way SEM of the two scores', () => {
  const random = seeded(3)
  const pairs = Array.from({ length: 40 }, () => [random.next(), random.next()] as const)
  const differences = pairedDifferences(pairs)
  if (!differences) throw new Error('there are pairs')
  const within = withinRaterDeviation(differences)
  // Mean square within targets, for two scores of each.
  const mean = pairs.reduce((sum, [a, b]) => sum + (a - b) ** 2 / 2, 0) / pairs.length
  expect(within).toBeCloseTo(Math.sqrt(mean), 12)
  expect(within).toBeCloseTo(measurementError(pairs, 'agreement').sem, 1)
})

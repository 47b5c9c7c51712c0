import { expect, it } from 'vitest'
import { learnedFrom, raterDifferences } from './learned-from'

it('counts labels, photographs and subjects by pad', () => {
  const labelled = [
    { region: 'jowl', subject: 'a', photograph: 1 },
    { region: 'jowl', subject: 'a', photograph: 1 },
    { region: 'jowl', subject: 'a', photograph: 2 },
    { region: 'buccal', subject: 'b', photograph: 3 },
  ]
  expect(learnedFrom(labelled)).toEqual({
    photographs: 3,
    regions: [
      { region: 'jowl', subjects: 1, photographs: 2, labels: 3 },
      { region: 'buccal', subjects: 1, photographs: 1, labels: 1 },
    ],
  })
  expect(learnedFrom([])).toEqual({ photographs: 0, regions: [] })
})

it('gives what two raters differ by on the unit scale', () => {
  const pairs = [
    { region: 'jowl', a: 1, b: 3 },
    { region: 'jowl', a: 2, b: 2 },
    { region: 'buccal', a: 0, b: 1 },
  ]
  expect(raterDifferences(pairs, 4)).toEqual([
    { region: 'jowl', difference: 0.25, pairs: 2 },
    { region: 'buccal', difference: 0.25, pairs: 1 },
  ])
})

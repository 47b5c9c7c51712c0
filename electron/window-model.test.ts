import { expect, it } from 'vitest'
import { FIGURES, MODEL } from '../db/testing/fixtures'
import type { SuggestionView } from './contract'
import type { Model, Neighbour } from './domain/records'
import { stateForWindow, viewWithoutSubjects, withoutSubjects } from './window-model'

const residual = (subject: string, key: number) => ({
  subject,
  key,
  region: 'jowl',
  residual: 0.125,
  residualOfMean: 0.25,
})
const MODEL_OF_THREE: Model = {
  ...MODEL,
  id: 1,
  createdAt: '2026-01-01',
  promoted: true,
  folds: [['S-001', 'S-002'], ['S-003']],
  figures: {
    ...FIGURES,
    residuals: [residual('S-003', 71), residual('S-001', 72), residual('S-003', 73)],
    differences: [{ region: 'jowl', subject: 'S-002', read: 0.1, label: 0.3 }],
  },
}

it('a model in the window names no subject, no pad and no label, and says as much of its worth', () => {
  const seen = withoutSubjects(MODEL_OF_THREE)
  expect(JSON.stringify(seen)).not.toMatch(/S-00|7[123]|0\.3/)
  expect(seen.figures.residuals.map(({ subject, residual }) => [subject, residual])).toEqual([
    ['1', 0.125],
    ['2', 0.125],
    ['1', 0.125],
  ])
  expect(MODEL_OF_THREE.folds).toHaveLength(2)
})

it('so does a training that has ended; one that runs is told as it is', () => {
  expect(JSON.stringify(stateForWindow({ phase: 'done', model: MODEL_OF_THREE }))).not.toContain('S-00')
  const failed = { phase: 'failed', message: 'no' } as const
  expect(stateForWindow(failed)).toBe(failed)
})

it('a revealed suggestion tells of its neighbours what they look like and what they were given, not whose they are', () => {
  const neighbour: Neighbour = { region: 7, photograph: 91, subject: 'S-001', day: 92, side: 'right', score: 0.5, raters: 2, distance: 0.1, leftOut: false } // prettier-ignore
  const suggestion = { id: 3, region: 5, model: 1, value: 0.5, low: null, high: null, level: null, secondOpinion: null, neighbours: [neighbour], because: '' } // prettier-ignore
  const view = { suggestion, neighbours: [{ ...neighbour, outline: null, eyes: 1 }], asymmetry: null, keptBack: 0, labelledSubjects: 9, worth: { model: null, mean: null, raterDifference: null } } // prettier-ignore
  const seen = viewWithoutSubjects(view as SuggestionView, new Set())
  expect(JSON.stringify(seen)).not.toMatch(/S-001|9[12]/)
  expect(seen.neighbours[0]).toMatchObject({ region: 7, score: 0.5, raters: 2, eyes: 1 })
  expect(seen.keptBack).toBe(0)
  // A pad that the rater has yet to answer is not shown with what others said of it.
  const without = viewWithoutSubjects(view as SuggestionView, new Set([7]))
  expect([without.neighbours, without.suggestion.neighbours, without.keptBack]).toEqual([[], [], 1])
})

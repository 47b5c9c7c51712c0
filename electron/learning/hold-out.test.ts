import { describe, expect, it } from 'vitest'
import type { TrainingExample } from '../engine-protocol'
import { holdOutSubjects } from './hold-out'

function examples(subjects: number): TrainingExample[] {
  return Array.from({ length: 3 * subjects }, (_, crop) => ({
    crop,
    region: 'jowl',
    subject: `S${crop % subjects}`,
    label: (crop % subjects) / subjects,
  }))
}

const subjectsOf = (list: readonly TrainingExample[]): Set<string> =>
  new Set(list.map(({ subject }) => subject))

describe('subjects held out', () => {
  it('are a fifth, with all their crops, and never on both sides', () => {
    const { training, validation } = holdOutSubjects(examples(50), 1)
    expect(subjectsOf(validation).size).toBe(10)
    expect(validation).toHaveLength(30)
    expect(training).toHaveLength(120)
    for (const subject of subjectsOf(validation)) expect(subjectsOf(training).has(subject)).toBe(false)
  })

  it('are four of few, and none of fewer than eight', () => {
    expect(subjectsOf(holdOutSubjects(examples(8), 1).validation).size).toBe(4)
    expect(holdOutSubjects(examples(7), 1)).toMatchObject({ validation: [] })
    expect(holdOutSubjects(examples(7), 1).training).toHaveLength(21)
  })

  it('are the same for the same seed, whatever the order of the examples', () => {
    const forwards = subjectsOf(holdOutSubjects(examples(30), 5).validation)
    expect(subjectsOf(holdOutSubjects(examples(30).reverse(), 5).validation)).toEqual(forwards)
    expect(subjectsOf(holdOutSubjects(examples(30), 6).validation)).not.toEqual(forwards)
  })
})

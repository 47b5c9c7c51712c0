/** What the window may know of a model: everything but whose pads it was judged on, and which pads those were. */
import type { Model } from './domain/records'
import type { TrainingState } from './training-state'

/**
 * The same model with subjects by number, in order of appearance, and without keys of regions and labels of visits.
 * A window in which somebody scores blind must not hold them, not even out of sight.
 */
export function withoutSubjects(model: Model): Model {
  const numbers = new Map<string, string>()
  const numberOf = (subject: string): string => {
    const known = numbers.get(subject) ?? String(numbers.size + 1)
    numbers.set(subject, known)
    return known
  }
  const residuals = model.figures.residuals.map((one) => ({ ...one, subject: numberOf(one.subject), key: 0 }))
  const figures = { ...model.figures, residuals }
  delete figures.differences
  return { ...model, folds: [], figures }
}

/** How far a training has come, as the window may know it. */
export function stateForWindow(state: TrainingState): TrainingState {
  return state.phase === 'done' ? { ...state, model: withoutSubjects(state.model) } : state
}

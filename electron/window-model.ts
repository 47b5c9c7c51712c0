/** What the window may know of a model and its suggestions: everything but whose pads they come from. */
import type { SuggestionView } from './contract'
import type { Model, Neighbour } from './domain/records'
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

/**
 * A suggestion for a round in which nobody is to know subjects and visits: its neighbours are pads, and no more.
 * @param open region keys that the rater has yet to answer: what others said of them is not told with their picture
 */
export function viewWithoutSubjects(view: SuggestionView, open: ReadonlySet<number>): SuggestionView {
  const bare = <T extends Neighbour>(neighbours: readonly T[]): T[] =>
    neighbours
      .filter(({ region }) => !open.has(region))
      .map((neighbour) => ({ ...neighbour, subject: '', day: 0, photograph: 0 }))
  const neighbours = bare(view.neighbours)
  return {
    ...view,
    suggestion: { ...view.suggestion, neighbours: bare(view.suggestion.neighbours) },
    neighbours,
    keptBack: view.neighbours.length - neighbours.length,
  }
}

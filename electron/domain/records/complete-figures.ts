import type { ModelFigures } from '../records'

/** The figures of a model of whichever version: what it does not have yet is empty or null. */
export function completeFigures(figures: ModelFigures): Required<ModelFigures> {
  return {
    raterDifferences: [],
    curve: [],
    differences: [],
    levelShare: 1,
    coverage: null,
    learnedFrom: null,
    ...figures,
  }
}

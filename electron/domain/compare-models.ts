/** Two models of a study beside each other. */
import { compareErrors } from './compare'
import type { Comparison } from './compare'
import type { HeldOutResidual, Model } from './records'

/** Errors of two models on one pad, or on all together. */
export interface ModelComparison {
  /** Atlas id; null for all pads together. */
  region: string | null
  /** Candidate is the first model, current the other; null where fewer than two subjects are shared. */
  comparison: Comparison | null
}

/**
 * Compares two models on the pads that both were judged on without having seen their subjects: all together, then
 * pad by pad in the order of the first.
 */
export function compareModels(model: Model, other: Model): ModelComparison[] {
  const theirs = new Map(other.figures.residuals.map(({ key, residual }) => [key, residual]))
  const shared = model.figures.residuals.filter(({ key }) => theirs.has(key))
  const compare = (own: readonly HeldOutResidual[]): Comparison | null => {
    if (new Set(own.map(({ subject }) => subject)).size < 2) return null
    return compareErrors(
      own.map((one) => ({
        subject: one.subject,
        candidate: one.residual,
        current: theirs.get(one.key) as number,
      })),
    )
  }
  const regions = [...new Set(shared.map(({ region }) => region))]
  return [
    { region: null, comparison: compare(shared) },
    ...regions.map((region) => ({
      region,
      comparison: compare(shared.filter((one) => one.region === region)),
    })),
  ]
}

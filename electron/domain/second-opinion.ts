/** A second reading of the embedding: one ridge regression per pad over all its labelled crops. */
import {
  addToDiagonal,
  cholesky,
  dot,
  gramOfColumns,
  solveLower,
  solvePositive,
  solveUpper,
  trace,
} from './linear-algebra'
import type { Labelled, RegionIndex } from './neighbours'

/** A fitted regression; the label is `intercept + slope · embedding`, on the unit scale. */
export interface SecondOpinion {
  slope: Float64Array
  intercept: number
  /** The chosen ridge. */
  lambda: number
  /** Root mean square error with each subject left out in turn, unit scale. Only for choosing the ridge. */
  error: number
  subjects: number
}

/** Ridges tried, as multiples of the mean variance of a dimension times the number of crops. */
const GRID = [1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 1000]

/**
 * Fits the ridge regression of a pad, once per model. The ridge is the one with the least error when
 * each SUBJECT is left out in turn: leaving out single crops would let a subject's other crops tell.
 * With H the hat matrix and e the residuals, a left-out subject S errs by (I − H_SS)⁻¹ e_S, exactly.
 * @param pad labelled crops of one pad
 * @returns null with fewer than three subjects or when all crops look the same
 */
export function prepareSecondOpinion(pad: RegionIndex): SecondOpinion | null {
  const { dimensions, labelled, vectors } = pad
  const n = labelled.length
  if (pad.subjects.length < 3) return null
  const centre = new Float64Array(dimensions)
  let mean = 0
  for (let i = 0; i < n; i++) {
    mean += (labelled[i] as Labelled).label / n
    for (let d = 0; d < dimensions; d++) {
      centre[d] = (centre[d] as number) + (vectors[i * dimensions + d] as number) / n
    }
  }
  const rows = new Float64Array(n * dimensions)
  const labels = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    labels[i] = (labelled[i] as Labelled).label - mean
    for (let d = 0; d < dimensions; d++) {
      rows[i * dimensions + d] = (vectors[i * dimensions + d] as number) - (centre[d] as number)
    }
  }
  const gram = gramOfColumns(rows, n, dimensions)
  const unit = trace(gram, dimensions) / dimensions
  if (unit < 1e-12) return null
  const right = new Float64Array(dimensions)
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < dimensions; d++) {
      right[d] = (right[d] as number) + (rows[i * dimensions + d] as number) * (labels[i] as number)
    }
  }
  const members = rowsBySubject(pad)
  let best: SecondOpinion | null = null
  for (const share of GRID) {
    const lambda = share * unit
    const l = cholesky(addToDiagonal(gram, dimensions, lambda), dimensions)
    const slope = solveUpper(l, solveLower(l, right, dimensions), dimensions)
    const error = leaveSubjectsOut(rows, labels, slope, l, dimensions, members)
    if (!best || error < best.error) {
      best = { slope, intercept: mean - dot(slope, centre), lambda, error, subjects: pad.subjects.length }
    }
  }
  return best
}

/** The regression's value for an embedding, on the unit scale, cut at its ends. */
export function secondOpinion(fit: SecondOpinion, vector: ArrayLike<number>): number {
  return Math.min(1, Math.max(0, fit.intercept + dot(fit.slope, vector)))
}

function rowsBySubject(pad: RegionIndex): number[][] {
  const members: number[][] = pad.subjects.map(() => [])
  pad.subjectOf.forEach((subject, row) => members[subject]?.push(row))
  return members
}

/** Root mean square error of all rows, each predicted without its subject. */
function leaveSubjectsOut(
  rows: Float64Array,
  labels: Float64Array,
  slope: Float64Array,
  l: Float64Array,
  dimensions: number,
  members: readonly (readonly number[])[],
): number {
  const n = labels.length
  let sum = 0
  for (const own of members) {
    const m = own.length
    const residuals = new Float64Array(m)
    // Half of the hat matrix of the subject's rows: H = Z Zᵀ + 1/n, the last from the intercept.
    const z: Float64Array[] = own.map((row, i) => {
      const x = rows.subarray(row * dimensions, (row + 1) * dimensions)
      residuals[i] = (labels[row] as number) - dot(slope, x)
      return solveLower(l, x, dimensions)
    })
    const rest = new Float64Array(m * m)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j <= i; j++) {
        const hat = dot(z[i] as Float64Array, z[j] as Float64Array) + 1 / n
        rest[i * m + j] = rest[j * m + i] = (i === j ? 1 : 0) - hat
      }
    }
    // I − H is positive definite with a ridge and several subjects; the hair keeps rounding out.
    for (const residual of solvePositive(addToDiagonal(rest, m, 1e-10), residuals, m)) sum += residual ** 2
  }
  return Math.sqrt(sum / n)
}

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
  /** The same without one subject, by subject: what a subject's own regions are read with. */
  without: ReadonlyMap<string, { slope: Float64Array; intercept: number }>
  /** The chosen ridge. */
  lambda: number
  /** Root mean square error with each subject left out in turn, unit scale. Only for choosing the ridge. */
  error: number
  subjects: number
}

/** Subjects that are left out in turn to choose the ridge. */
const JUDGES = 300

/** Ridges tried, as multiples of the mean variance of a dimension times the number of crops. */
const GRID = [1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 1000]

/**
 * Fits the ridge regression of a pad, once per model. The ridge is the one with the least error when
 * each SUBJECT is left out in turn: leaving out single crops would let a subject's other crops tell.
 * With H the hat matrix and e the residuals, a left-out subject S errs by (I − H_SS)⁻¹ e_S, exactly.
 * @param pad labelled crops of one pad
 * @param ridges those to choose from; by default a grid that fits the data's variance
 * @returns null with fewer than three subjects or when all crops look the same
 */
export function prepareSecondOpinion(pad: RegionIndex, ridges?: readonly number[]): SecondOpinion | null {
  if (pad.subjects.length < 3) return null
  const { dimensions } = pad
  const { rows, labels, centre, mean } = centred(pad)
  const gram = gramOfColumns(rows, labels.length, dimensions)
  const unit = trace(gram, dimensions) / dimensions
  if (unit < 1e-12) return null
  const right = new Float64Array(dimensions)
  for (let i = 0; i < labels.length; i++) {
    for (let d = 0; d < dimensions; d++) {
      right[d] = (right[d] as number) + (rows[i * dimensions + d] as number) * (labels[i] as number)
    }
  }
  const members = rowsBySubject(pad)
  const fitOf = (lambda: number): Fit => {
    const l = cholesky(addToDiagonal(gram, dimensions, lambda), dimensions)
    return { rows, labels, dimensions, l, slope: solveUpper(l, solveLower(l, right, dimensions), dimensions) }
  }
  const { fit, lambda, error } = leastError(ridges ?? GRID.map((share) => share * unit), fitOf, members)
  const whole = { slope: fit.slope, intercept: mean - dot(fit.slope, centre) }
  const without = new Map(
    members.map((own, i) => {
      const { slope, shift } = fitWithout(fit, own, errorsWithout(fit, own))
      return [pad.subjects[i] as string, { slope, intercept: mean - shift - dot(slope, centre) }] as const
    }),
  )
  return { ...whole, without, lambda, error, subjects: pad.subjects.length }
}

/** Embeddings and labels less their means. */
function centred({ dimensions, labelled, vectors }: RegionIndex) {
  const n = labelled.length
  const centre = new Float64Array(dimensions)
  let mean = 0
  for (let i = 0; i < n; i++) {
    mean += (labelled[i] as Labelled).label / n
    for (let d = 0; d < dimensions; d++) {
      centre[d] = (centre[d] as number) + (vectors[i * dimensions + d] as number) / n
    }
  }
  const labels = Float64Array.from(labelled, ({ label }) => label - mean)
  const rows = new Float64Array(n * dimensions)
  for (let i = 0; i < rows.length; i++) rows[i] = (vectors[i] as number) - (centre[i % dimensions] as number)
  return { rows, labels, centre, mean }
}

/** The fit with the least root mean square error over subjects that are left out in turn. */
function leastError(
  ridges: readonly number[],
  fitOf: (lambda: number) => Fit,
  members: readonly number[][],
): { fit: Fit; lambda: number; error: number } {
  // Beyond some hundreds of subjects more of them no longer change the choice, only its cost.
  const stride = Math.ceil(members.length / JUDGES)
  const judges = members.filter((_, i) => i % stride === 0)
  const judged = judges.reduce((sum, own) => sum + own.length, 0)
  let best: { fit: Fit; lambda: number; error: number } | null = null
  for (const lambda of ridges) {
    const fit = fitOf(lambda)
    let sum = 0
    for (const own of judges) {
      const errors = errorsWithout(fit, own)
      sum += dot(errors, errors)
    }
    const error = Math.sqrt(sum / judged)
    if (!best || error < best.error) best = { fit, lambda, error }
  }
  return best as NonNullable<typeof best>
}

/**
 * The regression's value for an embedding, on the unit scale, cut at its ends.
 * @param subject whose region it is: a subject's own scores never speak for it
 */
export function secondOpinion(fit: SecondOpinion, vector: ArrayLike<number>, subject?: string): number {
  const { slope, intercept } = (subject !== undefined && fit.without.get(subject)) || fit
  return Math.min(1, Math.max(0, intercept + dot(slope, vector)))
}

/** A ridge fit of centred rows; l is the factor of Xᵀ X + λI. */
interface Fit {
  rows: Float64Array
  labels: Float64Array
  dimensions: number
  l: Float64Array
  slope: Float64Array
}

function rowsBySubject(pad: RegionIndex): number[][] {
  const members: number[][] = pad.subjects.map(() => [])
  pad.subjectOf.forEach((subject, row) => members[subject]?.push(row))
  return members
}

/** Errors of a subject's rows, predicted without that subject: (I − H_SS)⁻¹ e_S. */
function errorsWithout({ rows, labels, dimensions, l, slope }: Fit, own: readonly number[]): Float64Array {
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
      const hat = dot(z[i] as Float64Array, z[j] as Float64Array) + 1 / labels.length
      rest[i * m + j] = rest[j * m + i] = (i === j ? 1 : 0) - hat
    }
  }
  // I − H is positive definite with a ridge and several subjects; the hair keeps rounding out.
  return solvePositive(addToDiagonal(rest, m, 1e-10), residuals, m)
}

/** The slope without a subject, A⁻¹ X_Sᵀ r less, and by how much the mean label falls, r its errors. */
function fitWithout(
  { rows, labels, dimensions, l, slope }: Fit,
  own: readonly number[],
  errors: Float64Array,
): { slope: Float64Array; shift: number } {
  const pull = new Float64Array(dimensions)
  let shift = 0
  own.forEach((row, i) => {
    const error = errors[i] as number
    shift += error / labels.length
    for (let d = 0; d < dimensions; d++) {
      pull[d] = (pull[d] as number) + error * (rows[row * dimensions + d] as number)
    }
  })
  const change = solveUpper(l, solveLower(l, pull, dimensions), dimensions)
  return { slope: slope.map((value, d) => value - (change[d] as number)), shift }
}

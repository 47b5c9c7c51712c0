/**
 * A value from labelled neighbours. Two readings of the same neighbours: their weighted mean, and a local
 * linear fit that also uses where among them the query lies. On the benchmark the fit is level with the
 * best readout from about 100 subjects on, and the mean is the safer one where neighbours are few; the
 * shipped estimate goes from one to the other as neighbours grow.
 */
import { addToDiagonal, gramOfRows, solvePositive, trace } from './linear-algebra'
import { MalarError } from './words'

/** Neighbours of the weighted mean. */
export const KNN = 15
/** Neighbours of the local linear fit; ask the index for this many. */
export const LOCAL = 60
/** Below this the model does not know. */
export const MIN_NEIGHBOURS = 3
/** Neighbours from which on the fit begins to count, and from which on it counts alone. */
const FIT_FROM = 5
const FIT_FULL = 15
/**
 * Ridge of the fit as a share of the neighbours' total variance: directions with less are damped. On simulated
 * embeddings .003 to .03 are alike; the upper part of that is taken because a trained embedding follows its own
 * labels more closely than it will a new subject's.
 */
const DAMPING = 0.02

/** What the estimate needs of a neighbour. */
export interface EstimateNeighbour {
  /** Unit embedding. */
  vector: ArrayLike<number>
  /** On the unit scale. */
  label: number
  /** Euclidean distance to the query. */
  distance: number
  leftOut?: boolean
}

export interface Estimate {
  /** On the unit scale; null where the model does not know. */
  value: number | null
  /** The weighted mean of the nearest, and the local linear fit, each on its own. */
  mean: number | null
  linear: number | null
  /** Share of the fit in the value, 0..1. */
  share: number
  /** Neighbours that were used. */
  used: number
  /** Why there is no value, as a sentence; empty otherwise. */
  because: string
}

/**
 * The shipped estimate of a query.
 * @param neighbours nearest first, as `nearest` gives them; those left out are not used
 * @param query unit embedding of the region
 */
export function estimate(neighbours: readonly EstimateNeighbour[], query: ArrayLike<number>): Estimate {
  const used = neighbours.filter(({ leftOut }) => !leftOut).slice(0, LOCAL)
  if (used.length < MIN_NEIGHBOURS) {
    return {
      value: null,
      mean: null,
      linear: null,
      share: 0,
      used: used.length,
      because: `The model does not know: it needs scores of this pad from ${MIN_NEIGHBOURS} other subjects, and there are ${used.length}.`,
    }
  }
  const mean = weightedMean(used)
  const linear = localLinear(used, query)
  const share = Math.min(1, Math.max(0, (used.length - FIT_FROM) / (FIT_FULL - FIT_FROM)))
  return {
    value: toUnitRange(mean + share * (linear - mean)),
    mean,
    linear,
    share,
    used: used.length,
    because: '',
  }
}

/**
 * The mean label of the nearest k, weighted by a Gaussian in the distance.
 * @param neighbours nearest first
 * @throws MalarError `neighbours` when there are none
 */
export function weightedMean(neighbours: readonly EstimateNeighbour[], k = KNN): number {
  const used = neighbours.slice(0, k)
  if (!used.length) throw new MalarError('neighbours', 'There are no labelled neighbours to estimate from.')
  const weights = weightsOf(used)
  let sum = 0
  let total = 0
  used.forEach(({ label }, i) => {
    sum += label * (weights[i] as number)
    total += weights[i] as number
  })
  return toUnitRange(sum / total)
}

/**
 * A linear fit around the query, weighted by distance and damped by a ridge, read off at the query.
 * With weights w, centred rows c_i = √w_i (x_i − x̄) and labels z_i = √w_i (y_i − ȳ), the value is
 * ȳ + (q − x̄)ᵀ Cᵀ (C Cᵀ + λI)⁻¹ z with λ = damping · tr(C Cᵀ): the dual, since neighbours are fewer
 * than dimensions.
 * @param neighbours nearest first
 * @throws MalarError `neighbours` when there are none
 */
export function localLinear(
  neighbours: readonly EstimateNeighbour[],
  query: ArrayLike<number>,
  damping = DAMPING,
): number {
  const n = neighbours.length
  if (!n) throw new MalarError('neighbours', 'There are no labelled neighbours to estimate from.')
  const dimensions = query.length
  const weights = weightsOf(neighbours)
  const total = weights.reduce((a, b) => a + b, 0)
  const centre = new Float64Array(dimensions)
  let mean = 0
  neighbours.forEach(({ vector, label }, i) => {
    const share = (weights[i] as number) / total
    mean += share * label
    for (let d = 0; d < dimensions; d++) centre[d] = (centre[d] as number) + share * (vector[d] as number)
  })
  const rows = new Float64Array(n * dimensions)
  const labels = new Float64Array(n)
  neighbours.forEach(({ vector, label }, i) => {
    const root = Math.sqrt((weights[i] as number) / total)
    labels[i] = root * (label - mean)
    for (let d = 0; d < dimensions; d++) {
      rows[i * dimensions + d] = root * ((vector[d] as number) - (centre[d] as number))
    }
  })
  const gram = gramOfRows(rows, n, dimensions)
  const variance = trace(gram, n)
  // All neighbours in one place: there is no slope to be had.
  if (variance < 1e-12) return toUnitRange(mean)
  const coefficients = solvePositive(addToDiagonal(gram, n, damping * variance), labels, n)
  let value = mean
  for (let i = 0; i < n; i++) {
    let along = 0
    for (let d = 0; d < dimensions; d++) {
      along += (rows[i * dimensions + d] as number) * ((query[d] as number) - (centre[d] as number))
    }
    value += (coefficients[i] as number) * along
  }
  return toUnitRange(value)
}

/** Gaussian weights whose width is the farthest neighbour's distance: dense places get a narrow kernel. */
function weightsOf(neighbours: readonly EstimateNeighbour[]): number[] {
  const width = Math.max(1e-9, ...neighbours.map(({ distance }) => distance))
  return neighbours.map(({ distance }) => Math.exp(-2 * (distance / width) ** 2))
}

function toUnitRange(value: number): number {
  return Math.min(1, Math.max(0, value))
}

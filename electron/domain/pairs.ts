/**
 * Scoring by pairs: a pad is judged fuller than, like, or less full than exemplars whose values are fixed, so that the
 * result lies on the study's own scale and has a standard error.
 *
 * The model is Bradley & Terry's (Biometrika 1952;39:324) with ties after Rao & Kupper (J Am Stat Assoc 1967;62:194):
 * for a pad at θ and an exemplar at e, both on the unit scale, with σ the logistic function,
 * P(fuller) = σ(b(θ − e) − h), P(less) = σ(b(e − θ) − h), P(alike) = 1 − P(fuller) − P(less).
 * The slope b says how finely the rater tells pads apart, h how soon they call two alike.
 *
 * A pad's value is its posterior mean under a flat prior over the scale, its standard error the posterior's standard
 * deviation, by summing over a grid. Inside the scale that is what maximum likelihood with the observed information
 * gives; at its ends, where every answer is the same and the likelihood has no maximum, it stays finite and honest.
 */

export const OUTCOMES = ['fuller', 'alike', 'less'] as const

/** What a pad is, beside an exemplar. */
export type Outcome = (typeof OUTCOMES)[number]

export interface Comparison {
  /** The exemplar's value on the unit scale. */
  exemplar: number
  outcome: Outcome
}

/** How a rater compares. */
export interface Discrimination {
  /** b, per unit of the scale. */
  slope: number
  /** h, in logits; above 0. */
  alike: number
}

export interface PadEstimate {
  /** Both on the unit scale. */
  value: number
  standardError: number
}

/** Exemplars that a pad needs, so that it lies between some. */
export const LEAST_EXEMPLARS = 3

/** A pad is settled at this standard error (unit scale), or after so many comparisons. */
const TARGET_ERROR = 0.06
export const MOST_COMPARISONS = 12
const LEAST_COMPARISONS = 3

const GRID = Array.from({ length: 201 }, (_, i) => i / 200)
const COARSE = Array.from({ length: 51 }, (_, i) => i / 50)

/**
 * What is expected before a rater has compared: two pads 0.07 apart are told apart three times in four (ln 3 / 0.07 ≈
 * 15), and equal ones are called alike one time in three. The logarithms are normal around that.
 */
export const USUAL: Discrimination = { slope: 15, alike: 0.7 }
const SLOPE_SPREAD = 0.5
const ALIKE_SPREAD = 0.6

/** Probability of each outcome for a pad at `value` beside an exemplar, both on the unit scale. */
export function probabilities(
  value: number,
  exemplar: number,
  { slope, alike }: Discrimination,
): Record<Outcome, number> {
  const x = slope * (value - exemplar)
  const fuller = logistic(x - alike)
  const less = logistic(-x - alike)
  return { fuller, alike: Math.max(1e-12, 1 - fuller - less), less }
}

/** The pad's value and standard error. Does not depend on the order of the comparisons. */
export function estimatePad(comparisons: readonly Comparison[], rater: Discrimination): PadEstimate {
  return moments(posterior(comparisons, rater))
}

/** Whether enough is known of a pad. */
export function isSettled(comparisons: readonly Comparison[], { standardError }: PadEstimate): boolean {
  if (comparisons.length >= MOST_COMPARISONS) return true
  return comparisons.length >= LEAST_COMPARISONS && standardError <= TARGET_ERROR
}

/**
 * The exemplar that will tell most of a pad: the one after which its variance is least on average. Not the one that was
 * shown last, where there is another.
 * @param exemplars values on the unit scale, at least one
 * @returns its index
 */
export function nextPair(
  comparisons: readonly Comparison[],
  exemplars: readonly number[],
  rater: Discrimination,
): number {
  const weights = posterior(comparisons, rater)
  const last = comparisons.at(-1)?.exemplar
  let best = -1
  let least = Infinity
  exemplars.forEach((exemplar, i) => {
    if (exemplar === last && exemplars.length > 1) return
    const variance = expectedVariance(weights, exemplar, rater)
    if (variance < least) [best, least] = [i, variance]
  })
  return Math.max(0, best)
}

/** Expected variance of a pad after one more comparison. Never above the variance before. */
export function varianceAfter(
  comparisons: readonly Comparison[],
  exemplar: number,
  rater: Discrimination,
): number {
  return expectedVariance(posterior(comparisons, rater), exemplar, rater)
}

/**
 * How a rater compares, from all their comparisons: the slope and the width of “alike” with the greatest posterior, each
 * pad's own value summed out.
 * @param pads comparisons by pad
 */
export function fitDiscrimination(pads: readonly (readonly Comparison[])[]): Discrimination {
  let best = USUAL
  let most = -Infinity
  for (let i = -6; i <= 6; i++) {
    for (let j = -4; j <= 4; j++) {
      const [a, b] = [i / 3, j / 2]
      const rater = {
        slope: USUAL.slope * Math.exp(a * SLOPE_SPREAD),
        alike: USUAL.alike * Math.exp(b * ALIKE_SPREAD),
      }
      const logs = new Map<string, Float64Array>()
      const logOf = ({ exemplar, outcome }: Comparison): Float64Array => {
        const name = `${exemplar} ${outcome}`
        const there = logs.get(name)
        if (there) return there
        const made = Float64Array.from(COARSE, (at) => Math.log(probabilities(at, exemplar, rater)[outcome]))
        logs.set(name, made)
        return made
      }
      const likelihood = pads.reduce((sum, pad) => sum + logMean(pad.map(logOf)), -(a * a + b * b) / 2)
      if (likelihood > most) [best, most] = [rater, likelihood]
    }
  }
  return best
}

/** Logarithm of the mean over the grid of a product. */
function logMean(logs: readonly Float64Array[]): number {
  const sums = COARSE.map((_, i) => logs.reduce((sum, log) => sum + (log[i] as number), 0))
  const top = Math.max(...sums)
  return top + Math.log(sums.reduce((sum, one) => sum + Math.exp(one - top), 0) / sums.length)
}

/** Weights over the grid that add up to 1. */
function posterior(comparisons: readonly Comparison[], rater: Discrimination): number[] {
  const counts = new Map<string, { one: Comparison; count: number }>()
  for (const one of comparisons) {
    const name = `${one.exemplar} ${one.outcome}`
    counts.set(name, { one, count: (counts.get(name)?.count ?? 0) + 1 })
  }
  // In one order, so that sums come out the same to the last bit.
  const kinds = [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind)
  const logs = GRID.map((at) =>
    kinds.reduce(
      (sum, { one, count }) => sum + count * Math.log(probabilities(at, one.exemplar, rater)[one.outcome]),
      0,
    ),
  )
  const top = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - top))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function moments(weights: readonly number[]): PadEstimate {
  let value = 0
  let square = 0
  weights.forEach((weight, i) => {
    const at = GRID[i] as number
    value += weight * at
    square += weight * at * at
  })
  return { value, standardError: Math.sqrt(Math.max(0, square - value * value)) }
}

function expectedVariance(weights: readonly number[], exemplar: number, rater: Discrimination): number {
  return OUTCOMES.reduce((sum, outcome) => {
    const joint = weights.map(
      (weight, i) => weight * probabilities(GRID[i] as number, exemplar, rater)[outcome],
    )
    const chance = joint.reduce((total, one) => total + one, 0)
    return sum + chance * moments(joint.map((one) => one / chance)).standardError ** 2
  }, 0)
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

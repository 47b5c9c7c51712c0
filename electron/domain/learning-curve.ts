/**
 * How the error falls with the number of subjects that a model learned from, and what more subjects would give.
 * Errors of learning machines fall as an inverse power of the number of examples: Hestness et al. 2017,
 * arXiv 1712.00409; Figueroa et al. 2012, BMC Med Inform Decis Mak 12:8, who fit it by weighted least squares.
 */
import { seedOf, seeded } from './random'
import type { CurvePoint } from './records'
import { MalarError } from './words'

const RESAMPLES = 1000
const DRAWS = 400
/** Half of a 90 % interval in standard errors. */
const Z = 1.645
/** The exponents that are tried: a flatter or steeper fall is rather noise than a law. */
const EXPONENTS = Array.from({ length: 16 }, (_, i) => 0.25 + 0.05 * i)
/** A forecast reaches up to this many times the number of subjects that were measured. */
const REACH = 4
const MIN_POINTS = 3
/** Points of a forecast, for a plot. */
const STEPS = 12

/**
 * The numbers of subjects at which a learning curve is measured: 10, 20, 50, 100, 200, … below the number
 * available, and all of them.
 */
export function curveSizes(subjects: number): number[] {
  const sizes: number[] = []
  for (let ten = 10; ten < subjects; ten *= 10) {
    sizes.push(...[ten, 2 * ten, 5 * ten].filter((size) => size < subjects))
  }
  return subjects > 0 ? [...sizes, subjects] : []
}

/** Error on one held-out region; its sign does not matter. */
export interface HeldOutError {
  subject: string
  region: string
  /** On the unit scale. */
  error: number
}

/**
 * Mean absolute error over pads, each pad weighing the same, with its 90 % interval: percentile bootstrap by
 * subject (Efron & Tibshirani 1993, chapter 13), since the regions of a subject are not independent.
 * @param errors of one size; a subject that several subsets have judged counts as one
 * @throws MalarError `no-data` with fewer than two subjects, or when an error is not a number
 */
export function summarise(errors: readonly HeldOutError[], seed = 1): Omit<CurvePoint, 'subjects'> {
  const regions = [...new Set(errors.map(({ region }) => region))]
  const place = new Map(regions.map((region, i) => [region, i]))
  const bySubject = new Map<string, { sums: Float64Array; counts: Float64Array }>()
  for (const { subject, region, error } of errors) {
    if (!Number.isFinite(error)) {
      throw new MalarError('no-data', 'A held-out error of the model is not a number. Train again.')
    }
    const own = bySubject.get(subject) ?? {
      sums: new Float64Array(regions.length),
      counts: new Float64Array(regions.length),
    }
    const at = place.get(region) as number
    own.sums[at] = (own.sums[at] as number) + Math.abs(error)
    own.counts[at] = (own.counts[at] as number) + 1
    bySubject.set(subject, own)
  }
  const subjects = [...bySubject.values()]
  if (subjects.length < 2) {
    throw new MalarError('no-data', 'A learning curve needs scores of two subjects that were held out.')
  }
  const meanOf = (drawn: readonly (typeof subjects)[number][]): number => {
    let total = 0
    let pads = 0
    for (let r = 0; r < regions.length; r++) {
      let sum = 0
      let count = 0
      for (const { sums, counts } of drawn) {
        sum += sums[r] as number
        count += counts[r] as number
      }
      if (count === 0) continue
      total += sum / count
      pads++
    }
    return total / pads
  }
  const random = seeded(seedOf('learning curve', seed))
  const means = new Float64Array(RESAMPLES)
  for (let b = 0; b < RESAMPLES; b++) {
    means[b] = meanOf(
      subjects.map(() => subjects[random.integer(subjects.length)] as (typeof subjects)[number]),
    )
  }
  means.sort()
  const mae = meanOf(subjects)
  return { mae, low: Math.min(mae, quantile(means, 0.05)), high: Math.max(mae, quantile(means, 0.95)) }
}

/** mae(n) = a + b·n^(−c) */
export interface PowerLaw {
  a: number
  b: number
  c: number
}

/** The error that a law gives after learning from so many subjects. */
export function errorAt(law: PowerLaw, subjects: number): number {
  return law.a + law.b * subjects ** -law.c
}

/**
 * The law that fits a curve best: least squares weighted by the points' intervals, with a ≥ 0, b ≥ 0 and c from
 * 0.25 to 1.
 * @returns null with fewer than three numbers of subjects
 */
export function fitPowerLaw(curve: readonly CurvePoint[]): PowerLaw | null {
  const points = usable(curve)
  return points.length < MIN_POINTS
    ? null
    : fit(
        points,
        points.map(({ mae }) => mae),
      )
}

export interface Forecast {
  /** From the number of subjects that was measured last to the number forecast; empty where there is no forecast. */
  points: CurvePoint[]
  /** What it says, or why there is none. */
  sentence: string
}

/**
 * What scoring more subjects would probably give. The band holds what the points' own intervals leave open
 * (parametric bootstrap about the fitted law, widened where the points scatter more than their intervals say), and
 * is never narrower than the interval of the last point: the same held-out subjects judge all points, so what is
 * off in one is off in all.
 * @param curve on the unit scale
 * @param more subjects to be scored, a whole number from 1
 * @param range of the scale that the sentence speaks of: its largest value less its smallest
 */
export function forecast(curve: readonly CurvePoint[], more: number, range = 1): Forecast {
  const none = (because: string): Forecast => ({ points: [], sentence: `No forecast: ${because}` })
  const points = usable(curve)
  const last = points.at(-1)
  const maes = points.map(({ mae }) => mae)
  if (!last || points.length < MIN_POINTS) {
    return none(
      `it needs the error at ${MIN_POINTS} numbers of subjects, and it was measured at ${points.length}.`,
    )
  }
  if (last.subjects + more > REACH * last.subjects) {
    return none(`${more} more subjects are too many to foresee from ${last.subjects}.`)
  }
  const law = fit(points, maes)
  if (law.b === 0) return none('so far the error has not fallen with the number of subjects.')

  const sizes = Array.from({ length: STEPS + 1 }, (_, i) => last.subjects + (more * i) / STEPS)
  const drawn = draws(points, law, sizes)
  const forecasts = sizes.map((subjects, i): CurvePoint => {
    const values = (drawn[i] as Float64Array).sort()
    const mae = errorAt(law, subjects)
    return {
      subjects,
      mae,
      low: Math.max(0, Math.min(quantile(values, 0.05), mae - (last.mae - last.low))),
      high: Math.max(quantile(values, 0.95), mae + (last.high - last.mae)),
    }
  })
  return { points: forecasts, sentence: sentenceOf(last, forecasts.at(-1) as CurvePoint, more, range) }
}

/** What laws through equally likely points say at each size. */
function draws(points: readonly CurvePoint[], law: PowerLaw, sizes: readonly number[]): Float64Array[] {
  const errors = points.map(standardError)
  const fitted = points.map(({ subjects }) => errorAt(law, subjects))
  const misfit = points.reduce(
    (sum, { mae }, i) => sum + ((mae - (fitted[i] as number)) / (errors[i] as number)) ** 2,
    0,
  )
  const spread = Math.max(1, Math.sqrt(misfit / Math.max(1, points.length - 3)))
  const random = seeded(seedOf('forecast', points.length))
  const found = sizes.map(() => new Float64Array(DRAWS))
  for (let d = 0; d < DRAWS; d++) {
    const one = fit(
      points,
      fitted.map((value, i) => value + spread * (errors[i] as number) * random.normal()),
    )
    sizes.forEach((size, i) => ((found[i] as Float64Array)[d] = errorAt(one, size)))
  }
  return found
}

/** Two parameters by weighted least squares for each exponent; where a or b would be negative, the other alone. */
function fit(points: readonly CurvePoint[], maes: readonly number[]): PowerLaw {
  const weights = points.map((point) => standardError(point) ** -2)
  let best: PowerLaw = { a: 0, b: 0, c: 0.5 }
  let least = Infinity
  for (const c of EXPONENTS) {
    let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0]
    points.forEach(({ subjects }, i) => {
      const weight = weights[i] as number
      const x = subjects ** -c
      const y = maes[i] as number
      w += weight
      wx += weight * x
      wxx += weight * x * x
      wy += weight * y
      wxy += weight * x * y
    })
    const b = (w * wxy - wx * wy) / (w * wxx - wx * wx)
    const a = (wy - b * wx) / w
    const candidates: PowerLaw[] =
      a >= 0 && b >= 0
        ? [{ a, b, c }]
        : [
            { a: 0, b: Math.max(0, wxy / wxx), c },
            { a: Math.max(0, wy / w), b: 0, c },
          ]
    for (const law of candidates) {
      const squares = points.reduce(
        (sum, { subjects }, i) =>
          sum + (weights[i] as number) * ((maes[i] as number) - errorAt(law, subjects)) ** 2,
        0,
      )
      if (squares < least) [best, least] = [law, squares]
    }
  }
  return best
}

/** A point without a width would outweigh all others. */
function standardError({ low, high }: CurvePoint): number {
  return Math.max(0.001, (high - low) / (2 * Z))
}

/** Finite points, one a size, ascending. */
function usable(curve: readonly CurvePoint[]): CurvePoint[] {
  const found = new Map<number, CurvePoint>()
  for (const point of curve) {
    const { subjects, mae, low, high } = point
    if ([subjects, mae, low, high].every(Number.isFinite) && subjects > 0) found.set(subjects, point)
  }
  return [...found.values()].sort((a, b) => a.subjects - b.subjects)
}

function sentenceOf(last: CurvePoint, end: CurvePoint, more: number, range: number): string {
  const two = (unit: number): string => (unit * range).toFixed(2)
  const subjects = `${more} more subject${more === 1 ? '' : 's'}`
  const band = `(${two(end.low)} to ${two(end.high)})`
  if (Number(two(end.mae)) >= Number(two(last.mae))) {
    return `Scoring ${subjects} would probably hardly lower the mean error: it is ${two(last.mae)} and would be about ${two(end.mae)} ${band}.`
  }
  return `Scoring ${subjects} would probably lower the mean error from ${two(last.mae)} to about ${two(end.mae)} ${band}.`
}

function quantile(sorted: Float64Array, p: number): number {
  return sorted[Math.round(p * (sorted.length - 1))] as number
}

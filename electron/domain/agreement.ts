/** Agreement of raters beyond ICC and kappa: Bland–Altman, raters' differences, Krippendorff's alpha. */
import { tQuantile } from './distributions'
import type { WithInterval } from './icc'
import { seeded } from './random'
import { MalarError } from './words'

export { icc, iccAll, measurementError } from './icc'
export { weightedKappa } from './kappa'
export { meanAbsolute, rootMeanSquare } from './compare'

export interface BlandAltman {
  n: number
  /** Mean of first less second. */
  bias: WithInterval
  standardDeviation: number
  /** Limits of agreement, bias ± 1.96 s, each with its 95 % interval. */
  lower: WithInterval
  upper: WithInterval
}

/**
 * Limits of agreement of two raters, or of two rounds (Bland & Altman 1999: the limits' standard error is
 * s √(1/n + 1.96²/(2(n−1)))).
 * @param pairs both scores of each region
 * @throws MalarError `few-subjects` with fewer than three pairs, `incomplete` when a score is missing
 */
export function blandAltman(pairs: readonly (readonly [number | null, number | null])[]): BlandAltman {
  const n = pairs.length
  if (n < 3)
    throw new MalarError('few-subjects', 'Limits of agreement need at least three regions that both scored.')
  const differences = pairs.map(([first, second]) => {
    if (first === null || second === null || !Number.isFinite(first - second)) {
      throw new MalarError('incomplete', 'Limits of agreement need both scores of every region.')
    }
    return first - second
  })
  const mean = differences.reduce((a, b) => a + b, 0) / n
  const s = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1))
  const t = tQuantile(0.975, n - 1)
  const around = (value: number, error: number): WithInterval => ({
    value,
    low: value - t * error,
    high: value + t * error,
  })
  const limitError = s * Math.sqrt(1 / n + 1.96 ** 2 / (2 * (n - 1)))
  return {
    n,
    bias: around(mean, s / Math.sqrt(n)),
    standardDeviation: s,
    lower: around(mean - 1.96 * s, limitError),
    upper: around(mean + 1.96 * s, limitError),
  }
}

/**
 * Mean absolute difference of two raters on the same region: all pairs of raters within a region, then
 * the mean over regions.
 * @param units the scores of each region, one a rater
 * @returns null where no region has two scores
 */
export function raterDifference(units: readonly (readonly number[])[]): number | null {
  let sum = 0
  let count = 0
  for (const scores of units) {
    const m = scores.length
    if (m < 2) continue
    let own = 0
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < i; j++) own += Math.abs((scores[i] as number) - (scores[j] as number))
    }
    sum += own / ((m * (m - 1)) / 2)
    count++
  }
  return count ? sum / count : null
}

/** The scores of one region by whichever raters scored it. */
export interface Unit {
  subject: string
  scores: readonly number[]
}

/**
 * Krippendorff's alpha for any number of raters and missing scores (Krippendorff 2011), with a 95 %
 * interval by bootstrap over subjects.
 * @param metric `interval` for continuous scores, `ordinal` for grades
 * @throws MalarError `one-rater` where fewer than two regions have two scores, `no-variance`
 */
export function krippendorffAlpha(
  units: readonly Unit[],
  metric: 'interval' | 'ordinal',
  options: { seed?: number; resamples?: number } = {},
): WithInterval & { units: number } {
  const usable = units.filter(({ scores }) => scores.length > 1)
  if (usable.length < 2) {
    throw new MalarError('one-rater', 'Agreement needs at least two regions with scores of two raters.')
  }
  const value = alphaOf(
    usable.map(({ scores }) => scores),
    metric,
  )
  if (value === null) {
    throw new MalarError(
      'no-variance',
      'All scores are the same, so that agreement cannot be told from chance.',
    )
  }
  const bySubject = new Map<string, (readonly number[])[]>()
  for (const { subject, scores } of usable) {
    const own = bySubject.get(subject)
    if (own) own.push(scores)
    else bySubject.set(subject, [scores])
  }
  const groups = [...bySubject.values()]
  const random = seeded(options.seed ?? 1)
  const values: number[] = []
  for (let b = 0; b < (options.resamples ?? 1000); b++) {
    const drawn = groups.flatMap(() => groups[random.integer(groups.length)] as (readonly number[])[])
    const again = alphaOf(drawn, metric)
    // A resample without variance says nothing.
    if (again !== null) values.push(again)
  }
  values.sort((a, b) => a - b)
  const at = (p: number): number => values[Math.round(p * (values.length - 1))] ?? value
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)), units: usable.length }
}

/**
 * α = 1 − observed / expected disagreement. With squared differences both are sums of squares; the
 * ordinal metric is the interval metric on mid-ranks. Null without variance.
 */
function alphaOf(units: readonly (readonly number[])[], metric: 'interval' | 'ordinal'): number | null {
  const values = metric === 'ordinal' ? midRanks(units) : units
  let n = 0
  let sum = 0
  for (const scores of values) {
    n += scores.length
    for (const score of scores) sum += score
  }
  const grand = sum / n
  let total = 0
  let observed = 0
  for (const scores of values) {
    const m = scores.length
    const mean = scores.reduce((a, b) => a + b, 0) / m
    let own = 0
    for (const score of scores) {
      own += (score - mean) ** 2
      total += (score - grand) ** 2
    }
    observed += (2 * m * own) / (m - 1)
  }
  const expected = (2 * total) / (n - 1)
  return expected <= 1e-24 * Math.max(1, grand * grand) ? null : 1 - observed / n / expected
}

function midRanks(units: readonly (readonly number[])[]): number[][] {
  const counts = new Map<number, number>()
  for (const scores of units) for (const score of scores) counts.set(score, (counts.get(score) ?? 0) + 1)
  const ranks = new Map<number, number>()
  let below = 0
  for (const [value, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    ranks.set(value, below + (count + 1) / 2)
    below += count
  }
  return units.map((scores) => scores.map((score) => ranks.get(score) as number))
}

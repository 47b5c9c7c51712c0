/** Intraclass correlation: Shrout & Fleiss 1979, intervals of McGraw & Wong 1996. */
import { fQuantile } from './distributions'
import { MalarError } from './words'

export const ICC_FORMS = ['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const
/** Model (1 one-way, 2 raters random, 3 raters fixed) and unit (one rater, or the mean of k). */
export type IccForm = (typeof ICC_FORMS)[number]

export interface WithInterval {
  value: number
  /** 95 % interval. */
  low: number
  high: number
}

/** Mean squares of n targets × k raters. */
export interface MeanSquares {
  n: number
  k: number
  between: number
  within: number
  raters: number
  residual: number
}

/**
 * The two-way table's mean squares.
 * @param ratings a row for each target, a column for each rater; null is a missing score
 * @throws MalarError `one-rater`, `few-subjects`, `incomplete` or `no-variance`
 */
export function meanSquares(ratings: readonly (readonly (number | null)[])[]): MeanSquares {
  const n = ratings.length
  const k = ratings[0]?.length ?? 0
  if (n < 2)
    throw new MalarError('few-subjects', 'Agreement needs at least two regions that the raters scored.')
  if (k < 2) throw new MalarError('one-rater', 'Agreement needs at least two raters, or two rounds of one.')
  const missing = ratings.filter(
    (row) => row.length !== k || row.some((v) => v === null || !Number.isFinite(v)),
  )
  if (missing.length) {
    throw new MalarError(
      'incomplete',
      `${missing.length} of ${n} regions lack a score of some rater. Leave them out, or use Krippendorff’s alpha.`,
    )
  }
  const table = ratings as readonly (readonly number[])[]
  const grand = table.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0) / (n * k)
  let rows = 0
  let total = 0
  const columns = new Float64Array(k)
  for (const row of table) {
    const mean = row.reduce((a, b) => a + b, 0) / k
    rows += k * (mean - grand) ** 2
    row.forEach((value, j) => {
      total += (value - grand) ** 2
      columns[j] = (columns[j] as number) + value / n
    })
  }
  const between = columns.reduce((sum, mean) => sum + n * (mean - grand) ** 2, 0)
  // What is left of rounding is nothing: without this, perfect agreement would have a variance of 1e-33.
  const clean = (square: number): number => (square > total * 1e-12 ? square : 0)
  if (total <= 1e-24 * Math.max(1, grand * grand) || clean(rows) === 0) {
    throw new MalarError(
      'no-variance',
      'The regions do not differ in their scores, so that agreement on their differences cannot be measured.',
    )
  }
  return {
    n,
    k,
    between: rows / (n - 1),
    within: clean(total - rows) / (n * (k - 1)),
    raters: clean(between) / (k - 1),
    residual: clean(total - rows - between) / ((n - 1) * (k - 1)),
  }
}

/**
 * One form of the ICC with its 95 % interval. A negative value is reported as it is.
 * @throws MalarError as `meanSquares`, and `undefined` where raters disagree so much that the form has no value
 */
export function icc(ratings: readonly (readonly (number | null)[])[], form: IccForm): WithInterval {
  return iccOf(meanSquares(ratings), form)
}

/** All six forms; null where a form or an end of its interval has no value. Throws as `meanSquares`. */
export function iccAll(
  ratings: readonly (readonly (number | null)[])[],
): Record<IccForm, WithInterval | null> {
  const squares = meanSquares(ratings)
  const entries = ICC_FORMS.map((form) => {
    try {
      return [form, iccOf(squares, form)] as const
    } catch (error) {
      if (error instanceof MalarError) return [form, null] as const
      throw error
    }
  })
  return Object.fromEntries(entries) as Record<IccForm, WithInterval | null>
}

/** The form from mean squares; throws MalarError `undefined` as `icc`. */
function iccOf(squares: MeanSquares, form: IccForm): WithInterval {
  const average = form.endsWith('k')
  const result = form.startsWith('2')
    ? twoWayRandom(squares, average)
    : byF(squares, form.startsWith('1'), average)
  if (![result.value, result.low, result.high].every(Number.isFinite)) {
    throw new MalarError('undefined', `The raters disagree so much that ICC(${form}) has no value here.`)
  }
  return result
}

/** Models 1 and 3: F = B / (W or E). */
function byF(
  { n, k, between, within, residual }: MeanSquares,
  oneWay: boolean,
  average: boolean,
): WithInterval {
  const error = oneWay ? within : residual
  // No disagreement at all.
  if (error === 0) return { value: 1, low: 1, high: 1 }
  const df = oneWay ? n * (k - 1) : (n - 1) * (k - 1)
  const ratio = between / error
  const from = (f: number): number => (average ? 1 - 1 / f : (f - 1) / (f + k - 1))
  return {
    value: from(ratio),
    low: from(ratio / fQuantile(0.975, n - 1, df)),
    high: from(ratio * fQuantile(0.975, df, n - 1)),
  }
}

/** Model 2: absolute agreement, raters random. */
function twoWayRandom(squares: MeanSquares, average: boolean): WithInterval {
  const { n, k, between: B, raters: J, residual: E } = squares
  const single = (B - E) / (B + (k - 1) * E + (k * (J - E)) / n)
  if (J === 0 && E === 0) return { value: 1, low: 1, high: 1 }
  const a = (k * single) / (n * (1 - single))
  const b = 1 + (k * single * (n - 1)) / (n * (1 - single))
  const v = (a * J + b * E) ** 2 / ((a * J) ** 2 / (k - 1) + (b * E) ** 2 / ((n - 1) * (k - 1)))
  const f1 = fQuantile(0.975, n - 1, v)
  const f2 = fQuantile(0.975, v, n - 1)
  const rest = k * J + (k * n - k - n) * E
  const low = (n * (B - f1 * E)) / (f1 * rest + n * B)
  const high = (n * (f2 * B - E)) / (rest + n * f2 * B)
  // The approximate degrees of freedom fail for strongly negative values: an interval still holds its value.
  const ends = { value: single, low: Math.min(low, single), high: Math.max(high, single) }
  if (!average) return ends
  const mean = (one: number): number => spearmanBrown(one, k)
  return { value: mean(ends.value), low: mean(ends.low), high: mean(ends.high) }
}

/** Reliability of the mean of k; not a number where the raters' mean carries none. */
function spearmanBrown(single: number, k: number): number {
  const divisor = 1 + (k - 1) * single
  return divisor > 1e-12 ? (k * single) / divisor : NaN
}

/** Standard error of measurement and the least change beyond it, in the ratings' unit. */
export interface MeasurementError {
  sem: number
  /** 1.96 · √2 · SEM: a smaller difference between two scores may be chance. */
  mdc95: number
}

/**
 * Measurement error of one score.
 * @param kind `agreement` counts differences between raters' means, `consistency` does not
 * @throws MalarError as `meanSquares`
 */
export function measurementError(
  ratings: readonly (readonly (number | null)[])[],
  kind: 'agreement' | 'consistency',
): MeasurementError {
  const { n, raters, residual } = meanSquares(ratings)
  const between = kind === 'agreement' ? Math.max(0, (raters - residual) / n) : 0
  const sem = Math.sqrt(between + residual)
  return { sem, mdc95: 1.96 * Math.SQRT2 * sem }
}

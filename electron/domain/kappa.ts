import { MalarError } from './words'

export type KappaWeights = 'none' | 'linear' | 'quadratic'

export interface Kappa {
  value: number
  /** Large-sample standard error (Fleiss, Cohen & Everitt 1969). */
  standardError: number
  /** 95 % interval, cut at −1 and 1. */
  low: number
  high: number
  /** Pairs of scores. */
  n: number
}

/**
 * Weighted kappa of two raters. Weights span every grade that the scale allows, not only those seen:
 * w = 1 − |i−j|/(m−1), or its square form; κ = (Σ w p − Σ w p.i p.j) / (1 − Σ w p.i p.j).
 * @param pairs both raters' grades of each region
 * @param grades all allowed values of the scale, ascending and evenly spaced (`allowedValues`)
 * @throws MalarError `grades` for a value that is no grade, `few-subjects`, `no-variance`
 */
export function weightedKappa(
  pairs: readonly (readonly [number, number])[],
  grades: readonly number[],
  weights: KappaWeights,
): Kappa {
  const m = grades.length
  const table = Array.from({ length: m }, () => new Array<number>(m).fill(0))
  const indexOf = (value: number): number => {
    const index = grades.findIndex((grade) => Math.abs(grade - value) < 1e-9)
    if (index < 0)
      throw new MalarError('grades', `${value} is not a grade of this scale. Kappa is for grades only.`)
    return index
  }
  for (const [first, second] of pairs) {
    const row = table[indexOf(first)] as number[]
    const column = indexOf(second)
    row[column] = (row[column] as number) + 1
  }
  return kappaOfTable(table, weights)
}

/**
 * Weighted kappa of a table of counts.
 * @param table m × m over the full grid of grades, first rater down, second across
 * @throws MalarError `few-subjects` or `no-variance`
 */
export function kappaOfTable(table: readonly (readonly number[])[], weights: KappaWeights): Kappa {
  const m = table.length
  const n = table.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0)
  if (n < 2) throw new MalarError('few-subjects', 'Kappa needs at least two regions that both raters scored.')
  const rows = table.map((row) => row.reduce((a, b) => a + b, 0) / n)
  const columns = rows.map((_, j) => table.reduce((sum, row) => sum + (row[j] as number), 0) / n)
  const weight = (i: number, j: number): number => {
    if (weights === 'none' || m < 2) return i === j ? 1 : 0
    const share = Math.abs(i - j) / (m - 1)
    return 1 - (weights === 'linear' ? share : share * share)
  }
  let observed = 0
  let expected = 0
  const rowWeights = new Float64Array(m)
  const columnWeights = new Float64Array(m)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      const w = weight(i, j)
      observed += (w * (table[i]?.[j] as number)) / n
      expected += w * (rows[i] as number) * (columns[j] as number)
      rowWeights[i] = (rowWeights[i] as number) + w * (columns[j] as number)
      columnWeights[j] = (columnWeights[j] as number) + w * (rows[i] as number)
    }
  }
  if (1 - expected < 1e-12) {
    throw new MalarError(
      'no-variance',
      'Both raters gave every region the same grade, so that kappa cannot tell agreement from chance.',
    )
  }
  const value = (observed - expected) / (1 - expected)
  let sum = 0
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      const both = (rowWeights[i] as number) + (columnWeights[j] as number)
      sum += ((table[i]?.[j] as number) / n) * (weight(i, j) - both * (1 - value)) ** 2
    }
  }
  const variance = (sum - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
  const standardError = Math.sqrt(Math.max(0, variance))
  return {
    value,
    standardError,
    low: Math.max(-1, value - 1.96 * standardError),
    high: Math.min(1, value + 1.96 * standardError),
    n,
  }
}

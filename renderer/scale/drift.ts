import type { StripItem } from '../../electron/contract'

export interface Drift {
  /** Values in the order in which they were given. */
  values: number[]
  /** Median of the values around each place. */
  running: number[]
  /** Means of the earlier and the later half; null with fewer than two values. */
  halves: { early: number; late: number } | null
}

/** How the scores moved while they were given. In a random order they should not. */
export function driftOf(items: readonly StripItem[]): Drift {
  const values = [...items]
    .sort((a, b) => (a.scoredAt < b.scoredAt ? -1 : a.scoredAt > b.scoredAt ? 1 : a.score - b.score))
    .map(({ value }) => value)
  const reach = Math.max(2, Math.round(values.length / 20))
  const running = values.map((_, i) => median(values.slice(Math.max(0, i - reach), i + reach + 1)))
  const half = Math.floor(values.length / 2)
  const halves =
    half === 0 ? null : { early: mean(values.slice(0, half)), late: mean(values.slice(values.length - half)) }
  return { values, running, halves }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

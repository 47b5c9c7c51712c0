/** Clocks and order statistics. The machine may be busy, so rows report medians, never means. */
import { performance } from 'node:perf_hooks'

/** Milliseconds on a clock that never goes back. */
export function now(): number {
  return performance.now()
}

/** Runs work and says how long it took. */
export function timed<T>(work: () => T): { ms: number; value: T } {
  const start = now()
  const value = work()
  return { ms: now() - start, value }
}

/** Seconds of processor time that this process has used: what a busy machine does not stretch. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** As `timed`, of work that is waited for. */
export async function timedAsync<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = now()
  const value = await work()
  return { ms: now() - start, value }
}

/**
 * The value below which a share of the values lies, by the nearest rank.
 * @param share 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There are no values.')
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.ceil(share * sorted.length)
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] as number
}

/** Of the numbers given, in any order. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** A number with about three digits. */
export function brief(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : 2)
}

/** As words, with as many digits as are worth telling. */
export function milliseconds(ms: number): string {
  return `${brief(ms)} ms`
}

/** Gives way to messages and windows between two rounds of long computing. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

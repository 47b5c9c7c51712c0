/**
 * The interval of a suggestion: hierarchical conformal prediction by subject (Lee, Barber, Willett,
 * arXiv 2306.06342). It needs residuals of subjects that neither the embedding nor the estimate has
 * seen; residuals of the model's own subjects are far too small and give an interval that lies.
 */
import { betaQuantile } from './distributions'
import { MalarError } from './words'

/** Below this the app gives no interval. */
export const MIN_CALIBRATION_SUBJECTS = 20

/** The nominal coverage of all intervals of the app. */
export const LEVEL = 0.9

/** What the held-out residuals support. */
export interface Calibration {
  /** Half of the interval's width on the unit scale; null where there is no interval. */
  halfWidth: number | null
  level: number
  /** Subjects behind it. */
  subjects: number
  /** Range in which the true coverage lies with 90 % probability; null where there is no interval. */
  band: { low: number; high: number } | null
  /** Why there is no interval, as a sentence; empty where there is one. */
  because: string
}

/**
 * The conformal quantile of held-out residuals. A subject has several, which are alike: each subject
 * carries 1/(n+1), shared by its residuals, and 1/(n+1) lies at infinity for the subject to come.
 * @param residuals label minus prediction on the unit scale, from models that never saw the subject
 * @throws MalarError `residual` when a residual is not a number, `level` when level is not in 0..1
 */
export function calibrate(
  residuals: readonly { subject: string; residual: number }[],
  level = LEVEL,
): Calibration {
  if (!(level > 0 && level < 1))
    throw new MalarError('level', `An interval of level ${level} is not possible.`)
  const counts = new Map<string, number>()
  for (const { subject, residual } of residuals) {
    if (!Number.isFinite(residual)) {
      throw new MalarError('residual', 'A held-out error of the model is not a number. Train again.')
    }
    counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }
  const subjects = counts.size
  const none = (because: string): Calibration => ({ halfWidth: null, level, subjects, band: null, because })
  if (subjects < MIN_CALIBRATION_SUBJECTS) {
    return none(
      `There is no interval yet: it needs ${MIN_CALIBRATION_SUBJECTS} labelled subjects, and there are ${subjects}.`,
    )
  }
  const sorted = residuals
    .map(({ subject, residual }) => ({
      size: Math.abs(residual),
      mass: 1 / ((subjects + 1) * (counts.get(subject) as number)),
    }))
    .sort((a, b) => a.size - b.size)
  let mass = 0
  for (const entry of sorted) {
    mass += entry.mass
    // The masses are sums of fractions; a hair below the level is the level.
    if (mass >= level - 1e-12) {
      return { halfWidth: entry.size, level, subjects, band: coverageBand(subjects, level), because: '' }
    }
  }
  const needed = Math.ceil(level / (1 - level) - 1e-9)
  return none(
    `There is no interval: one of ${percent(level)} needs ${needed} labelled subjects, and there are ${subjects}.`,
  )
}

/**
 * The interval around a value, cut at the scale's ends.
 * @param value on the unit scale
 * @returns ends on the unit scale, or null where the calibration supports none
 */
export function intervalAround(
  calibration: Calibration,
  value: number,
): { low: number; high: number; level: number } | null {
  if (calibration.halfWidth === null) return null
  return {
    low: Math.max(0, value - calibration.halfWidth),
    high: Math.min(1, value + calibration.halfWidth),
    level: calibration.level,
  }
}

/**
 * Where the true coverage of an interval from n calibration subjects lies with 90 % probability. Given
 * the calibration set it is Beta(r, n + 1 − r) distributed, with r = ⌈(n + 1) level⌉ (Vovk 2012).
 * @throws MalarError `level` when n subjects do not support an interval of that level
 */
export function coverageBand(n: number, level = LEVEL): { low: number; high: number } {
  const rank = Math.ceil((n + 1) * level - 1e-9)
  if (!(rank >= 1 && rank <= n)) {
    throw new MalarError('level', `An interval of ${percent(level)} cannot be had from ${n} subjects.`)
  }
  return { low: betaQuantile(0.05, rank, n + 1 - rank), high: betaQuantile(0.95, rank, n + 1 - rank) }
}

function percent(level: number): string {
  return `${Number((level * 100).toFixed(1))} %`
}

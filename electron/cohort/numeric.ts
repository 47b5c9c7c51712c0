/** The value, or the nearer end of [low, high] where it lies outside. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}

/**
 * Smooth step (3t² − 2t³): 0 at `from`, 1 at `to`, constant beyond.
 * With `from` above `to` it falls instead of rising.
 */
export function smoothStep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from), 0, 1)
  return t * t * (3 - 2 * t)
}

/** Gaussian-like bump without normalisation: exp(−distance² / spread), distance² given. */
export function bump(squaredDistance: number, spread: number): number {
  return Math.exp(-squaredDistance / spread)
}

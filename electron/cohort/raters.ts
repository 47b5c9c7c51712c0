import { clamp } from './numeric'
import { createRandom, deriveSeed, hashText } from './random'

/** How a simulated rater errs. */
export interface RaterTraits {
  /** Added to every score. */
  bias: number
  /** Below 1 the rater avoids the ends of the scale, above 1 exaggerates; 1 by default. */
  slope?: number
  /** Standard deviation of what differs from one presentation to the next. */
  noiseSd: number
}

/** Somebody who scores, with known errors. */
export interface SimulatedRater {
  name: string
  /**
   * Scores a pad: .5 + slope · (truth − .5) + bias + noise, clipped to 0–1, rounded to .01.
   * @param truth true score, 0–1
   * @param presentation what is shown and which time, e.g. `S-001/0/jowl/right/round 2`. The same text
   *   gives the same score in whatever order a round runs; any other text gives independent noise
   */
  score(truth: number, presentation: string): number
}

/** The two raters of a study that nobody configured. */
export const DEFAULT_RATERS: readonly (RaterTraits & { name: string })[] = [
  { name: 'Rater A', bias: 0.02, noiseSd: 0.05 },
  { name: 'Rater B', bias: -0.03, noiseSd: 0.06 },
]

/**
 * Creates a rater. Clipping pulls the bias in near the ends of the scale, as it does with people.
 * @param seed with the name decides the noise: two raters err independently under one seed
 */
export function simulateRater(name: string, traits: RaterTraits, seed: number): SimulatedRater {
  const { bias, slope = 1, noiseSd } = traits
  const raterSeed = deriveSeed(seed, hashText(name))
  return {
    name,
    score(truth, presentation) {
      const noise = noiseSd * createRandom(deriveSeed(raterSeed, hashText(presentation))).normal()
      const score = clamp(0.5 + slope * (truth - 0.5) + bias + noise, 0, 1)
      return Math.round(score * 100) / 100
    },
  }
}

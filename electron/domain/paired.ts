/** How two values of the same pads differ: a rater's first and second, or a rater's and the others'. */
import { meanAbsolute, rootMeanSquare } from './compare'

export interface PairedDifferences {
  /** Pads with both values. */
  pads: number
  /** Mean of second less first. */
  bias: number
  meanAbsolute: number
  rootMeanSquare: number
}

/**
 * @param pairs first and second value of each pad; a pad that lacks one is left out
 * @returns null where no pad has both
 */
export function pairedDifferences(
  pairs: readonly (readonly [number | null, number | null])[],
): PairedDifferences | null {
  const differences = pairs.flatMap(([first, second]) =>
    first === null || second === null ? [] : [second - first],
  )
  const pads = differences.length
  if (pads === 0) return null
  return {
    pads,
    bias: differences.reduce((sum, one) => sum + one, 0) / pads,
    meanAbsolute: meanAbsolute(differences),
    rootMeanSquare: rootMeanSquare(differences),
  }
}

/**
 * Standard deviation of one rater's scores of one pad, from two scores of each: √(Σd² / 2n)
 * (Bland & Altman 1996, BMJ 312:1654).
 */
export function withinRaterDeviation({ rootMeanSquare }: PairedDifferences): number {
  return rootMeanSquare / Math.SQRT2
}

/**
 * How far a read difference of the two sides can be believed. Two noisy readings differ more than the sides do, so
 * the difference is shrunk by what subjects show that neither the model nor the neighbours had seen.
 */
import { USUAL_SHRINKAGE } from './predict'
import type { Deviation } from './records'

/** The usual share counts like this many visits beside those that were measured. */
const PRIOR_VISITS = 10

/**
 * The share of read differences that is to be believed: the slope of the least-squares line through the origin,
 * Σ read · label / Σ read², drawn to the usual share where visits are few.
 * @param differences of one pad
 * @returns 0 (the two sides are called equal) to 1 (as read)
 */
export function shrinkageOf(differences: readonly Deviation[]): number {
  if (differences.length === 0) return USUAL_SHRINKAGE
  let products = 0
  let squares = 0
  for (const { read, label } of differences) {
    products += read * label
    squares += read * read
  }
  const prior = (PRIOR_VISITS * squares) / differences.length
  if (squares < 1e-12) return USUAL_SHRINKAGE
  return Math.min(1, Math.max(0, (products + USUAL_SHRINKAGE * prior) / (squares + prior)))
}

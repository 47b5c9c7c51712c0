/**
 * How far a read level can be believed. Of a visit's pad the level is read as so much above or below the mean of what
 * was learned from; where held-out subjects show that readings spread too far, as they do when labels are few or mean
 * nothing, the suggestion is drawn back to that mean.
 */
import type { Deviation } from './records'

/** With fewer subjects the error of the slope is not known, and nothing is drawn. */
const LEAST_SUBJECTS = 3

/**
 * The share of the distance from the mean that is to be believed: the slope of the least-squares line through the
 * origin, Σ read · label / Σ read², and its standard error on top, at most 1. The standard error is the sandwich
 * estimate with subjects as clusters (Liang and Zeger 1986), √(G / (G − 1) · Σ_g (Σ read · (label − slope · read))²) /
 * Σ read²: the readings get the benefit of the doubt, and are drawn only as far as held-out subjects show it. All pads
 * are taken together: pad by pad the slope is too uncertain to be of use (measured in e2e/bench/learning).
 * @param levels of subjects that neither the model nor the neighbours had seen
 * @returns 0 (every pad gets its mean) to 1 (as read)
 */
export function levelShareOf(levels: readonly (Deviation & { subject: string })[]): number {
  let products = 0
  let squares = 0
  for (const { read, label } of levels) {
    products += read * label
    squares += read * read
  }
  if (squares < 1e-12) return 1
  const slope = products / squares
  const bySubject = new Map<string, number>()
  for (const { subject, read, label } of levels) {
    bySubject.set(subject, (bySubject.get(subject) ?? 0) + read * (label - slope * read))
  }
  const subjects = bySubject.size
  if (subjects < LEAST_SUBJECTS) return 1
  const spread = [...bySubject.values()].reduce((sum, one) => sum + one * one, 0)
  const error = Math.sqrt((subjects / (subjects - 1)) * spread) / squares
  return Math.min(1, Math.max(0, slope + error))
}

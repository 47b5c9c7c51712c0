import type { LearnedFrom, RaterDifference } from './records'

/**
 * Counts what a model learns from.
 * @param labelled regions with a label
 * @returns pads in the order of their first region
 */
export function learnedFrom(
  labelled: readonly { region: string; subject: string; photograph: number }[],
): LearnedFrom {
  const pads = new Map<string, { subjects: Set<string>; photographs: Set<number>; labels: number }>()
  for (const { region, subject, photograph } of labelled) {
    const pad = pads.get(region) ?? { subjects: new Set(), photographs: new Set(), labels: 0 }
    pad.subjects.add(subject)
    pad.photographs.add(photograph)
    pad.labels++
    pads.set(region, pad)
  }
  return {
    photographs: new Set(labelled.map(({ photograph }) => photograph)).size,
    regions: [...pads].map(([region, { subjects, photographs, labels }]) => ({
      region,
      subjects: subjects.size,
      photographs: photographs.size,
      labels,
    })),
  }
}

/**
 * What two raters differ by on the same region, pad by pad.
 * @param pairs independent scores of a region by two raters, as values of the scale
 * @param range of the scale: its largest value less its smallest
 * @returns on the unit scale, pads in the order of their first pair
 */
export function raterDifferences(
  pairs: readonly { region: string; a: number; b: number }[],
  range: number,
): RaterDifference[] {
  const sums = new Map<string, { sum: number; pairs: number }>()
  for (const { region, a, b } of pairs) {
    const known = sums.get(region) ?? { sum: 0, pairs: 0 }
    sums.set(region, { sum: known.sum + Math.abs(a - b) / range, pairs: known.pairs + 1 })
  }
  return [...sums].map(([region, { sum, pairs }]) => ({ region, difference: sum / pairs, pairs }))
}

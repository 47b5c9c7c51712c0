/**
 * Counts of people in tables that leave a study. A count below ten may point at somebody, so it is suppressed; and
 * with it every total from which it could be worked out (Hundepool et al. 2012, Statistical Disclosure Control:
 * primary and complementary suppression).
 */

/** Counts below this are not shown. */
export const LEAST_SHOWN = 10

/** What stands in place of a small count. */
const SUPPRESSED = `< ${LEAST_SHOWN}`

/** What stands in place of a total that would give a small count away. */
const WITHHELD = 'withheld'

/** A count as it may be shown. */
export function shownCount(count: number): string {
  return count < LEAST_SHOWN ? SUPPRESSED : String(count)
}

/**
 * A column of counts with its total. The total is shown only where every suppressed count could still be anything
 * from 0 to 9: with one suppressed count it is its difference to the others, and with several it can still corner
 * them, such as a rest of 0 or of 9 each.
 * @param total of all counts
 */
export function shownCounts(
  counts: readonly number[],
  total = counts.reduce((sum, count) => sum + count, 0),
): { counts: string[]; total: string } {
  const most = LEAST_SHOWN - 1
  const suppressed = counts.filter((count) => count < LEAST_SHOWN).length
  const rest = total - counts.reduce((sum, count) => sum + (count < LEAST_SHOWN ? 0 : count), 0)
  const safe = suppressed === 0 || (rest >= most && rest <= most * (suppressed - 1))
  const shown = total < LEAST_SHOWN ? SUPPRESSED : safe ? String(total) : WITHHELD
  return { counts: counts.map(shownCount), total: shown }
}

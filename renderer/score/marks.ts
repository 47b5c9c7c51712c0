import type { SuggestionView } from '../../electron/contract'
import { toUnit, type Scale } from '../../electron/domain/scale'

export interface Marks {
  /** Percent of the scale's length. */
  value: number | null
  low: number | null
  width: number | null
}

/** Where a suggestion lies on the scale. */
export function marksOf(scale: Scale, view: SuggestionView | null): Marks {
  const { value = null, low = null, high = null } = view?.suggestion ?? {}
  const percent = (at: number): number => 100 * Math.min(1, Math.max(0, toUnit(scale, at)))
  return {
    value: value === null ? null : percent(value),
    low: low === null ? null : percent(low),
    width: low === null || high === null ? null : percent(high) - percent(low),
  }
}

/** A value that need not be a grade: two decimals from 0 to 1, one on grades. */
export function fineWords(scale: Scale, value: number): string {
  return value.toFixed(scale.kind === 'continuous' ? 2 : 1)
}

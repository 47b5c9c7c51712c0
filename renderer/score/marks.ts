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

/** How alike two pads look to the model, by the distance of their unit embeddings: 0 to 2. */
export function closenessWords(distance: number): string {
  if (distance < 0.35) return 'very alike'
  if (distance < 0.7) return 'alike'
  return distance < 1.1 ? 'less alike' : 'far apart'
}

/**
 * Middles of tiles, as near as they can be to where they should lie without overlapping or leaving the row.
 * @param wanted ascending, in pixels
 * @param size of a tile with its gap; all of them together must fit into the width
 */
export function spread(wanted: readonly number[], size: number, width: number): number[] {
  // Tiles that push each other form groups; a group lies about the mean of what its tiles want.
  const groups: { tiles: number; middle: number }[] = []
  const within = (middle: number, tiles: number): number => {
    const half = (tiles * size) / 2
    return Math.max(half, Math.min(width - half, middle))
  }
  for (const middle of wanted) {
    let group = { tiles: 1, middle: within(middle, 1) }
    for (;;) {
      const before = groups[groups.length - 1]
      if (!before || group.middle - before.middle >= ((group.tiles + before.tiles) * size) / 2) break
      groups.pop()
      const tiles = before.tiles + group.tiles
      const mean = (before.middle * before.tiles + group.middle * group.tiles) / tiles
      group = { tiles, middle: within(mean, tiles) }
    }
    groups.push(group)
  }
  return groups.flatMap(({ tiles, middle }) =>
    Array.from({ length: tiles }, (_, i) => middle + (i - (tiles - 1) / 2) * size),
  )
}

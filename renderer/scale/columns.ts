import type { StripItem } from '../../electron/contract'
import { allowedValues, formatScore, nearestAllowed, type Scale } from '../../electron/domain/scale'

export type StripOrder = 'value' | 'date'

/** One column of the strip: the crops whose value lies nearest to an anchor, or that have that grade. */
export interface Column {
  value: number
  /** The anchor's word; empty where there is none. */
  words: string
  items: StripItem[]
}

/** Columns along the scale: its grades, or the anchors of a continuous one. */
export function columnsOf(scale: Scale, items: readonly StripItem[], order: StripOrder): Column[] {
  const values = scale.kind === 'grades' ? allowedValues(scale) : scale.anchors.map(({ value }) => value)
  const columns = values.map((value): Column => {
    const anchor = scale.anchors.find((one) => one.value === value)
    return { value, words: anchor?.label ?? '', items: [] }
  })
  for (const item of items) columns[nearest(values, item.value)]?.items.push(item)
  for (const { items } of columns) items.sort(order === 'value' ? byValue : byDate)
  return columns
}

/** The column value nearest to a value; of two equally near ones the higher. */
export function columnValue(scale: Scale, value: number): number {
  const values = columnsOf(scale, [], 'value').map((column) => column.value)
  return values[nearest(values, value)] as number
}

/**
 * The value of what is put into a column before the item at `index`: between its neighbours where the column is
 * ordered by value, else the column's own.
 */
export function valueAt(
  scale: Scale,
  columns: readonly Column[],
  at: number,
  index: number,
  order: StripOrder,
): number {
  const column = columns[at] as Column
  if (scale.kind === 'grades' || order === 'date' || column.items.length === 0) return column.value
  const before = column.items[index - 1]?.value ?? edge(columns, at, -1, scale.min)
  const after = column.items[index]?.value ?? edge(columns, at, 1, scale.max)
  return nearestAllowed(scale, (before + after) / 2)
}

/** Where the column ends, halfway to the next one. */
function edge(columns: readonly Column[], at: number, side: -1 | 1, end: number): number {
  const next = columns[at + side]
  return next ? ((columns[at] as Column).value + next.value) / 2 : end
}

function nearest(values: readonly number[], value: number): number {
  let best = 0
  values.forEach((one, i) => {
    if (Math.abs(one - value) <= Math.abs((values[best] as number) - value)) best = i
  })
  return best
}

function byValue(a: StripItem, b: StripItem): number {
  return a.value - b.value || a.score - b.score
}

function byDate(a: StripItem, b: StripItem): number {
  return a.scoredAt < b.scoredAt ? -1 : a.scoredAt > b.scoredAt ? 1 : a.score - b.score
}

/** What a crop is called. */
export function itemWords(scale: Scale, item: StripItem): string {
  return `${formatScore(scale, item.value)}, ${item.side}, scored ${item.scoredAt.slice(0, 10)}`
}

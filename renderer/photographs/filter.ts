/** Which photographs the grid shows, and in which order. */
import type { ListedPhotograph } from '../../electron/domain/listed-photograph'
import type { Figure, PhotographFigures } from '../../electron/domain/photograph-figures'
import type { FlagKind } from '../../electron/domain/quality'
import type { View } from '../../electron/domain/words'

export const SORTS = ['subject', 'day', 'added', 'score', 'uncertainty'] as const
export type Sort = (typeof SORTS)[number]

export interface Filter {
  /** Part of the subject's name. */
  text: string
  view: View | 'any'
  /** A kind of flag, any flag at all, or none. */
  flag: FlagKind | 'any' | 'flagged' | 'unflagged'
  scored: 'any' | 'all' | 'partly' | 'none'
  /** Whose score and uncertainty are meant: `jowl right`, `jowl` for the mean of its sides, empty for the mean of all pads. */
  pad: string
  /** Ends of the score, as values of the scale; null where there is none. */
  from: number | null
  to: number | null
}

export interface Order {
  sort: Sort
  reversed: boolean
}

export const NO_FILTER: Filter = {
  text: '',
  view: 'any',
  flag: 'any',
  scored: 'any',
  pad: '',
  from: null,
  to: null,
}

export type Figures = Partial<Record<Figure, PhotographFigures>>

/** Whether the filter lets everything through. A pad by itself leaves nothing out. */
export function isOpen(filter: Filter): boolean {
  return (
    filter.text.trim() === '' &&
    filter.view === 'any' &&
    filter.flag === 'any' &&
    filter.scored === 'any' &&
    filter.from === null &&
    filter.to === null
  )
}

/** The figures that have to be read before the filter and the order can be had. */
export function figuresFor(filter: Filter, { sort }: Order): Figure[] {
  const needed: Figure[] = []
  if (filter.from !== null || filter.to !== null || sort === 'score') needed.push('score')
  if (sort === 'uncertainty') needed.push('uncertainty')
  return needed
}

/**
 * The photographs that pass, in order; what is equal stays in the order of subject, day and key. Photographs without a
 * score come last in the order by score. By uncertainty those that the model says nothing of come first, then the
 * widest interval. Reversing leaves them there.
 */
export function arranged(
  photographs: readonly ListedPhotograph[],
  filter: Filter,
  order: Order,
  figures: Figures,
): ListedPhotograph[] {
  const score = figureOf(figures.score, filter.pad)
  const passing = photographs.filter((photograph) => passes(photograph, filter, score))
  const inOrder = passing.sort(bySubject)
  const sign = order.reversed ? -1 : 1
  const by = (compare: (a: ListedPhotograph, b: ListedPhotograph) => number) =>
    inOrder.sort((a, b) => sign * compare(a, b))
  switch (order.sort) {
    case 'subject':
      return by(bySubject)
    case 'day':
      return by((a, b) => a.day - b.day)
    case 'added':
      return by((a, b) => compare(a.addedAt, b.addedAt))
    case 'score':
      return byFigure(inOrder, score, sign, 'last')
    case 'uncertainty':
      return byFigure(inOrder, figureOf(figures.uncertainty, filter.pad), -sign, 'first')
  }
}

/** One figure of a photograph; null where there is none. */
export type FigureOf = (photograph: ListedPhotograph) => number | null

function passes(photograph: ListedPhotograph, filter: Filter, score: FigureOf): boolean {
  const { subject, view, flags } = photograph
  if (!subject.toLowerCase().includes(filter.text.trim().toLowerCase())) return false
  if (filter.view !== 'any' && view !== filter.view) return false
  if (filter.flag === 'flagged' && flags.length === 0) return false
  if (filter.flag === 'unflagged' && flags.length > 0) return false
  const kind = ['any', 'flagged', 'unflagged'].includes(filter.flag) ? null : (filter.flag as FlagKind)
  if (kind && !flags.includes(kind)) return false
  if (filter.scored !== 'any' && scoredOf(photograph) !== filter.scored) return false
  if (filter.from === null && filter.to === null) return true
  const value = score(photograph)
  return value !== null && value >= (filter.from ?? -Infinity) && value <= (filter.to ?? Infinity)
}

/** How far the photograph is scored; one without regions is not. */
export function scoredOf({ regions, scored }: ListedPhotograph): 'all' | 'partly' | 'none' {
  if (scored === 0) return 'none'
  return scored === regions ? 'all' : 'partly'
}

/** Reads one figure of a photograph: of a pad, or the mean of those of its sides or of all its pads; null where there is none. */
export function figureOf(figures: PhotographFigures | undefined, pad: string): FigureOf {
  if (!figures) return () => null
  const { photographs, pads, values } = figures
  const columns = pads.flatMap(({ region, side }, column) =>
    pad === '' || pad === region || pad === `${region} ${side}` ? [column] : [],
  )
  const rows = new Map(Array.from(photographs, (id, row) => [id, row]))
  return ({ id }) => {
    const row = rows.get(id)
    if (row === undefined) return null
    let sum = 0
    let known = 0
    for (const column of columns) {
      const value = values[row * pads.length + column] as number
      if (Number.isNaN(value)) continue
      sum += value
      known += 1
    }
    return known === 0 ? null : sum / known
  }
}

function byFigure(
  photographs: readonly ListedPhotograph[],
  figure: FigureOf,
  sign: number,
  unknown: 'first' | 'last',
): ListedPhotograph[] {
  const known: { photograph: ListedPhotograph; value: number }[] = []
  const without: ListedPhotograph[] = []
  for (const photograph of photographs) {
    const value = figure(photograph)
    if (value === null) without.push(photograph)
    else known.push({ photograph, value })
  }
  known.sort((a, b) => sign * (a.value - b.value))
  const sorted = known.map(({ photograph }) => photograph)
  return unknown === 'first' ? [...without, ...sorted] : [...sorted, ...without]
}

function bySubject(a: ListedPhotograph, b: ListedPhotograph): number {
  return compare(a.subject, b.subject) || a.day - b.day || a.id - b.id
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

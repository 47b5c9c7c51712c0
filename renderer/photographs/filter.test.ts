import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListedPhotograph } from '../../electron/domain/listed-photograph'
import type { PhotographFigures } from '../../electron/domain/photograph-figures'
import { FLAG_KINDS } from '../../electron/domain/quality'
import { VIEWS } from '../../electron/domain/words'
import { NO_FILTER, SORTS, arranged, figuresFor, isOpen, type Filter, type Order } from './filter'

const one = (id: number, changes: Partial<ListedPhotograph> = {}): ListedPhotograph => ({
  id,
  subject: `S-${id}`,
  day: 0,
  view: 'frontal',
  mirrored: false,
  addedAt: '2026-01-01T00:00:00.000Z',
  flags: [],
  regions: 4,
  scored: 0,
  ...changes,
})
const BY_SUBJECT: Order = { sort: 'subject', reversed: false }
const ids = (
  photographs: ListedPhotograph[],
  filter: Partial<Filter>,
  order: Partial<Order> = {},
  figures = {},
) =>
  arranged(photographs, { ...NO_FILTER, ...filter }, { ...BY_SUBJECT, ...order }, figures).map(({ id }) => id)

/** Two pads of two sides; photograph 9 has no row. */
const figures: PhotographFigures = {
  photographs: Int32Array.of(1, 2, 3),
  pads: [
    { region: 'jowl', side: 'right' },
    { region: 'jowl', side: 'left' },
    { region: 'buccal', side: 'right' },
  ],
  values: Float64Array.of(0.2, 0.4, 1, 0.9, NaN, 0, NaN, NaN, NaN),
}

describe('the filter', () => {
  const some = [
    one(1, { subject: 'Alpha-1', scored: 4 }),
    one(2, { subject: 'beta', view: 'basal', flags: ['blur', 'pose'], scored: 2 }),
    one(3, { subject: 'alpha-2', flags: ['no-face'], regions: 0 }),
    one(9, { subject: 'gamma' }),
  ]
  it('goes by part of the subject, whatever its case', () => {
    expect(ids(some, { text: ' ALPHA ' })).toEqual([1, 3])
    expect(ids(some, { text: 'delta' })).toEqual([])
  })
  it('goes by view, flags and how far it is scored', () => {
    expect(ids(some, { view: 'basal' })).toEqual([2])
    expect(ids(some, { flag: 'pose' })).toEqual([2])
    expect(ids(some, { flag: 'flagged' })).toEqual([3, 2])
    expect(ids(some, { flag: 'unflagged' })).toEqual([1, 9])
    expect(ids(some, { scored: 'all' })).toEqual([1])
    expect(ids(some, { scored: 'partly' })).toEqual([2])
    expect(ids(some, { scored: 'none' })).toEqual([3, 9])
  })
  it('goes by the score of a pad, of both its sides, or of all pads', () => {
    const score = { score: figures }
    expect(ids(some, { pad: 'jowl right', from: 0.5 }, {}, score)).toEqual([2])
    expect(ids(some, { pad: 'jowl', from: 0.25, to: 0.35 }, {}, score)).toEqual([1])
    expect(ids(some, { pad: '', to: 0.5 }, {}, score)).toEqual([2])
    expect(ids(some, { from: 0 }, {}, score)).toEqual([1, 2])
  })
  it('knows when it is open, and which figures it needs', () => {
    expect([isOpen(NO_FILTER), isOpen({ ...NO_FILTER, pad: 'jowl', text: ' ' })]).toEqual([true, true])
    expect(isOpen({ ...NO_FILTER, to: 0 })).toBe(false)
    expect(figuresFor(NO_FILTER, BY_SUBJECT)).toEqual([])
    expect(figuresFor({ ...NO_FILTER, to: 0 }, { sort: 'uncertainty', reversed: false })).toEqual([
      'score',
      'uncertainty',
    ])
  })
})

describe('the order', () => {
  const some = [1, 2, 3, 9].map((id) => one(id, { day: id === 2 ? 0 : 7, addedAt: `2026-01-0${10 - id}` }))
  it('goes by subject, day and when it was added', () => {
    expect(ids(some, {}, { reversed: true })).toEqual([9, 3, 2, 1])
    expect(ids(some, {}, { sort: 'day' })).toEqual([2, 1, 3, 9])
    expect(ids(some, {}, { sort: 'added' })).toEqual([9, 3, 2, 1])
  })
  it('by score has those without one last, either way', () => {
    const score = { score: figures }
    expect(ids(some, { pad: 'jowl' }, { sort: 'score' }, score)).toEqual([1, 2, 3, 9])
    expect(ids(some, { pad: 'jowl' }, { sort: 'score', reversed: true }, score)).toEqual([2, 1, 3, 9])
  })
  it('by uncertainty has the unknown first, then the widest interval', () => {
    const uncertainty = { uncertainty: figures }
    expect(ids(some, { pad: 'jowl' }, { sort: 'uncertainty' }, uncertainty)).toEqual([3, 9, 2, 1])
    expect(ids(some, {}, { sort: 'uncertainty', reversed: true }, uncertainty)).toEqual([3, 9, 2, 1])
    expect(ids(some, {}, { sort: 'uncertainty' })).toEqual([1, 2, 3, 9])
  })
})

const photograph = fc.record({
  subject: fc.constantFrom('a', 'b', 'C', 'ab'),
  day: fc.integer({ min: 0, max: 2 }),
  view: fc.constantFrom(...VIEWS),
  addedAt: fc.constantFrom('2026-01-01', '2026-01-02'),
  flags: fc.subarray([...FLAG_KINDS]),
  regions: fc.integer({ min: 0, max: 3 }),
  scored: fc.integer({ min: 0, max: 3 }),
})
const photographs = fc
  .array(photograph, { maxLength: 30 })
  .map((list) =>
    list.map((changes, at) => one(at + 1, { ...changes, scored: Math.min(changes.scored, changes.regions) })),
  )
const filters = fc.record({
  text: fc.constantFrom('', 'a', 'b', 'x'),
  view: fc.constantFrom('any' as const, ...VIEWS),
  flag: fc.constantFrom('any' as const, 'flagged' as const, 'unflagged' as const, ...FLAG_KINDS),
  scored: fc.constantFrom('any' as const, 'all' as const, 'partly' as const, 'none' as const),
  pad: fc.constantFrom('', 'jowl', 'jowl left'),
  from: fc.constantFrom(null, 0, 0.5),
  to: fc.constantFrom(null, 0.5, 1),
})
const orders = fc.record({ sort: fc.constantFrom(...SORTS), reversed: fc.boolean() })
const tables = fc
  .array(fc.constantFrom(NaN, 0, 0.25, 0.5, 1), { minLength: 60, maxLength: 60 })
  .map((values): PhotographFigures => ({
    photographs: Int32Array.from({ length: 30 }, (_, at) => at + 1),
    pads: [{ region: 'jowl', side: 'right' }, { region: 'jowl', side: 'left' }], // prettier-ignore
    values: Float64Array.from(values),
  }))

describe('for any study', () => {
  it('an open filter loses and doubles nothing, in any order', () => {
    fc.assert(
      fc.property(photographs, orders, tables, (list, order, table) => {
        const shown = arranged(list, NO_FILTER, order, { score: table, uncertainty: table })
        expect(shown.map(({ id }) => id).sort((a, b) => a - b)).toEqual(list.map(({ id }) => id))
      }),
    )
  })
  it('what is shown is the same in every order, and nothing twice', () => {
    fc.assert(
      fc.property(photographs, filters, orders, tables, (list, filter, order, table) => {
        const both = { score: table, uncertainty: table }
        const shown = arranged(list, filter, order, both)
        expect(new Set(shown).size).toBe(shown.length)
        expect(new Set(shown)).toEqual(new Set(arranged(list, filter, BY_SUBJECT, both)))
      }),
    )
  })
  it('the order does not depend on the order before, and what is equal stays by subject, day and key', () => {
    fc.assert(
      fc.property(photographs, orders, tables, (list, order, table) => {
        const both = { score: table, uncertainty: table }
        const shown = arranged(list, NO_FILTER, order, both)
        expect(arranged([...list].reverse(), NO_FILTER, order, both)).toEqual(shown)
        if (order.sort !== 'day') return
        const rank = new Map(arranged(list, NO_FILTER, BY_SUBJECT, {}).map(({ id }, at) => [id, at]))
        shown.slice(1).forEach((next, at) => {
          const before = shown[at] as ListedPhotograph
          if (before.day === next.day) {
            expect(rank.get(before.id)).toBeLessThan(rank.get(next.id) as number)
          }
        })
      }),
    )
  })
})

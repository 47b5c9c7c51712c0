import { describe, expect, it, vi } from 'vitest'
import type { StripItem } from '../../electron/contract'
import { CONTINUOUS, gradeScale } from '../../electron/domain/scale'
import { READ_ONLY } from '../parts/read-only'
import { columnsOf, columnValue, valueAt } from './columns'
import { Drag } from './drag.svelte'
import { driftOf } from './drift'
import { Pairs, type PairsClient } from './pairs.svelte'
import { Choice, Strip, type StripClient } from './strip.svelte'

const item = (key: number, value: number, minute = key): StripItem => ({
  score: key,
  key,
  side: 'left',
  value,
  scoredAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
  origin: 'round',
})

describe('columns', () => {
  const items = [
    item(1, 0.1),
    item(2, 0.4),
    item(3, 0.12),
    item(4, 0.9, 1),
    item(5, 0.88, 2),
    item(6, 0.9, 0),
  ]

  it('gather what lies nearest to an anchor, and nothing is lost', () => {
    const columns = columnsOf(CONTINUOUS, items, 'value')
    expect(columns.map(({ words }) => words)).toEqual(['none', 'slight', 'moderate', 'marked', 'severe'])
    expect(columns.map(({ items }) => items.map(({ key }) => key))).toEqual([[1, 3], [], [2], [], [5, 4, 6]]) // prettier-ignore
    expect(columnsOf(CONTINUOUS, items, 'date')[4]?.items.map(({ key }) => key)).toEqual([6, 4, 5])
  })

  it('are the grades of a scale of grades, half ones without a word', () => {
    const columns = columnsOf(gradeScale(2, 0.5), [item(1, 1.5)], 'value')
    expect(columns.map(({ value, words, items }) => [value, words, items.length])).toEqual([
      [0, 'none', 0], [0.5, '', 0], [1, 'slight', 0], [1.5, '', 1], [2, 'moderate', 0],
    ]) // prettier-ignore
    expect(columnValue(gradeScale(2, 0.5), 1.5)).toBe(1.5)
    expect(columnValue(CONTINUOUS, 0.6)).toBe(0.5)
  })

  it('give what is put into them a value between its neighbours', () => {
    const columns = columnsOf(CONTINUOUS, items, 'value')
    expect(valueAt(CONTINUOUS, columns, 4, 0, 'value')).toBe(0.88)
    expect(valueAt(CONTINUOUS, columns, 4, 1, 'value')).toBe(0.89)
    expect(valueAt(CONTINUOUS, columns, 4, 3, 'value')).toBe(0.95)
    expect(valueAt(CONTINUOUS, columns, 0, 0, 'value')).toBe(0.05)
    expect(valueAt(CONTINUOUS, columns, 1, 0, 'value'), 'an empty one').toBe(0.25)
    expect(valueAt(CONTINUOUS, columns, 4, 1, 'date'), 'by date there is no between').toBe(1)
  })
})

it('drift shows in the order of scoring', () => {
  const { values, running, halves } = driftOf([item(3, 0.6), item(1, 0.2), item(4, 0.8), item(2, 0.4)])
  expect(values).toEqual([0.2, 0.4, 0.6, 0.8])
  expect(running[1]).toBeCloseTo(0.5)
  expect(halves?.early).toBeCloseTo(0.3)
  expect(halves?.late).toBeCloseTo(0.7)
  expect(driftOf([item(1, 0.5)]).halves).toBe(null)
})

it('a drag begins after some pixels; a press in place stays a press', () => {
  const drop = vi.fn()
  const drag = new Drag(drop)
  const at = (clientX: number) => ({ clientX, clientY: 0, button: 0 }) as PointerEvent
  drag.begin(item(1, 0.5), at(0))
  drag.follow(at(3))
  drag.end(at(3))
  expect([drop.mock.calls.length, drag.moved]).toEqual([0, false])
  drag.begin(item(1, 0.5), at(0))
  drag.follow(at(50))
  expect(drag.item?.key).toBe(1)
  drag.end(at(60))
  expect(drop).toHaveBeenCalledWith(item(1, 0.5), { x: 60, y: 0 })
  expect([drag.item, drag.moved]).toEqual([null, true])
})

describe('moving a score', () => {
  async function sitting(readOnly = false) {
    const items = [item(1, 0.2), item(2, 0.5)]
    const client = {
      strip: vi.fn(async () => ({ items, cannotJudge: 0, waiting: [] })),
      exemplars: vi.fn(async () => [
        { id: 1, region: 'jowl', side: 'left', value: 0.5, key: 2 },
        { id: 2, region: 'buccal', side: 'left', value: 0.5, key: 9 },
      ]),
      rescore: vi.fn(async ({ value }: { value: number }) => ({
        ...item(1, value),
        score: 7,
        origin: 'strip',
      })),
      chooseExemplar: vi.fn(async () => []),
      removeExemplar: vi.fn(async () => []),
    }
    const choice = new Choice()
    choice.region = 'jowl'
    const strip = new Strip(client as unknown as StripClient, choice, CONTINUOUS, readOnly)
    await strip.load()
    return { strip, client }
  }

  it('asks for a reason and another value, then shows the new score', async () => {
    const { strip, client } = await sitting()
    strip.begin(strip.view?.items[0] ?? null)
    await strip.accept()
    expect(strip.failure).toMatch(/already/)
    strip.shift(3)
    await strip.accept()
    expect(strip.failure).toMatch(/reason/)
    expect(client.rescore).not.toHaveBeenCalled()
    strip.change({ reason: 'looked again' })
    expect(strip.failure).toBe('')
    await strip.accept()
    expect(client.rescore).toHaveBeenCalledWith({ score: 1, value: 0.23, reason: 'looked again', words: '' })
    expect([strip.move, strip.item?.score, strip.said]).toEqual([null, 7, 'Scored 0.23 instead of 0.20.'])
  })

  it('lets nothing be changed in a study that is read only, and says so', async () => {
    const { strip, client } = await sitting(true)
    strip.begin(strip.view?.items[0] ?? null)
    expect([strip.move, strip.failure]).toEqual([null, READ_ONLY])
    strip.chosen = 1
    await strip.choose('own')
    await strip.remove(strip.exemplars[0] ?? null)
    expect([client.chooseExemplar, client.removeExemplar].map(({ mock }) => mock.calls)).toEqual([[], []])
  })

  it('can be moved back, once, with the reason chosen', async () => {
    const { strip, client } = await sitting()
    strip.beginBack()
    expect(strip.move).toBe(null)
    strip.begin(strip.view?.items[0] ?? null, 0.9)
    strip.change({ reason: 'slip of the key' })
    await strip.accept()
    strip.beginBack()
    expect(strip.move).toMatchObject({ value: 0.2, reason: 'moved back', item: { score: 7 } })
    await strip.accept()
    expect(client.rescore).toHaveBeenLastCalledWith({ score: 7, value: 0.2, reason: 'moved back', words: '' })
    expect(strip.canMoveBack).toBe(false)
  })

  it('that is refused keeps what was typed', async () => {
    const { strip, client } = await sitting()
    client.rescore.mockRejectedValueOnce(new Error('The disk is full.'))
    strip.begin(strip.view?.items[0] ?? null, 0.9)
    strip.change({ reason: 'other', words: 'swollen' })
    await strip.accept()
    expect([strip.failure, strip.move?.words]).toEqual(['The disk is full.', 'swollen'])
  })

  it('knows only the pad’s own exemplars', async () => {
    const { strip, client } = await sitting()
    expect(strip.exemplars.map(({ id }) => id)).toEqual([1])
    strip.chosen = 1
    expect(strip.exemplar).toBe(null)
    await strip.choose('column')
    expect(client.chooseExemplar).toHaveBeenLastCalledWith(1, 0.25)
    await strip.choose('own')
    expect(client.chooseExemplar).toHaveBeenLastCalledWith(1, 0.2)
  })
})

describe('pairs', () => {
  const state = (padFirst: boolean, given = 0, settled: { value: number; standardError: number } | null = null) => ({
    exemplars: 5, needed: 3, done: 0, open: 7, waiting: 0,
    pair: { key: 3, side: 'right', exemplar: 2, eyes: { pad: 0.5, exemplar: 0.5 }, padFirst, given, most: 12, settled },
  }) // prettier-ignore
  async function sitting(first: ReturnType<typeof state>, readOnly = false) {
    const answers = vi.fn(async () => first)
    const client = { pairs: answers, compare: vi.fn(async () => first), undoComparison: vi.fn(async () => first), acceptPairs: vi.fn(async () => first) } // prettier-ignore
    let time = 0
    const choice = new Choice()
    choice.rater = 1
    const pairs = new Pairs(client as unknown as PairsClient, choice, readOnly, () => time)
    await pairs.load()
    time = 4200
    return { pairs, client }
  }

  it.each([
    [true, 'left', 'fuller'],
    [true, 'right', 'less'],
    [false, 'left', 'less'],
    [false, 'right', 'fuller'],
    [false, 'alike', 'alike'],
  ] as const)('pad first: %s, %s means that the pad is %s', async (padFirst, which, outcome) => {
    const { pairs, client } = await sitting(state(padFirst))
    await pairs.answer(which)
    const given = { rater: 1, region: 3, exemplar: 2, outcome, seconds: 4.2 }
    expect(client.compare).toHaveBeenCalledWith(given, null)
  })

  it('a settled pad is accepted, not compared on; an unsettled one is not accepted', async () => {
    const open = await sitting(state(true, 2))
    await open.pairs.accept()
    expect(open.client.acceptPairs).not.toHaveBeenCalled()
    const done = await sitting(state(true, 5, { value: 3, standardError: 0.2 }))
    await done.pairs.answer('left')
    expect(done.client.compare).not.toHaveBeenCalled()
    await done.pairs.accept()
    expect(done.client.acceptPairs).toHaveBeenCalledWith(3, null, 1)
  })

  it('nothing is said of a pair of before while another is asked for', async () => {
    const { pairs, client } = await sitting(state(true))
    const waiting: (() => void)[] = []
    const first = state(true)
    client.pairs.mockImplementation(() => new Promise((answer) => waiting.push(() => answer(first))))
    const loads = [pairs.load(), pairs.load()]
    waiting[0]?.()
    await loads[0]
    await pairs.answer('left')
    expect(client.compare).not.toHaveBeenCalled()
    waiting[1]?.()
    await loads[1]
    await pairs.answer('left')
    expect(client.compare).toHaveBeenCalledTimes(1)
  })

  it('a study that is read only takes no comparison', async () => {
    const { pairs, client } = await sitting(state(true, 5), true)
    await pairs.answer('left')
    await pairs.undo()
    expect([client.compare, client.undoComparison].map(({ mock }) => mock.calls)).toEqual([[], []])
  })

  it('only what was said can be taken back', async () => {
    const fresh = await sitting(state(true))
    await fresh.pairs.undo()
    expect(fresh.client.undoComparison).not.toHaveBeenCalled()
    expect(fresh.pairs.said).toMatch(/Nothing to take back/)
    const begun = await sitting(state(true, 1))
    await begun.pairs.undo()
    expect(begun.client.undoComparison).toHaveBeenCalledWith(3, null, 1)
  })
})

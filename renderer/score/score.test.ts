import { describe, expect, it } from 'vitest'
import type { SuggestionView } from '../../electron/contract'
import { CONTINUOUS } from '../../electron/domain/scale'
import { ActiveClock, clockWords, etaWords } from './clock.svelte'
import { Entry } from './entry.svelte'
import { TYPED_ON_MS } from './patience'
import { room, settled, taskAt } from './testing'

describe('a typed value', () => {
  const typed = (text: string, scale = CONTINUOUS): number | null => {
    const entry = new Entry(scale)
    for (const sign of text) entry.type(sign)
    return entry.value
  }
  it('reads digits as decimals', () => {
    expect(typed('58')).toBe(0.58)
    expect(typed('5')).toBe(0.5)
    expect(typed('05')).toBe(0.05)
    expect(typed('.58')).toBe(0.58)
    expect(typed('0.58')).toBe(0.58)
    expect(typed('100')).toBe(1)
    expect(typed('1.')).toBe(1)
    expect(typed('0')).toBe(0)
  })
  it('begins anew where a digit cannot go on', () => {
    expect(typed('586')).toBe(0.6)
    expect(typed('1.5')).toBe(0.5)
  })
  it('has no value before it is touched, and moves from an end', () => {
    const entry = new Entry(CONTINUOUS)
    expect([entry.value, entry.shown]).toEqual([null, ''])
    entry.move(1)
    expect(entry.value).toBe(0)
    entry.move(10)
    expect(entry.shown).toBe('0.10')
    entry.move(-99)
    expect(entry.value).toBe(0)
  })
  it('takes back typed signs, but not what was clicked', () => {
    const entry = new Entry(CONTINUOUS)
    entry.type('5')
    entry.type('8')
    expect([entry.untype(), entry.value]).toEqual([true, 0.5])
    expect([entry.untype(), entry.value]).toEqual([true, null])
    entry.set(0.3)
    expect([entry.untype(), entry.value]).toEqual([false, 0.3])
  })
})

describe('the active clock', () => {
  it('does not count idle time over 30 seconds', () => {
    let now = 0
    const clock = new ActiveClock(() => now)
    now = 10_000
    clock.touch()
    now = 600_000
    expect(clock.seconds).toBe(40)
    clock.touch()
    now = 605_000
    expect(clock.seconds).toBe(45)
  })
  it('stands still while the person is elsewhere', () => {
    let now = 0
    const clock = new ActiveClock(() => now)
    now = 5000
    clock.rest()
    now = 20_000
    expect(clock.seconds).toBe(5)
    clock.rest()
    clock.touch()
    now = 22_000
    expect(clock.seconds).toBe(7)
  })
  it('is read as minutes, and hours from one on', () => {
    expect([clockWords(728), clockWords(3729)]).toEqual(['12:08', '1:02:09'])
    expect([etaWords(null), etaWords(2), etaWords(600)]).toEqual([
      'time left not known yet',
      'a few seconds left',
      'about 10 min left',
    ])
  })
})

describe('a sitting', () => {
  it('scores and goes on, and ends when all pads are done', async () => {
    const { session, given } = room()
    await session.begin()
    for (const grade of [0, 1.5, 3, 4]) await session.give(grade)
    expect([...given.values()].map((one) => one.value)).toEqual([0, 1.5, 3, 4])
    expect([session.done, session.finished, session.savedAt]).toEqual([true, 4, '2026-11-24T14:32:07Z'])
    expect(session.sums.scored).toBe(4)
  })
  it('keeps a value that could not be saved, and saves it on retry', async () => {
    const { session, client, given } = room({ scale: CONTINUOUS })
    await session.begin()
    client.score.mockRejectedValueOnce(new Error('The disk is full.'))
    session.entry.type('6')
    session.accept()
    await settled()
    expect(session.failure?.message).toBe('The disk is full.')
    expect([session.entry.value, session.task?.position, given.size]).toEqual([0.6, 0, 0])
    session.accept()
    await settled()
    expect([session.failure, session.task?.position, given.get(0)?.value]).toEqual([null, 1, 0.6])
  })
  it('lets keys typed during a short save act on the next pad, each once', async () => {
    const { session, given, hold } = room()
    await session.begin()
    const release = hold()
    session.press(() => void session.give(1), true)
    session.press(() => void session.give(2), true)
    session.press(() => void session.give(3), true)
    release()
    await settled()
    expect([...given.entries()].map(([at, one]) => [at, one.value])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
  })
  it('scores no unseen pad by keys pressed during a long save', async () => {
    const { session, given, hold, wait } = room()
    await session.begin()
    const release = hold()
    session.press(() => void session.give(1), true)
    session.press(() => void session.give(1), true)
    wait(2000)
    release()
    await settled()
    expect([given.size, session.task?.position]).toEqual([1, 1])
    expect(session.hint).toContain('did not score')
  })
  it('takes no end of an answer for an answer whose beginning came during a long save', async () => {
    const { session, given, hold, wait } = room({ scale: CONTINUOUS })
    const type = (keys: string): void => {
      for (const key of keys) {
        if (key === '⏎') session.press(() => session.accept(), true)
        else session.press(() => session.entry.type(key), false, true)
      }
    }
    await session.begin()
    const release = hold()
    type('50⏎50⏎5')
    wait(2000)
    release()
    await settled()
    // Typed on without looking: alone it would be 0, and then 0.51 by what stands there.
    type('0⏎51⏎')
    await settled()
    expect([...given.values()].map(({ value }) => value)).toEqual([0.5])
    expect(session.hint).toContain('did not score')
    expect(session.entry.value).toBe(0.5)

    wait(TYPED_ON_MS + 1)
    type('07⏎')
    await settled()
    expect([...given.values()].map(({ value }) => value)).toEqual([0.5, 0.07])
  })
  it('scores no pad whose picture is not there yet', async () => {
    const { session, given, blind, wait } = room()
    await session.begin()
    const release = blind()
    session.press(() => void session.give(1), true)
    await settled()
    expect([given.size, session.task?.position]).toEqual([1, 1])
    session.press(() => void session.give(2), true)
    await settled()
    expect(given.size).toBe(1)
    wait(2000)
    release()
    await settled()
    expect([given.size, session.busy]).toEqual([1, false])
  })
  it('looks ahead once for each photograph', async () => {
    const { session, client } = room()
    await session.begin()
    const asked = (): number[] => client.task.mock.calls.map(([, position]) => position)
    expect(asked()).toEqual([0])
    client.task.mockImplementation(async (_round, position) => {
      const task = taskAt(position, new Map())
      return { ...task, total: 9 }
    })
    for (const position of [1, 2, 3]) await session.open(position)
    await settled()
    expect(asked()).toEqual([0, 1, 4, 2, 3])
  })
  it('shows a scored pad on going back, and changes nothing by going on', async () => {
    const { session, given, client } = room()
    await session.begin()
    await session.give(2)
    session.back()
    await settled()
    expect([session.task?.position, session.task?.mine?.value, session.entry.value]).toEqual([0, 2, null])
    session.accept()
    await settled()
    expect([session.task?.position, given.size, client.score.mock.calls.length]).toEqual([1, 1, 1])
  })
  it('records a reason instead of a value', async () => {
    const { session, given } = room()
    await session.begin()
    session.note = ' beard '
    await session.cannotJudge('covered')
    expect(given.get(0)).toMatchObject({
      value: null,
      reason: 'covered',
      note: 'beard',
      suggestionSeen: 'no',
    })
  })
  it('makes the digit after a point a half grade, within the scale', async () => {
    const { session, given } = room()
    await session.begin()
    session.halfArmed = true
    session.grade(2)
    await settled()
    session.halfArmed = true
    session.grade(4)
    await settled()
    expect([given.get(0)?.value, given.size, session.hint]).toEqual([2.5, 1, 'The highest grade is 4.'])
  })
  it('never asks for a suggestion in a blind round', async () => {
    const { session, client } = room()
    await session.begin()
    expect(client.suggest).not.toHaveBeenCalled()
  })
  it('keeps with the score what its rater had seen, and takes a suggestion rounded to the scale', async () => {
    const suggestion = { suggestion: { id: 77, value: 2.31 }, neighbours: [{ region: 5 }] } as SuggestionView
    const { session, given, client } = room({ mode: 'assisted', suggestion })
    await session.begin()
    await settled()
    await session.suggested.leaveOut(5)
    expect(client.suggest).toHaveBeenLastCalledWith(1, 0, [5])
    session.take()
    await settled()
    expect(given.get(0)).toMatchObject({ value: 2.5, suggestion: 77, suggestionSeen: 'before' })
    expect(session.sums.taken).toBe(1)
    expect(session.suggested.leftOut).toEqual([])
  })
  it('takes neighbours in again one by one and all at once', async () => {
    const { session, client } = room({ mode: 'assisted' })
    await session.begin()
    await session.suggested.leaveOut(5)
    await session.suggested.leaveOut(6)
    await session.suggested.leaveOut(5)
    expect(client.suggest).toHaveBeenLastCalledWith(1, 0, [6])
    await session.suggested.takeAllIn()
    expect(client.suggest).toHaveBeenLastCalledWith(1, 0, [])
    const calls = client.suggest.mock.calls.length
    await session.suggested.takeAllIn()
    expect(client.suggest).toHaveBeenCalledTimes(calls)
  })
  it('says why a suggestion failed, and drops one that comes when its pad is gone', async () => {
    const late = { suggestion: { id: 1, value: 1 } } as SuggestionView
    const { session, client } = room({ mode: 'assisted' })
    client.suggest.mockRejectedValueOnce(new Error('A training is running.'))
    await session.begin()
    await settled()
    expect([session.suggested.state, session.suggested.failure]).toEqual(['failed', 'A training is running.'])
    let answer = (_: SuggestionView): void => {}
    client.suggest.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    const asked = session.suggested.show(0)
    session.suggested.clear()
    answer(late)
    await asked
    expect([session.suggested.view, session.suggested.state]).toEqual([null, 'none'])
  })
})

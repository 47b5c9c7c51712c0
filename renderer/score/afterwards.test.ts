/** What is shown after an answer, and how an answer that is there is replaced. */
import { describe, expect, it } from 'vitest'
import type { SuggestionView } from '../../electron/contract'
import { CONTINUOUS, gradeScale } from '../../electron/domain/scale'
import { answerWords, othersWords } from './afterwards.svelte'
import { REPORT, room, settled } from './testing'

const SUGGESTION = { suggestion: { id: 77, value: 3.4 }, neighbours: [] } as unknown as SuggestionView
const OTHERS = { mean: 0.55, least: 0.5, most: 0.6, raters: 2 }

describe('an answer that is there', () => {
  it('is not replaced by one press of a grade, but by a second, or by Enter', async () => {
    const { session, client, given } = room({ scale: gradeScale(4, 1) })
    await session.begin()
    await session.give(2)
    session.back()
    await settled()
    session.press(() => session.grade(3), true)
    await settled()
    expect([client.score.mock.calls.length, given.get(0)?.value, session.task?.position]).toEqual([1, 2, 0])
    expect(session.hint).toBe('Again, or Enter, replaces 2 by 3.')
    session.press(() => session.grade(1), true)
    expect(session.hint).toBe('Again, or Enter, replaces 2 by 1.')
    session.press(() => session.grade(1), true)
    await settled()
    expect([given.get(0)?.value, session.sums.replaced, session.sums.scored]).toEqual([1, 1, 1])
    session.back()
    await settled()
    session.press(() => session.grade(4), true)
    session.press(() => session.accept(), true)
    await settled()
    expect(given.get(0)?.value).toBe(4)
  })

  it('is kept by looking: Enter and the same grade go on, Backspace first takes back what waits', async () => {
    const { session, client } = room()
    await session.begin()
    await session.give(2)
    await session.open(0)
    session.press(() => session.grade(3), true)
    session.press(() => session.back())
    expect([session.task?.position, session.entry.value]).toEqual([0, null])
    session.press(() => session.grade(2), true)
    await settled()
    expect([session.task?.position, client.score.mock.calls.length]).toEqual([1, 1])
  })

  it('is replaced by a typed value and Enter', async () => {
    const { session, given } = room({ scale: CONTINUOUS })
    await session.begin()
    await session.give(0.4)
    await session.open(0)
    session.entry.type('4')
    session.accept()
    await settled()
    expect([given.get(0)?.value, session.task?.position, session.sums.replaced]).toEqual([0.4, 1, 0])
    await session.open(0)
    for (const sign of '58') session.entry.type(sign)
    session.accept()
    await settled()
    expect(given.get(0)?.value).toBe(0.58)
  })
})

describe('a round that reveals', () => {
  it('asks for no suggestion before the answer, and stays with the pad for it afterwards', async () => {
    const { session, client, given } = room({ mode: 'reveal', suggestion: SUGGESTION })
    await session.begin()
    expect([session.suggesting, client.suggest.mock.calls.length]).toEqual([false, 0])
    await session.give(2)
    await settled()
    expect(given.get(0)).toMatchObject({ value: 2, suggestion: null, suggestionSeen: 'no' })
    expect([session.task?.position, session.fresh, session.suggesting]).toEqual([0, true, true])
    expect(session.suggested.view?.suggestion.id).toBe(77)
    session.accept()
    await settled()
    expect([session.task?.position, session.fresh, session.suggested.view]).toEqual([1, false, null])
    expect(client.score).toHaveBeenCalledTimes(1)
  })

  it('corrects in sight of the suggestion, and then goes on', async () => {
    const { session, client } = room({ mode: 'reveal', suggestion: SUGGESTION })
    await session.begin()
    await session.give(2)
    await settled()
    session.press(() => session.take(), true)
    session.press(() => session.take(), true)
    await settled()
    expect(client.score).toHaveBeenLastCalledWith(
      expect.objectContaining({ position: 0, value: 3.5, suggestion: 77, suggestionSeen: 'before' }),
    )
    expect([session.task?.position, session.sums.taken]).toEqual([1, 1])
  })

  it('lets no key that was meant for the next pad correct this one', async () => {
    const { session, client, hold } = room({ mode: 'reveal', suggestion: SUGGESTION })
    await session.begin()
    const release = hold()
    session.press(() => session.grade(1), true)
    session.press(() => session.grade(3), true)
    session.press(() => session.grade(3), true)
    release()
    await settled()
    expect([session.task?.position, client.score.mock.calls.length]).toEqual([0, 1])
  })

  it('ends after its last pad was looked at', async () => {
    const { session } = room({ mode: 'reveal', suggestion: SUGGESTION })
    await session.begin()
    for (let pad = 0; pad < 4; pad++) {
      await session.give(pad)
      expect(session.done).toBe(false)
      session.accept()
      await settled()
    }
    expect([session.done, session.report]).toEqual([true, REPORT])
  })
})

describe('practice', () => {
  it('tells what others said after the answer, which then stands', async () => {
    const { session, client } = room({ mode: 'practice', reference: OTHERS, scale: CONTINUOUS })
    await session.begin()
    expect(client.reference).not.toHaveBeenCalled()
    await session.give(0.4)
    await settled()
    expect([session.afterwards.others, session.suggesting]).toEqual([OTHERS, false])
    session.entry.type('6')
    session.accept()
    await settled()
    expect([client.score.mock.calls.length, session.entry.value]).toEqual([1, null])
    expect(session.hint).toContain('first answer stands')
    session.accept()
    await settled()
    expect([session.task?.position, session.afterwards.others]).toEqual([1, null])
  })

  it('says it in words', () => {
    expect(othersWords(CONTINUOUS, OTHERS)).toBe('2 raters said 0.50 to 0.60, 0.55 on average.')
    expect(othersWords(CONTINUOUS, { ...OTHERS, least: 0.6 })).toBe('2 raters all said 0.55.')
    expect(othersWords(gradeScale(4, 1), { mean: 3, least: 3, most: 3, raters: 1 })).toBe(
      'Another rater said 3.0.',
    )
    expect(answerWords(CONTINUOUS, { value: null })).toBe('“cannot judge”')
  })
})

describe('a round with repeats', () => {
  it('goes on to an open pad rather than past it', async () => {
    const { session, client } = room({ repeats: 1 })
    await session.open(3)
    await session.give(2)
    await session.open(3)
    client.firstOpen.mockClear()
    await session.goOn()
    expect([session.task?.position, client.firstOpen.mock.calls.length]).toEqual([0, 1])
  })

  it('says why an earlier photograph stays closed', async () => {
    const { session, client } = room({ repeats: 1 })
    await session.open(1)
    client.task.mockRejectedValueOnce(new Error('Some photographs come again, so earlier ones stay closed.'))
    session.back()
    await settled()
    expect([session.task?.position, session.hint.includes('stay closed')]).toEqual([1, true])
  })
})

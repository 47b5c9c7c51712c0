import { describe, expect, it, vi } from 'vitest'
import type { RoundPlan, RoundSummary, StudyOverview } from '../../electron/contract'
import { plainRules } from '../../electron/domain/round-rules'
import { ruleWords } from './mode-words'
import { RoundEditor, planWords } from './round-editor.svelte'

const PLAN: RoundPlan = { refused: null, photographs: 42, showings: 48, available: 42, pads: 840 }
const round = (id: number, changes: Partial<RoundSummary> = {}): RoundSummary => ({
  id, name: `anna, round ${id}`, rater: 1, raterName: 'anna', ...plainRules('blind'), seed: 1, createdAt: '', finished: 4, total: 4, ...changes,
}) // prettier-ignore

describe('the round editor', () => {
  it('begins with the plainest round: blind, everything, at random', () => {
    expect(new RoundEditor({ planRound: vi.fn() }).rules).toEqual(plainRules('blind'))
  })

  it('lets only what is in sight have a say', () => {
    const editor = new RoundEditor({ planRound: vi.fn() })
    Object.assign(editor, { repeats: 6, gap: 12, ordering: 'uncertainty', repeatOf: 3, photographs: 40 })
    expect(editor.rules).toEqual({ ...plainRules('blind'), repeats: 6, gap: 12, photographs: 40 })
    editor.mode = 'assisted'
    expect(editor.rules).toEqual({ ...plainRules('assisted'), ordering: 'uncertainty', photographs: 40 })
    editor.mode = 'repeat'
    expect(editor.rules).toEqual({ ...plainRules('repeat'), repeatOf: 3, photographs: 40 })
  })

  it('takes an empty box for what is usual, and no number beyond what is understood', () => {
    const editor = new RoundEditor({ planRound: vi.fn() })
    Object.assign(editor, { repeats: null, gap: null, photographs: 1e12 })
    expect(editor.rules).toEqual({ ...plainRules('blind'), photographs: 999_999 })
    Object.assign(editor, { repeats: -3, gap: 2.4, photographs: null })
    expect(editor.rules).toEqual({ ...plainRules('blind'), repeats: 0, gap: 2 })
  })

  it('asks once nothing changes any more, and forgets answers to what was asked before', async () => {
    vi.useFakeTimers()
    const answers: ((plan: RoundPlan) => void)[] = []
    const planRound = vi.fn(() => new Promise<RoundPlan>((resolve) => answers.push(resolve)))
    const editor = new RoundEditor({ planRound })
    editor.ask(1, editor.rules)()
    editor.ask(-1, editor.rules)
    await vi.advanceTimersByTimeAsync(1000)
    expect(planRound.mock.calls).toEqual([[null, plainRules('blind')]])
    editor.ask(2, editor.rules)
    await vi.advanceTimersByTimeAsync(1000)
    answers[1]?.({ ...PLAN, refused: { about: 'gap', sentence: 'Too near.' } })
    answers[0]?.(PLAN)
    await vi.advanceTimersByTimeAsync(1)
    expect([editor.against('gap'), editor.against('repeats')]).toEqual(['Too near.', ''])
    planRound.mockRejectedValueOnce(new Error('No study is open.'))
    editor.ask(2, editor.rules)
    await vi.advanceTimersByTimeAsync(1000)
    expect([editor.plan, editor.failure]).toEqual([null, 'No study is open.'])
    vi.useRealTimers()
  })

  it('offers the rater’s own finished blind rounds to repeat', () => {
    const editor = new RoundEditor({ planRound: vi.fn() })
    editor.rater = 1
    const rounds = [
      round(1), round(2, { finished: 3 }), round(3, { rater: 2 }), round(4, { mode: 'assisted' }), round(5),
    ] // prettier-ignore
    expect(editor.repeatable({ rounds } as StudyOverview).map(({ id }) => id)).toEqual([5, 1])
  })

  it('warns of an open blind round that suggestions would lead', () => {
    const editor = new RoundEditor({ planRound: vi.fn() })
    editor.rater = 1
    const open = { finished: 3 }
    const rounds = [round(1), round(2, { rater: 2, ...open }), round(3, { mode: 'practice', ...open })]
    const spoiltBy = (...more: RoundSummary[]): number | undefined =>
      editor.spoilt({ rounds: [...rounds, ...more] } as StudyOverview)?.id
    editor.mode = 'assisted'
    expect(spoiltBy()).toBeUndefined()
    expect(spoiltBy(round(4, open))).toBe(4)
    editor.mode = 'reveal'
    expect(spoiltBy(round(5, { mode: 'repeat', repeatOf: 1, ...open }))).toBe(5)
    editor.mode = 'blind'
    expect(spoiltBy(round(4, open))).toBeUndefined()
  })
})

describe('words of a round', () => {
  it('say what will come of it', () => {
    expect(planWords(PLAN, { ...plainRules('blind'), repeats: 6 })).toBe(
      '42 photographs, 840 pads, 6 come again at least 10 photographs later.',
    )
    expect(planWords({ ...PLAN, photographs: 1, available: 1, pads: 1 }, plainRules('blind'))).toBe('1 photograph, 1 pad.') // prettier-ignore
    expect(planWords({ ...PLAN, photographs: 10 }, plainRules('blind'))).toBe(
      '10 photographs, about 200 pads.',
    )
  })

  it('say its rules in a list', () => {
    const rounds = [round(1), round(2, { mode: 'repeat', repeatOf: 1, oneSided: true })]
    expect(rounds.map((one) => ruleWords(one, rounds))).toEqual(['', 'of anna, round 1, one side only'])
    expect(ruleWords(round(3, { repeats: 6 }), rounds)).toBe('6 come again')
    expect(ruleWords(round(3, { ordering: 'uncertainty' }), rounds)).toBe('least certain first')
  })
})

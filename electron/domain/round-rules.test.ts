import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainRules, refusedRound, type RoundFacts, type RoundRules } from './round-rules'
import { ROUND_MODES, ROUND_ORDERINGS } from './words'

const FACTS: RoundFacts = { photographs: 60, hasModel: true, repeated: null }
const FINISHED: RoundFacts['repeated'] = { mode: 'blind', ownRater: true, finished: true }

describe('the rules of a round', () => {
  it('are fine as each mode has them', () => {
    for (const mode of ROUND_MODES) {
      const rules = { ...plainRules(mode), repeatOf: mode === 'repeat' ? 1 : null }
      expect(
        refusedRound(rules, { ...FACTS, repeated: mode === 'repeat' ? FINISHED : null }),
        mode,
      ).toBeNull()
    }
  })

  it.each<[string, Partial<RoundRules>, Partial<RoundFacts>, RegExp]>([
    ['a blind round ordered by the model', { ordering: 'uncertainty' }, {}, /order itself would tell/],
    ['an assisted round with repeats', { mode: 'assisted', repeats: 3 }, {}, /suggestions would spoil/],
    ['a repeat round with repeats', { mode: 'repeat', repeatOf: 1, repeats: 3 }, { repeated: FINISHED }, /again already/],
    ['a revealed round with repeats', { mode: 'reveal', repeats: 3 }, {}, /not blind/],
    ['practice with repeats', { mode: 'practice', repeats: 3 }, {}, /no data/],
    ['a repeat of nothing', { mode: 'repeat' }, {}, /Choose the round/],
    ['a blind round that repeats another', { repeatOf: 1 }, { repeated: FINISHED }, /Only a repeat round/],
    ['a repeat of another’s round', { mode: 'repeat', repeatOf: 1 }, { repeated: { ...FINISHED, ownRater: false } }, /her own/],
    ['a repeat of an open round', { mode: 'repeat', repeatOf: 1 }, { repeated: { ...FINISHED, finished: false } }, /not finished/],
    ['a repeat of an assisted round', { mode: 'repeat', repeatOf: 1 }, { repeated: { ...FINISHED, mode: 'assisted' } }, /Only a blind round/],
    ['no photographs', {}, { photographs: 0 }, /nothing to score yet/],
    ['practice without references', { mode: 'practice' }, { photographs: 0 }, /practise/],
    ['an order by no model', { mode: 'assisted', ordering: 'suggested' }, { hasModel: false }, /no model yet to order/],
    ['a reveal without a model', { mode: 'reveal' }, { hasModel: false }, /could be revealed/],
    ['more repeats than fit', { repeats: 51 }, {}, /at most 50/],
    ['a gap as long as the round', { repeats: 1, gap: 60 }, {}, /smaller gap/],
    ['repeats within so few photographs', { repeats: 3, photographs: 12 }, {}, /at most 2/],
    ['a gap that is remembered', { repeats: 1, gap: 1 }, {}, /At least 2/],
  ])('refuse %s', (_what, rules, facts, sentence) => {
    const refused = refusedRound({ ...plainRules('blind'), ...rules }, { ...FACTS, ...facts })
    expect(refused?.sentence).toMatch(sentence)
  }) // prettier-ignore

  it('never let a round that is not assisted be ordered by the model, or one that is be repeated', () => {
    const any = fc.record({
      mode: fc.constantFrom(...ROUND_MODES),
      ordering: fc.constantFrom(...ROUND_ORDERINGS),
      photographs: fc.option(fc.integer({ min: 1, max: 80 })),
      repeats: fc.nat(80),
      gap: fc.nat(80),
      repeatOf: fc.constantFrom(null, 1),
      oneSided: fc.boolean(),
    })
    fc.assert(
      fc.property(any, fc.boolean(), (rules, hasModel) => {
        const refused = refusedRound(rules, { photographs: 60, hasModel, repeated: FINISHED })
        if (refused !== null) return
        if (rules.mode !== 'assisted') expect(rules.ordering).toBe('random')
        if (rules.repeats > 0) {
          expect(rules.mode).toBe('blind')
          expect(Math.min(rules.photographs ?? 60, 60) - rules.gap).toBeGreaterThanOrEqual(rules.repeats)
        }
        expect(rules.mode === 'repeat').toBe(rules.repeatOf !== null)
      }),
    )
  })
})

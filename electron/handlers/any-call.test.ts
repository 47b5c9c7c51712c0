/** Whatever the window sends gets an answer. */
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { API_NAMES } from '../contract'
import { CHANGE_REASONS } from '../domain/change-reasons'
import { plainRules } from '../domain/round-rules'
import { CONTINUOUS } from '../domain/scale'
import { CANNOT_JUDGE_REASONS, ROUND_MODES, ROUND_ORDERINGS, SIDES, VIEWS } from '../domain/words'
import { OBJECTIVES } from '../learning/objectives'
import { codeOf, mainProcess } from '../testing/main-process'

vi.mock('electron', () => import('../testing/electron'))

const main = mainProcess()
const { call } = main

describe('whatever the window sends', () => {
  /** Things that come close to what a schema wants, so that some of them get through. */
  const known = fc.constantFrom<unknown>(
    ...SIDES,
    ...VIEWS,
    ...CANNOT_JUDGE_REASONS,
    ...OBJECTIVES.map(({ name }) => name),
    ...[
      'blind',
      'assisted',
      'no',
      'before',
      'auto',
      'cpu',
      'files',
      'photograph',
      'folder',
      'jowl',
      'malar_soof',
    ],
    ...[
      0,
      1,
      2,
      -1,
      0.5,
      2 ** 53,
      NaN,
      Infinity,
      -0,
      null,
      undefined,
      true,
      '',
      'constructor',
      '__proto__',
      CONTINUOUS,
    ],
  )
  const polygon = fc.array(fc.tuple(fc.double({ min: -100, max: 700 }), fc.double({ min: -100, max: 700 })), { maxLength: 6 }) // prettier-ignore
  const record = fc.dictionary(
    fc.constantFrom('round', 'position', 'value', 'reason', 'note', 'suggestion', 'suggestionSeen', 'seconds', 'subject', 'day', 'view', 'mirrored', 'paths', 'name', 'regions', 'scale', 'rater', 'objective', 'seed', 'device'), // prettier-ignore
    fc.oneof(known, fc.string({ maxLength: 20 })),
  )
  const score = fc.record({
    round: fc.constantFrom(1, 2, 3),
    position: fc.nat(9),
    value: fc.oneof(fc.constant(null), fc.double()),
    reason: fc.constantFrom(null, ...CANNOT_JUDGE_REASONS),
    note: fc.string(),
    suggestion: fc.constantFrom(null, 1),
    suggestionSeen: fc.constantFrom('no', 'before'),
    seconds: fc.double(),
    altered: fc.boolean(),
  })
  const anything = fc.oneof(known, fc.nat(5), fc.anything({ withBigInt: true, withDate: true, withMap: true }), record, polygon, score) // prettier-ignore
  const name = fc.constantFrom(...API_NAMES)

  it('every handler answers with a reply and never throws; a refusal has written nothing', async () => {
    for (const mode of ['blind', 'assisted'] as const) await call('startRound', 1, plainRules(mode))
    const codes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(name, fc.array(anything, { maxLength: 5 }), async (handler, args) => {
        // What closes the study would leave nothing for the others to do.
        if (handler === 'closeStudy' || handler === 'openStudy') return
        const before = main.study.reader.auditHash()
        const reply = await call(handler, ...args)
        const code = codeOf(reply)
        // Every change of a study has an entry there.
        if (!reply.ok) expect(main.study.reader.auditHash()).toBe(before)
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (!reply.ok) expect(reply.error.message).toMatch(/\S/)
        expect(code).not.toBe('unexpected')
      }),
      { numRuns: 10_000 },
    )
    // The game is only worth something when some get through.
    expect(codes.get('arguments') ?? 0).toBeGreaterThan(200)
    expect(codes.get('ok') ?? 0).toBeGreaterThan(100)
    expect(main.study.reader.check()).toMatchObject({ ok: true, findings: [] })
  })

  it('of the right shape is answered or refused with a code of ours', async () => {
    for (const mode of ['blind', 'assisted'] as const) await call('startRound', 1, plainRules(mode))
    const key = fc.nat(12)
    const rules = fc.record({
      mode: fc.constantFrom(...ROUND_MODES),
      ordering: fc.constantFrom(...ROUND_ORDERINGS),
      photographs: fc.option(fc.integer({ min: 1, max: 3 })),
      repeats: fc.nat(2),
      gap: fc.nat(3),
      repeatOf: fc.option(fc.nat(3)),
      oneSided: fc.boolean(),
    })
    const calls = fc.oneof(
      fc.tuple(fc.constantFrom('planRound' as const, 'startRound' as const), fc.nat(2), rules),
      fc.tuple(fc.constant('reference' as const), key, key),
      fc.tuple(fc.constant('roundReport' as const), key),
      fc.tuple(fc.constant('score' as const), score),
      fc.tuple(fc.constant('placeRegion' as const), key, fc.constantFrom('jowl', 'temporal', ''), fc.constantFrom(...SIDES), polygon), // prettier-ignore
      fc.tuple(fc.constant('resetRegion' as const), key),
      fc.tuple(fc.constant('copyRegion' as const), key, fc.constantFrom('jowl', 'temporal', ''), fc.constantFrom(...SIDES)), // prettier-ignore
      fc.tuple(fc.constant('checkRegion' as const), key),
      fc.tuple(fc.constantFrom('undoEdit' as const, 'redoEdit' as const)),
      fc.tuple(fc.constant('task' as const), key, key),
      fc.tuple(fc.constant('photograph' as const), key),
      fc.tuple(fc.constant('suggest' as const), key, key, fc.array(key, { maxLength: 3 })),
      fc.tuple(fc.constant('addRater' as const), fc.string()),
      fc.tuple(fc.constant('rescore' as const), fc.record({ score: key, value: fc.double({ min: -1, max: 2 }), reason: fc.constantFrom(...CHANGE_REASONS), words: fc.string() })), // prettier-ignore
      fc.tuple(fc.constant('chooseExemplar' as const), key, fc.double({ min: -1, max: 2 })),
      fc.tuple(fc.constant('removeExemplar' as const), key),
      fc.tuple(fc.constant('compare' as const), fc.record({ rater: key, region: key, exemplar: key, outcome: fc.constantFrom('fuller', 'alike', 'less'), seconds: fc.constant(1) }), fc.constant(null)), // prettier-ignore
      fc.tuple(
        fc.constantFrom('undoComparison' as const, 'acceptPairs' as const),
        key,
        fc.constant(null),
        key,
      ),
      fc.tuple(fc.constant('changePhotograph' as const), key, fc.record({ subject: fc.string(), day: fc.nat(), view: fc.constantFrom(...VIEWS), mirrored: fc.boolean() })), // prettier-ignore
    )
    await fc.assert(
      fc.asyncProperty(calls, async ([handler, ...args]) => {
        expect(codeOf(await call(handler, ...args))).not.toBe('unexpected')
      }),
      { numRuns: 500 },
    )
    expect(main.study.reader.check()).toMatchObject({ ok: true, findings: [] })
  })
})

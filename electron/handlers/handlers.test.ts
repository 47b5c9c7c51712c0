/** All handlers together, as the window calls them. */
import { describe, expect, it, vi } from 'vitest'
import { MODEL } from '../../db/testing/fixtures'
import { plainRules } from '../domain/round-rules'
import { MalarError } from '../domain/words'
import { codeOf, mainProcess } from '../testing/main-process'

vi.mock('electron', () => import('../testing/electron'))

const main = mainProcess()
const { call } = main

describe('the handlers', () => {
  it('carry a study from a round to a score', async () => {
    const started = await call('startRound', 1, plainRules('blind'))
    expect(started).toMatchObject({ ok: true, value: { id: 1, total: 8, seed: 7 } })
    expect(await call('firstOpen', 1)).toEqual({ ok: true, value: 0 })
    expect(await call('task', 1, 0)).toMatchObject({ ok: true, value: { round: 1, position: 0 } })
    const given = { round: 1, position: 0, value: 0.5, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 1, altered: false } // prettier-ignore
    expect(await call('score', given)).toMatchObject({ ok: true, value: { finished: 1, next: 1 } })
  })

  it('give no suggestion in a blind round', async () => {
    await call('startRound', 1, plainRules('blind'))
    expect(codeOf(await call('suggest', 1, 0, []))).toBe('blind')
    await call('startRound', 1, plainRules('assisted'))
    expect(await call('suggest', 2, 0, [])).toEqual({ ok: true, value: null })
  })

  it('choose exemplars and take them away, without a word of whose they are', async () => {
    const item = { id: 1, region: 'malar_soof', side: 'right', value: 0.5, key: 1 }
    expect(await call('chooseExemplar', 1, 0.5)).toEqual({ ok: true, value: [item] })
    expect(await call('exemplars')).toEqual({ ok: true, value: [item] })
    expect(codeOf(await call('chooseExemplar', 2, 1.5))).toBe('score')
    expect(await call('removeExemplar', 1)).toEqual({ ok: true, value: [] })
  })

  it('take nothing else for a score', async () => {
    await call('startRound', 1, plainRules('blind'))
    const given = { round: 1, position: 0, value: 0.5, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 1, altered: false } // prettier-ignore
    const bad = [{ value: '1' }, { value: NaN }, { value: Infinity }, { reason: 'tired' }, { note: 'x'.repeat(2001) }, { position: -1 }, { position: 0.5 }, { suggestionSeen: 'after' }, { seconds: NaN }, { round: 0 }] // prettier-ignore
    for (const change of bad) expect(codeOf(await call('score', { ...given, ...change }))).toBe('arguments')
    expect(main.study.reader.counts().scores).toBe(0)
  })

  it('make the suggestions anew after a photograph was changed', async () => {
    const forget = vi.spyOn(main.services.suggesting, 'forget')
    const change = { subject: 'P-9', day: 1, view: 'frontal', mirrored: false }
    expect(await call('changePhotograph', 1, change)).toMatchObject({ ok: true, value: { photograph: { subject: 'P-9' } } }) // prettier-ignore
    expect(forget).toHaveBeenCalledOnce()
    expect(codeOf(await call('changePhotograph', 1, { ...change, subject: '=1' }))).toBe('identifier')
  })

  it('do nothing when the person closes a dialog', async () => {
    for (const [name, ...args] of [
      ['exportStudy'],
      ['openStudy', null],
      ['planImport', { choose: 'folder' }],
      ['newStudy', { name: 'New', regions: ['jowl'], scale: 'continuous', rater: '' }],
    ] as const) {
      expect(await call(name, ...args)).toEqual({ ok: true, value: null })
    }
    expect(main.services.session.study).toBe(main.study)
  })

  it('show the card of a model, and save it where the person says', async () => {
    const { id } = main.study.writer.addModel(Float32Array.of(1, 2), MODEL)
    expect(await call('modelCard', id)).toMatchObject({
      ok: true,
      value: { 0: { kind: 'heading', level: 1 } },
    })
    expect(await call('saveModelCard', id)).toEqual({ ok: true, value: null })
    expect(codeOf(await call('modelCard', 99))).toBe('not-found')
  })

  it('say that no study is open', async () => {
    main.services.session.close()
    for (const [name, ...args] of [
      ['photographs'],
      ['photograph', 1],
      ['task', 1, 0],
      ['addRater', 'x'],
      ['exportStudy'],
    ] as const) {
      // prettier-ignore
      expect(codeOf(await call(name, ...args))).toBe('no-study')
    }
    expect(await call('study')).toEqual({ ok: true, value: null })
  })

  it('wait for an import or a training before they change the study', async () => {
    main.services.assertIdle = () => {
      throw new MalarError('busy', 'A training is running.')
    }
    const busy = [['closeStudy'], ['openSample'], ['openStudy', 'x.malar'], ['newStudy', { name: 'New', regions: ['jowl'], scale: 'continuous', rater: '' }]] as const // prettier-ignore
    for (const [name, ...args] of busy) expect(codeOf(await call(name, ...args))).toBe('busy')
    expect(main.services.session.study).toBe(main.study)
  })
})

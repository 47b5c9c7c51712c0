import { describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { photograph, score, thrown } from '../db/testing/fixtures'
import type { MovedScore } from './contract'
import type { RoundMode } from './domain/words'
import { rescore, stripOf } from './strip'

const ANNA = 1
const BEN = 2

// Keys: photograph n has 4n-3 malar_soof right, 4n-2 malar_soof left, 4n-1 jowl right, 4n jowl left.
let study: StudyFile
eachStudy((made) => {
  study = made
  for (let n = 1; n <= 4; n++) study.writer.addPhotograph(photograph(n))
})

const items = (side: 'right' | 'left' | null = null, rater = ANNA) =>
  stripOf(study.reader, 'jowl', side, rater).items.map(({ key, value }) => [key, value])
const moved = (id: number, value: number, changes: Partial<MovedScore> = {}): MovedScore => ({
  score: id,
  value,
  reason: 'compared with the others',
  words: '',
  ...changes,
})
const round = (mode: RoundMode, regions: number[], rater = ANNA, repeatOf: number | null = null): number =>
  study.writer.addRound({ rater, mode, repeatOf, name: `${mode} round`, seed: 1, order: [{ regions }] }).id

describe('the strip', () => {
  it('shows one pad of one rater from the least value to the most, as each was met first', () => {
    const { writer } = study
    const first = round('assisted', [3, 3])
    writer.addScore(score(3, 4, { round: first }))
    writer.addScore(score(3, 1, { round: first, presentation: 2 }))
    writer.addScore(score(4, 3))
    writer.addScore(score(7, 0))
    writer.addScore(score(8, null))
    writer.addScore(score(11, 3))
    writer.addScore(score(1, 2))
    writer.addScore(score(12, 2, { rater: BEN }))
    expect(items()).toEqual([[7, 0], [4, 3], [11, 3], [3, 4]]) // prettier-ignore
    expect(items('left')).toEqual([[4, 3]])
    expect(items(null, BEN)).toEqual([[12, 2]])
    expect(stripOf(study.reader, 'jowl', null, ANNA)).toMatchObject({ cannotJudge: 1, waiting: [] })
    expect(thrown(() => stripOf(study.reader, 'jowl', null, 9)).code).toBe('not-found')
  })

  it('keeps a value that stands though the pad could not be judged when it came again', () => {
    const first = round('assisted', [3, 3])
    study.writer.addScore(score(3, 4, { round: first }))
    study.writer.addScore(score(3, null, { round: first, presentation: 2 }))
    expect(items()).toEqual([[3, 4]])
  })

  it.each(['blind', 'reveal'] as const)('tells nothing of a %s round that is not finished', (mode) => {
    const { reader, writer } = study
    const earlier = writer.addScore(score(3, 2))
    writer.addScore(score(7, 1))
    const open = round(mode, [4, 3])
    const inRound = writer.addScore(score(4, 2, { round: open }))
    expect(items()).toEqual([[7, 1]])
    expect(stripOf(reader, 'jowl', null, ANNA).waiting).toEqual([{ round: `${mode} round`, pads: 2 }])
    expect(JSON.stringify(stripOf(reader, 'jowl', null, ANNA))).not.toMatch(/"key":[34]\b/)
    for (const { id } of [earlier, inRound]) {
      expect(thrown(() => rescore(study, moved(id, 4)))).toMatchObject({ code: 'blind', message: /Finish/ })
    }
    writer.addScore(score(3, 3, { round: open, presentation: 2 }))
    expect(items()).toEqual([[7, 1], [3, 2], [4, 2]]) // prettier-ignore
    expect(rescore(study, moved(inRound.id, 4)).value).toBe(4)
  })

  it('tells nothing of what an open repeat round asks for again', () => {
    const first = round('blind', [3, 4])
    study.writer.addScore(score(3, 2, { round: first }))
    study.writer.addScore(score(4, 1, { round: first }))
    expect(items()).toHaveLength(2)
    round('repeat', [3], ANNA, first)
    expect(items()).toEqual([[4, 1]])
    const other = round('assisted', [4])
    expect(stripOf(study.reader, 'jowl', null, ANNA).waiting, 'an assisted one holds nothing back').toEqual([
      { round: 'repeat round', pads: 1 },
    ])
    expect(other).toBe(3)
  })

  it('of another rater does not wait for this one’s rounds', () => {
    study.writer.addScore(score(3, 2, { rater: BEN }))
    round('blind', [3], ANNA)
    expect(items(null, BEN)).toEqual([[3, 2]])
  })

  it('never shows nor changes practice', () => {
    const practice = round('practice', [3])
    const { id } = study.writer.addScore(score(3, 2, { round: practice }))
    expect(items()).toEqual([])
    expect(thrown(() => rescore(study, moved(id, 1))).code).toBe('refused')
    expect(stripOf(study.reader, 'jowl', null, ANNA).waiting).toEqual([])
  })
})

describe('moving a score', () => {
  it('makes a new one in the same round and presentation, and leaves the old one in the chain', () => {
    const { reader, writer } = study
    const first = round('blind', [3, 3])
    writer.addScore(score(3, null, { round: first }))
    const stood = writer.addScore(score(3, 1, { round: first, presentation: 2, note: 'scar' }))
    const item = rescore(study, moved(stood.id, 3, { words: 'fuller than its neighbours' }))
    const after = reader.score(item.score)
    expect(after).toMatchObject({
      region: 3, rater: ANNA, round: first, presentation: 2, value: 3, supersedes: stood.id, origin: 'strip', note: 'scar',
      changeReason: 'compared with the others: fuller than its neighbours', seconds: null, suggestionSeen: 'no',
    }) // prettier-ignore
    expect(reader.score(stood.id)).toEqual(stood)
    expect(item).toEqual({ score: after.id, key: 3, side: 'right', value: 3, scoredAt: after.scoredAt, origin: 'strip' }) // prettier-ignore
    expect(reader.currentScore(3, ANNA, first, 1)).toMatchObject({ value: null })
    expect(items()).toEqual([[3, 3]])
    expect(rescore(study, moved(after.id, 1, { reason: 'moved back' })).value).toBe(1)
    expect([...reader.scoreRows()].map((row) => row.score)).toEqual([null, 1])
    expect(reader.check()).toMatchObject({ ok: true, scores: 4 })
  })

  it('needs a reason, a value of the scale and a score that stands', () => {
    const { writer } = study
    const first = writer.addScore(score(3, 1))
    const blank = writer.addScore(score(4, null))
    expect(thrown(() => rescore(study, moved(first.id, 2, { reason: 'other' }))).code).toBe('change-reason')
    expect(thrown(() => rescore(study, moved(first.id, 1.5))).code).toBe('score')
    expect(thrown(() => rescore(study, moved(99, 1))).code).toBe('not-found')
    expect(thrown(() => rescore(study, moved(blank.id, 1))).code).toBe('refused')
    writer.addScore(score(3, 2))
    expect(thrown(() => rescore(study, moved(first.id, 3)))).toMatchObject({ message: /anew meanwhile/ })
    expect(items()).toEqual([[3, 2]])
  })

  it('has seen the suggestion where the score that stood had, or where the round reveals it', () => {
    const { reader, writer } = study
    const assisted = writer.addScore(score(3, 1, { round: round('assisted', [3]), suggestionSeen: 'before' }))
    const revealed = writer.addScore(score(4, 1, { round: round('reveal', [4]) }))
    for (const { id } of [assisted, revealed]) {
      expect(reader.score(rescore(study, moved(id, 2)).score).suggestionSeen).toBe('before')
    }
  })

  it('changes what is learned, and nothing of what raters are compared by', () => {
    const { reader, writer } = study
    const { id } = writer.addScore(score(3, 1))
    writer.addScore(score(3, 4, { rater: BEN }))
    rescore(study, moved(id, 3))
    expect(reader.labelled()[0]?.labels.map(({ value }) => value)).toEqual([3, 4])
    expect(reader.raterPairs()).toMatchObject([{ a: 1, b: 4 }])
    writer.addScore(score(3, 2))
    expect(reader.raterPairs(), 'scored again as any other').toMatchObject([{ a: 2, b: 4 }])
  })

  it('that is answered anew as “cannot judge” afterwards has no independent value', () => {
    const { reader, writer } = study
    const first = round('blind', [3])
    const { id } = writer.addScore(score(3, 2, { round: first }))
    expect(reader.references(BEN).get(3)).toMatchObject({ mean: 2 })
    rescore(study, { score: id, value: 4, reason: 'looked again', words: '' })
    expect(reader.references(BEN).get(3), 'moved, the first one counts').toMatchObject({ mean: 2 })
    writer.addScore(score(3, null, { round: first }))
    expect(reader.references(BEN).get(3)).toBeUndefined()
    expect(reader.labelled()).toEqual([])
  })
})

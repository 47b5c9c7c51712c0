/** Scores, and what learning reads of them. */
import { describe, expect, it } from 'vitest'
import { filledStudy } from './testing/filled-study'
import { MODEL, score } from './testing/fixtures'

const study = filledStudy()
const refused = (code: string): unknown => expect.objectContaining({ code })

describe('a score', () => {
  it('is on the scale, or has a reason; a wrong one changes nothing', () => {
    const { writer } = study
    for (const value of [-1, 5, 1.5, NaN, Infinity]) {
      expect(() => writer.addScore(score(1, value)), String(value)).toThrow(refused('score') as Error)
    }
    expect(() => writer.addScore(score(1, 2, { reason: 'blurred' }))).toThrow(refused('score') as Error)
    expect(() => writer.addScore(score(1, null, { reason: null }))).toThrow(refused('score') as Error)
    expect(() => writer.addScore(score(1, 2, { seconds: -1 }))).toThrow(refused('refused') as Error)
    expect(() => writer.addScore(score(1, 2, { rater: 9 }))).toThrow(refused('not-found') as Error)
    expect(() => writer.addScore(score(99, 2))).toThrow(refused('not-found') as Error)
    expect(study.reader.counts().scores).toBe(0)
  })

  it('supersedes the one before of the same region, rater, round and presentation, and no other', () => {
    const { reader, writer } = study
    const first = writer.addScore(score(1, 1))
    const second = writer.addScore(score(1, 2, { note: 'looked again' }))
    const other = writer.addScore(score(1, 4, { rater: 2 }))
    expect([first.supersedes, second.supersedes, other.supersedes]).toEqual([null, first.id, null])
    expect(reader.currentScore(1, 1, null)).toEqual(second)
    expect(reader.photographScores(1).map(({ raterName, value }) => [raterName, value])).toEqual([
      ['anna', 2],
      ['ben', 4],
    ])
    expect(reader.counts()).toMatchObject({ scores: 2, scored: 1 })
    expect(reader.photographs().map((item) => item.scored)).toEqual([1, 0, 0])
  })

  it('from elsewhere comes in once, all or none', () => {
    const { reader, writer } = study
    const round = writer.addRound({ rater: 2, mode: 'blind', name: 'paper', seed: 0, order: [] }).id
    const rows = [
      score(1, 1),
      score(2, 2),
      score(5, null),
      score(1, 3, { rater: 2, round }),
      score(1, 4, { rater: 2, round, presentation: 2 }),
    ]
    expect(() => writer.addScores([...rows, score(3, 77)])).toThrow(refused('score') as Error)
    expect(reader.counts().scores).toBe(0)
    expect(writer.addScores(rows)).toEqual({ added: 5, replaced: 0, same: 0 })
    expect(reader.roundProgress(round)).toEqual({ finished: 2, total: 2 })
    const entries = reader.auditEntries().length
    expect(writer.addScores(rows)).toEqual({ added: 0, replaced: 0, same: 5 })
    expect(reader.auditEntries()).toHaveLength(entries)
    expect(writer.addScores([score(1, 2), score(3, 0)])).toEqual({ added: 1, replaced: 1, same: 0 })
    expect(reader.check()).toMatchObject({ ok: true, scores: 7 })
  })
})

describe('what learning reads', () => {
  it('labels: the latest current value of each rater, with whether a suggestion was seen', () => {
    const { reader, writer } = study
    const assisted = writer.addRound({
      rater: 2,
      mode: 'assisted',
      name: 'a',
      seed: 1,
      order: [{ regions: [1] }],
    }).id
    writer.addScore(score(1, 1))
    writer.addScore(score(1, 2))
    writer.addScore(score(1, 4, { rater: 2, round: assisted, suggestionSeen: 'before' }))
    writer.addScore(score(2, 3))
    writer.addScore(score(3, null))
    expect(reader.labelled()).toEqual([
      {
        ...reader.allRegions()[0],
        labels: [{ rater: 1, value: 2, seenBefore: false }, { rater: 2, value: 4, seenBefore: true }], // prettier-ignore
        mean: 3,
        raters: 2,
        seenBefore: true,
      },
      {
        ...reader.allRegions()[1],
        labels: [{ rater: 1, value: 3, seenBefore: false }],
        mean: 3,
        raters: 1,
        seenBefore: false,
      },
    ])
    expect(reader.raterPairs()).toEqual([])
    writer.addScore(score(2, 1, { rater: 2 }))
    const where = { key: 2, region: 'malar_soof', side: 'left', photograph: 1, subject: 'S00001' }
    expect(reader.raterPairs()).toEqual([{ ...where, raterA: 1, raterB: 2, a: 3, b: 1 }])
  })

  it('labels: the first value of each rater; repeats measure the rater and replace nothing', () => {
    const { reader, writer } = study
    const blind = { rater: 1, mode: 'blind', name: 'one', seed: 1 } as const
    const first = writer.addRound({ ...blind, order: [{ regions: [1, 2] }] }).id
    writer.addScore(score(1, 1, { round: first }))
    writer.addScore(score(2, null, { round: first }))
    const again = writer.addRound({
      ...blind,
      mode: 'repeat',
      repeatOf: first,
      order: [{ regions: [1, 2] }],
    }).id
    writer.addScore(score(2, 3, { round: again, presentation: 2 }))
    const labels = () => reader.labelled().map(({ key, mean }) => [key, mean])
    // What could not be judged at first gets its label from the repeat, but not while the round is open.
    expect(labels()).toEqual([[1, 1]])
    writer.addScore(score(1, 4, { round: again, presentation: 2 }))
    expect(labels()).toEqual([
      [1, 1],
      [2, 3],
    ])
    writer.addScore(score(1, 2, { round: first }))
    expect(labels()[0]).toEqual([1, 2])
  })

  it('labels: in a revealed round the corrected value; between raters the one before the reveal', () => {
    const { reader, writer } = study
    const model = writer.addModel(new Float32Array([1]), MODEL).id
    const said = { region: 1, value: 4, low: null, high: null, level: null, secondOpinion: null, neighbours: [], because: '' } // prettier-ignore
    const suggestion = writer.saveSuggestions(model, [said])[0]?.id as number
    const round = writer.addRound({
      rater: 1,
      mode: 'reveal',
      name: 'r',
      seed: 1,
      order: [{ regions: [1] }],
    }).id
    writer.addScore(score(1, 1, { round }))
    writer.addScore(score(1, 3, { round, suggestion, suggestionSeen: 'before' }))
    writer.addScore(score(1, 2, { rater: 2 }))
    expect(reader.labelled()[0]?.labels).toEqual([
      { rater: 1, value: 3, seenBefore: true },
      { rater: 2, value: 2, seenBefore: false },
    ])
    expect(reader.raterPairs()).toMatchObject([{ a: 1, b: 2 }])
  })

  it('of practice nothing: not as label, pair, reference, count or row', () => {
    const { reader, writer } = study
    writer.addScore(score(1, 1))
    const practice = writer.addRound({
      rater: 2,
      mode: 'practice',
      name: 'p',
      seed: 1,
      order: [{ regions: [1, 5] }],
    }).id
    const before = [reader.counts(), reader.photographs(), reader.labelled(), [...reader.scoreRows()]]
    writer.addScore(score(1, 3, { rater: 2, round: practice }))
    writer.addScore(score(5, 2, { rater: 2, round: practice }))
    writer.addScore(score(5, 3, { rater: 2, round: practice }))
    expect([reader.counts(), reader.photographs(), reader.labelled(), [...reader.scoreRows()]]).toEqual(
      before,
    )
    expect(reader.raterPairs()).toEqual([])
    expect([...reader.references(1)]).toEqual([])
    expect(reader.photographScores(1)).toHaveLength(1)
    expect(reader.photographScores(2)).toEqual([])
    expect(reader.roundProgress(practice)).toEqual({ finished: 2, total: 2 })
    // A round after practice meets the region for the first time.
    const real = writer.addRound({
      rater: 2,
      mode: 'blind',
      name: 'b',
      seed: 1,
      order: [{ regions: [1] }],
    }).id
    expect(reader.assignmentAt(real, 0).presentation).toBe(1)
    expect(reader.check()).toMatchObject({ ok: true, scores: 4 })
  })
})

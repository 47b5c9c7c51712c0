/** Rounds and scores, what learning reads of them, and what leaves the study. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Neighbour } from '../electron/domain/records'
import type { StudyFile } from './study-file'
import { MODEL, newStudy, photograph, score, temporaryFolder } from './testing/fixtures'
import type { NewSuggestion } from './writer'

let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
  for (let n = 1; n <= 3; n += 1) study.writer.addPhotograph(photograph(n))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const refused = (code: string): unknown => expect.objectContaining({ code })

describe('a round', () => {
  it('keeps its order, counts what is finished and finds the next open region, wrapping round', () => {
    const { reader, writer } = study
    const order = [5, 6, 7, 8, 1, 2, 3, 4]
    const round = writer.addRound({
      rater: 1,
      mode: 'blind',
      name: 'one',
      seed: 42,
      order: [{ regions: order.slice(0, 4) }, { regions: order.slice(4) }],
    })
    expect(reader.round(round.id)).toMatchObject({ raterName: 'anna', seed: 42, finished: 0, total: 8 })
    expect(reader.assignmentAt(round.id, 4)).toEqual({
      round: 1,
      position: 4,
      region: 1,
      photograph: 1,
      presentation: 1,
      showing: 2,
      because: '',
    })
    expect(() => reader.assignmentAt(round.id, 8)).toThrow(refused('not-found') as Error)
    expect(reader.showings(round.id)).toBe(2)
    expect([1, 2].map((showing) => reader.photographShown(round.id, showing))).toEqual([2, 1])
    expect(reader.firstOpen(round.id)).toBe(0)
    for (const position of [0, 1, 2, 4, 5, 6, 7]) {
      writer.addScore(score(order[position] as number, 2, { round: round.id }))
    }
    writer.addScore(score(5, null, { round: round.id }))
    expect(reader.roundProgress(round.id)).toEqual({ finished: 7, total: 8 })
    expect(reader.firstOpen(round.id, 5)).toBe(3)
    const pads = reader.padsOf(round.id, 1)
    expect(pads.map(({ id, position, mine }) => [id, position, mine?.value, mine?.reason])).toEqual([
      [5, 0, null, 'covered'],
      [6, 1, 2, null],
      [7, 2, 2, null],
      [8, 3, undefined, undefined],
    ])
    expect(pads[0]).toMatchObject({
      region: 'malar_soof',
      side: 'right',
      origin: 'atlas',
      revision: 1,
      photograph: 2,
    })
    expect(pads[0]?.mine).toMatchObject({ region: 5, rater: 1, round: 1, presentation: 1, supersedes: 1 })
    writer.addScore(score(8, 1, { round: round.id }))
    expect(reader.firstOpen(round.id, 3)).toBeNull()
  })

  it('counts presentations: a repeat within it, and another round after it', () => {
    const { reader, writer } = study
    const first = writer.addRound({
      rater: 1,
      mode: 'blind',
      name: 'one',
      seed: 1,
      order: [{ regions: [1, 2, 1] }],
    })
    expect(reader.assignmentAt(first.id, 2)).toMatchObject({ region: 1, presentation: 2 })
    writer.addScore(score(1, 1, { round: first.id }))
    writer.addScore(score(1, 3, { round: first.id, presentation: 2 }))
    expect(reader.currentScore(1, 1, first.id)?.value).toBe(3)
    expect(reader.currentScore(1, 1, first.id, 1)?.value).toBe(1)
    const second = writer.addRound({
      rater: 1,
      mode: 'blind',
      name: 'two',
      seed: 2,
      order: [{ regions: [1, 2] }],
    })
    expect(reader.padsOf(second.id, 1).map((pad) => [pad.id, pad.presentation, pad.mine])).toEqual([
      [1, 3, null],
      [2, 1, null],
    ])
    const other = writer.addRound({
      rater: 2,
      mode: 'blind',
      name: 'one',
      seed: 2,
      order: [{ regions: [1] }],
    })
    expect(reader.assignmentAt(other.id, 0).presentation).toBe(1)
    expect(reader.rounds().map((round) => round.finished)).toEqual([2, 0, 0])
  })

  it('takes no score of a stranger, of a region that it does not hold, or after a suggestion if it is blind', () => {
    const { writer } = study
    const { id } = writer.addRound({
      rater: 1,
      mode: 'blind',
      name: 'one',
      seed: 1,
      order: [{ regions: [1] }],
    })
    const add =
      (changes: Parameters<typeof score>[2], region = 1) =>
      () =>
        writer.addScore(score(region, 1, changes))
    expect(add({ round: id, rater: 2 })).toThrow(/round of anna/)
    expect(add({ round: id }, 2)).toThrow(/does not hold that region/)
    expect(add({ round: id, suggestionSeen: 'before' })).toThrow(/blind/)
    const practice = writer.addRound({
      rater: 1,
      mode: 'practice',
      name: 'p',
      seed: 1,
      order: [{ regions: [1] }],
    })
    expect(add({ round: practice.id, suggestionSeen: 'before' })).toThrow(/blind/)
    expect(add({ round: 9 })).toThrow(refused('not-found') as Error)
    expect(() =>
      writer.addRound({ rater: 1, mode: 'blind', name: 'x', seed: 1, order: [{ regions: [99] }] }),
    ).toThrow(/no region 99/)
    expect(study.reader.rounds()).toHaveLength(2)
  })
})

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

  it('models: weights come back as they were, and one at most is current', () => {
    const { reader, writer } = study
    expect(reader.currentModel()).toBeNull()
    const weights = Float32Array.from({ length: 1001 }, (_, i) => Math.fround(i / 3))
    const first = writer.addModel(weights.subarray(1), MODEL)
    const second = writer.addModel(weights, MODEL)
    expect(first).toMatchObject({ ...MODEL, id: 1, promoted: false })
    expect(reader.modelWeights(first.id)).toEqual(weights.slice(1))
    writer.promote(first.id)
    expect(writer.promote(second.id).promoted).toBe(true)
    expect(reader.models().map((model) => model.promoted)).toEqual([false, true])
    writer.promote(first.id)
    expect(reader.currentModel()?.id).toBe(first.id)
    expect(() => writer.promote(9)).toThrow(/no model 9/)
    expect(reader.currentModel()?.id).toBe(first.id)
    expect(() => writer.addModel(new Float32Array([NaN]), MODEL)).toThrow(/not all numbers/)
  })

  it('embeddings: only of present revisions', () => {
    const { reader, writer } = study
    const model = writer.addModel(new Float32Array([1]), MODEL).id
    const vector = new Float32Array([0.6, 0.8])
    expect(
      writer.saveEmbeddings(
        model,
        [1, 2].map((region) => ({ region, revision: 1, vector })),
      ),
    ).toBe(2)
    expect([...reader.embeddings(model)]).toEqual([1, 2].map((region) => ({ region, revision: 1, vector })))
    writer.resetRegion(1, reader.region(1).polygon, null)
    expect([...reader.embeddings(model)].map((row) => row.region)).toEqual([2])
    for (const row of reader.embeddings(model)) {
      expect(reader.region(row.region).id).toBe(2)
      break
    }
    writer.saveEmbeddings(model, [{ region: 1, revision: 2, vector }])
    expect([...reader.embeddings(model)].map((row) => row.region)).toEqual([1, 2])
  })
})

describe('suggestions and what leaves the study', () => {
  const neighbour: Neighbour = {
    region: 5, photograph: 2, subject: 'S00002', day: 0, side: 'right', score: 3, raters: 1, distance: 0.25, leftOut: false,
  } // prettier-ignore
  const suggestion = (region: number, value: number, changes: Partial<NewSuggestion> = {}): NewSuggestion => ({
    region, value, low: value - 1, high: value + 1, level: 0.9, secondOpinion: 2.5, neighbours: [neighbour], because: '', ...changes,
  }) // prettier-ignore

  it('stay as they were said; saying the same again keeps the key; leaving out is kept apart', () => {
    const { reader, writer } = study
    const model = writer.addModel(new Float32Array([1]), MODEL).id
    const [first, second] = writer.saveSuggestions(model, [suggestion(1, 2), suggestion(2, 3)])
    expect(first).toEqual({ ...suggestion(1, 2), id: 1, model })
    expect(writer.saveSuggestions(model, [suggestion(1, 2)])[0]?.id).toBe(first?.id)
    const [without] = writer.saveSuggestions(model, [
      suggestion(1, 1, { neighbours: [{ ...neighbour, leftOut: true }] }),
    ])
    expect(reader.suggestion(1, model)).toEqual(first)
    expect(reader.suggestionById(without?.id as number)).toEqual(without)
    expect(reader.suggestions(model)).toEqual([first, second])
    writer.resetRegion(2, reader.region(2).polygon, null)
    expect(reader.suggestion(2, model)).toBeNull()
    expect([...reader.suggestionRows()]).toEqual([])
    writer.promote(model)
    const rows = [...reader.suggestionRows()]
    expect(rows).toEqual([...reader.suggestionRows(model)])
    const { sha256, subject, day, view } = reader.photograph(1)
    expect(rows).toEqual([
      { photograph: sha256, subject, day, view, region: 'malar_soof', side: 'right', suggestion: first },
    ])
  })

  it('rows of scores: current ones only, in an order that only their content decides', () => {
    const { reader, writer } = study
    const model = writer.addModel(new Float32Array([1]), MODEL).id
    const [seen] = writer.saveSuggestions(model, [suggestion(1, 2)])
    const round = writer.addRound({
      rater: 2,
      mode: 'assisted',
      name: 'assisted',
      seed: 1,
      order: [{ regions: [1] }],
    }).id
    writer.addScore(score(1, 1))
    writer.addScore(score(1, 4, { note: 'second look' }))
    writer.addScore(score(1, 3, { rater: 2, round, suggestion: seen?.id ?? null, suggestionSeen: 'before' }))
    writer.addScore(score(5, null))
    expect(() => writer.addScore(score(2, 3, { suggestion: seen?.id ?? null }))).toThrow(/another region/)
    const rows = [...reader.scoreRows()]
    const ofOne = rows.filter((row) => row.subject === 'S00001')
    expect(
      ofOne.map((row) => [row.rater, row.score, row.note, row.suggestion, row.low, row.high, row.model]),
    ).toEqual([
      ['anna', 4, 'second look', null, null, null, null],
      ['ben', 3, '', 2, 1, 3, model],
    ])
    expect(rows.map((row) => row.photograph)).toEqual(rows.map((row) => row.photograph).sort())
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'photograph', 'subject', 'day', 'view', 'region', 'side', 'rater', 'round', 'presentation', 'score', 'reason',
      'scaleVersion', 'suggestionSeen', 'suggestion', 'low', 'high', 'model', 'seconds', 'scoredAt', 'note',
      'mode', 'origin', 'changeReason', 'standardError', 'altered',
    ]) // prettier-ignore
  })
})

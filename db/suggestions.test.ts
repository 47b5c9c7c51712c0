/** Suggestions, and what leaves the study. */
import { describe, expect, it } from 'vitest'
import type { Neighbour } from '../electron/domain/records'
import { filledStudy } from './testing/filled-study'
import { MODEL, score } from './testing/fixtures'
import type { NewSuggestion } from './writer'

const study = filledStudy()

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

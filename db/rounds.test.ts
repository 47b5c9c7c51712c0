/** Rounds: their order, and how far they have come. */
import { describe, expect, it } from 'vitest'
import { filledStudy } from './testing/filled-study'
import { score } from './testing/fixtures'

const study = filledStudy()
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

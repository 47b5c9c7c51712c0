import { describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { MODEL, photograph } from '../db/testing/fixtures'
import type { GivenScore, ScoringTask } from './contract'
import { plainRules } from './domain/round-rules'
import { startRound } from './rounds'
import { saveScore, scoringTask } from './scoring'
import { FACE } from './testing/studies'

const ANNA = 1
const BEN = 2

let study: StudyFile
eachStudy((made) => {
  study = made
})

function addPhotographs(count: number): void {
  for (let n = 1; n <= count; n++) study.writer.addPhotograph(photograph(n, { day: 4711, landmarks: FACE }))
}

function tasks(round: number): ScoringTask[] {
  const { total } = study.reader.round(round)
  return Array.from({ length: total }, (_, position) => scoringTask(study.reader, round, position))
}

/** Region keys of a round, by position. */
function regionsOf(round: number): number[] {
  return tasks(round).map((_, position) => study.reader.assignmentAt(round, position).region)
}

function given(round: number, position: number, changes: Partial<GivenScore> = {}): GivenScore {
  return {
    round,
    position,
    value: 2,
    reason: null,
    note: '',
    suggestion: null,
    suggestionSeen: 'no',
    seconds: 3.14159,
    altered: false,
    ...changes,
  }
}

/** Every key of a JSON value with its value, deeply. */
function* entriesOf(value: unknown): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield [key, inner]
    yield* entriesOf(inner)
  }
}

/** Stores a suggestion for a region and answers its key. */
function suggestionFor(region: number): number {
  const model = study.writer.addModel(Float32Array.of(1, 2), MODEL)
  const suggestion = { region, value: 2.2, low: 1, high: 3, level: 0.9, secondOpinion: 2, neighbours: [], because: '' } // prettier-ignore
  return study.writer.saveSuggestions(model.id, [suggestion])[0]?.id as number
}

describe('the order of a round', () => {
  it('holds every region once', () => {
    addPhotographs(10)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    const keys = regionsOf(round.id)
    expect(keys).not.toEqual(study.reader.allRegions().map(({ key }) => key))
    expect(keys.sort((a, b) => a - b)).toEqual(study.reader.allRegions().map(({ key }) => key))
    expect(round).toMatchObject({ total: 40, finished: 0, mode: 'blind', raterName: 'anna', seed: 7 })
  })

  it('is the same for the same seed and another for another one', () => {
    addPhotographs(10)
    const order = (seed: number, rater = ANNA) =>
      regionsOf(startRound(study, rater, plainRules('blind'), seed).id)
    expect(order(7)).toEqual(order(7))
    expect(order(7, BEN)).toEqual(order(7))
    expect(order(8)).not.toEqual(order(7))
  })

  it('keeps the pads of a face together, in anatomical order', () => {
    addPhotographs(5)
    const all = tasks(startRound(study, ANNA, plainRules('blind'), 3).id)
    for (let from = 0; from < all.length; from += 4) {
      const face = all.slice(from, from + 4)
      expect(new Set(face.map((task) => task.photograph.picture)).size).toBe(1)
      expect(face.map((task) => `${task.region} ${task.side}`)).toEqual([
        'malar_soof right',
        'malar_soof left',
        'jowl right',
        'jowl left',
      ])
      expect(face[0]?.photographNumber).toBe(from / 4 + 1)
      expect(face[0]?.photographs).toBe(5)
    }
  })

  it('leaves out photographs without regions, and is refused when nothing is left', () => {
    expect(() => startRound(study, ANNA, plainRules('blind'), 1)).toThrow('There is nothing to score yet')
    study.writer.addPhotograph(photograph(1, { regions: [], landmarks: FACE }))
    expect(() => startRound(study, ANNA, plainRules('blind'), 1)).toThrow('There is nothing to score yet')
    study.writer.addPhotograph(photograph(2, { landmarks: FACE }))
    expect(startRound(study, ANNA, plainRules('blind'), 1).total).toBe(4)
  })

  it('numbers the rounds of each rater', () => {
    addPhotographs(1)
    const names = [ANNA, ANNA, BEN].map((rater) => startRound(study, rater, plainRules('blind'), 1).name)
    expect(names).toEqual(['anna, round 1', 'anna, round 2', 'ben, round 1'])
  })
})

describe('a task', () => {
  it('of a blind round holds no subject, no day and no suggestion anywhere', () => {
    addPhotographs(3)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    suggestionFor(1)
    saveScore(study, given(round.id, 0))
    for (const task of tasks(round.id)) {
      const sent = JSON.stringify(task)
      expect(sent).not.toMatch(/S0000\d|4711/)
      for (const [key, value] of entriesOf(JSON.parse(sent))) {
        expect(['subject', 'day', 'low', 'high', 'neighbours']).not.toContain(key)
        if (/suggestion/i.test(key)) expect([null, 'no']).toContain(value)
      }
    }
  })

  it('of an assisted round names subject and day', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('assisted'), 7)
    expect(scoringTask(study.reader, round.id, 0)).toMatchObject({ subject: 'S00001', day: 4711 })
  })

  it('shows the pad, its other side, and what the rater has said of each', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    saveScore(study, given(round.id, 1, { value: 3 }))
    saveScore(study, given(round.id, 2, { value: null, reason: 'covered' }))
    const task = scoringTask(study.reader, round.id, 1)
    expect(task).toMatchObject({ region: 'malar_soof', side: 'left', total: 4, finished: 2 })
    expect(task.mine).toMatchObject({ value: 3, reason: null })
    expect(task.pads.map(({ position, state, value }) => [position, state, value])).toEqual([
      [0, 'open', null],
      [1, 'scored', 3],
      [2, 'cannot-judge', null],
      [3, 'open', null],
    ])
    // Right crops are mirrored, so that both sides look alike.
    expect(task.frame.mirrored).toBe(false)
    expect(task.otherSide?.mirrored).toBe(true)
  })

  it('never shows another rater’s scores', () => {
    addPhotographs(1)
    const anna = startRound(study, ANNA, plainRules('blind'), 7)
    const ben = startRound(study, BEN, plainRules('blind'), 7)
    saveScore(study, given(anna.id, 0, { value: 4 }))
    const task = scoringTask(study.reader, ben.id, 0)
    expect(task.mine).toBeNull()
    expect(task.pads.every(({ state }) => state === 'open')).toBe(true)
  })

  it('that does not exist is refused', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    expect(() => scoringTask(study.reader, round.id, 4)).toThrow(
      expect.objectContaining({ code: 'not-found' }) as Error,
    )
    expect(() => scoringTask(study.reader, 99, 0)).toThrow(
      expect.objectContaining({ code: 'not-found' }) as Error,
    )
  })
})

describe('a score', () => {
  it('is saved, and the next open region named, wrapping round', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    expect(saveScore(study, given(round.id, 2))).toMatchObject({ finished: 1, total: 4, next: 3 })
    expect(saveScore(study, given(round.id, 3))).toMatchObject({ finished: 2, next: 0 })
    expect(saveScore(study, given(round.id, 0))).toMatchObject({ next: 1 })
    expect(saveScore(study, given(round.id, 1))).toMatchObject({ finished: 4, next: null })
    const regionKey = regionsOf(round.id)[2] as number
    expect(study.reader.currentScore(regionKey, ANNA, round.id)).toMatchObject({
      value: 2,
      reason: null,
      seconds: 3.1,
      presentation: 1,
      suggestionSeen: 'no',
    })
  })

  it('may be a reason for none, and may be given anew', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    saveScore(study, given(round.id, 0, { value: null, reason: 'blurred', note: 'moved' }))
    expect(scoringTask(study.reader, round.id, 0).mine).toMatchObject({
      value: null,
      reason: 'blurred',
      note: 'moved',
    })
    expect(saveScore(study, given(round.id, 0, { value: 1 }))).toMatchObject({ finished: 1 })
    expect(scoringTask(study.reader, round.id, 0).mine).toMatchObject({ value: 1, reason: null })
  })

  it.each([
    [-5, 0],
    [1e9, 86_400],
    [0.04, 0],
    [12.36, 12.4],
  ])('took %d seconds by the clock, %d on record', (seconds, kept) => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    saveScore(study, given(round.id, 0, { seconds }))
    expect(scoringTask(study.reader, round.id, 0).mine?.seconds).toBe(kept)
  })

  it.each([
    ['no value and no reason', { value: null }],
    ['a value and a reason', { reason: 'covered' as const }],
    ['a value between two grades', { value: 1.5 }],
    ['a value beyond the scale', { value: 5 }],
  ])('with %s is refused and nothing is saved', (_what, changes) => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    expect(() => saveScore(study, given(round.id, 0, changes))).toThrow(
      expect.objectContaining({ code: 'score' }) as Error,
    )
    expect(study.reader.round(round.id).finished).toBe(0)
  })

  it('in a blind round cannot have seen a suggestion', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    const regionKey = regionsOf(round.id)[0] as number
    const suggestion = suggestionFor(regionKey)
    const blind = expect.objectContaining({ code: 'blind' }) as Error
    expect(() => saveScore(study, given(round.id, 0, { suggestionSeen: 'before' }))).toThrow(blind)
    expect(() => saveScore(study, given(round.id, 0, { suggestion }))).toThrow(blind)
    expect(study.reader.round(round.id).finished).toBe(0)
  })

  it('in an assisted round keeps the suggestion that was seen', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('assisted'), 7)
    const suggestion = suggestionFor(regionsOf(round.id)[0] as number)
    saveScore(study, given(round.id, 0, { suggestion, suggestionSeen: 'before' }))
    expect(scoringTask(study.reader, round.id, 0).mine).toMatchObject({
      suggestion,
      suggestionSeen: 'before',
    })
  })

  it('with the suggestion of another region is refused', () => {
    addPhotographs(1)
    const round = startRound(study, ANNA, plainRules('assisted'), 7)
    const suggestion = suggestionFor(regionsOf(round.id)[1] as number)
    const act = () => saveScore(study, given(round.id, 0, { suggestion, suggestionSeen: 'before' }))
    expect(act).toThrow('The suggestion belongs to another region')
    expect(study.reader.round(round.id).finished).toBe(0)
  })
})

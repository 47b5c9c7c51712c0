import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createStudy } from '../db/study'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { MODEL, photograph, score } from '../db/testing/fixtures'
import { CONTINUOUS } from './domain/scale'
import { plainRules } from './domain/round-rules'
import type { RoundRules } from './domain/round-rules'
import { roundReport } from './round-report'
import { startRound } from './rounds'
import { rescore } from './strip'

const ANNA = 1
const BEN = 2

let folder: string
let study: StudyFile
eachStudy((made, where) => {
  study = made
  folder = where
  for (let n = 1; n <= 2; n++) study.writer.addPhotograph(photograph(n))
})

const start = (rater: number, changes: Partial<RoundRules> = {}): number =>
  startRound(study, rater, { ...plainRules(changes.mode ?? 'blind'), ...changes }, 5).id

/** Answers the regions of a round by their key; null is a reason for none. */
function answer(round: number, rater: number, values: Record<number, number | null>): void {
  const { reader, writer } = study
  for (let position = 0; position < reader.round(round).total; position++) {
    const { region, presentation } = reader.assignmentAt(round, position)
    writer.addScore(score(region, values[region] as number | null, { rater, round, presentation }))
  }
}

const onePad = (n: number) => {
  const whole = photograph(n)
  return {
    ...whole,
    regions: whole.regions.filter(({ region, side }) => region === 'jowl' && side === 'left'),
  }
}

const FIRST = { 1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 2, 7: null, 8: null }

describe('what a round came to', () => {
  it('is told when it is finished, and not before', () => {
    const round = start(ANNA)
    expect(() => roundReport(study.reader, round)).toThrow(
      expect.objectContaining({ code: 'round' }) as Error,
    )
    answer(round, ANNA, FIRST)
    study.writer.addScore(score(6, 3, { round, seconds: 4 }))
    expect(roundReport(study.reader, round)).toEqual({
      scored: 6,
      cannotJudge: [{ reason: 'covered', count: 2 }],
      seconds: 8 * 2.5 + 4,
      asSuggested: null,
      corrected: null,
      values: [0, 1, 2, 3, 4].map((value, i) => ({ value, count: [1, 1, 1, 2, 1][i] })),
      withEarlier: null,
      withOthers: null,
      raterDifference: null,
    })
  })

  it('counts every value halfway between two tenths with the upper one', () => {
    const file = path.join(folder, 'continuous.malar')
    const fine = createStudy(file, { name: 'Fine', regions: ['jowl'], scale: CONTINUOUS, raters: ['anna'] })
    const halves = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
    halves.forEach((_, n) => fine.writer.addPhotograph(onePad(n)))
    const round = startRound(fine, ANNA, plainRules('blind'), 5).id
    halves.forEach((value, i) => fine.writer.addScore(score(i + 1, value, { round })))
    expect(roundReport(fine.reader, round).values.map(({ count }) => count)).toEqual([
      0,
      ...halves.map(() => 1),
    ])
    fine.close()
  })

  it('holds a repeat round against the first pass', () => {
    const first = start(ANNA)
    answer(first, ANNA, FIRST)
    const repeat = start(ANNA, { mode: 'repeat', repeatOf: first })
    answer(repeat, ANNA, { 1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: null, 7: 2, 8: null })
    const { withEarlier } = roundReport(study.reader, repeat)
    // Differences 1, 0, −1, 1, 0 of the five pads that have both.
    expect(withEarlier).toMatchObject({ pads: 5, meanAbsolute: 3 / 5 })
    expect(withEarlier?.bias).toBeCloseTo(1 / 5, 12)
    expect(withEarlier?.withinRater).toBeCloseTo(Math.sqrt(3 / 10), 12)
  })

  it('is what was said in the round, whatever was moved along the strip since', () => {
    const first = start(ANNA)
    answer(first, ANNA, FIRST)
    const repeat = start(ANNA, { mode: 'repeat', repeatOf: first })
    answer(repeat, ANNA, { ...FIRST, 7: 1, 8: 1 })
    const before = [first, repeat].map((round) => roundReport(study.reader, round))
    expect(before[1]?.withEarlier).toMatchObject({ pads: 6, withinRater: 0 })
    const stood = study.reader.currentScore(1, ANNA, first)?.id as number
    rescore(study, { score: stood, value: 4, reason: 'looked again', words: '' })
    expect(study.reader.currentScore(1, ANNA, first)).toMatchObject({ value: 4, origin: 'strip' })
    expect([first, repeat].map((round) => roundReport(study.reader, round))).toEqual(before)
  })

  it('holds the repeats within a blind round against their first showing', () => {
    for (let n = 3; n <= 5; n++) study.writer.addPhotograph(photograph(n))
    const round = start(ANNA, { repeats: 1, gap: 2 })
    const { reader, writer } = study
    for (let position = 0; position < reader.round(round).total; position++) {
      const { region, presentation } = reader.assignmentAt(round, position)
      writer.addScore(score(region, presentation === 1 ? 1 : 3, { round, presentation }))
    }
    expect(roundReport(reader, round).withEarlier).toMatchObject({ pads: 4, bias: 2, meanAbsolute: 2 })
  })

  it('holds practice against what others said, beside what two raters differ by', () => {
    answer(start(ANNA), ANNA, { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1 })
    study.writer.addScore(score(1, 3, { rater: BEN }))
    const practice = start(BEN, { mode: 'practice' })
    answer(practice, BEN, { 1: 1, 2: 2, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 0 })
    expect(roundReport(study.reader, practice)).toMatchObject({
      withOthers: { pads: 8, bias: 0, meanAbsolute: 2 / 8, withinRater: null },
      withEarlier: null,
      raterDifference: 2,
    })
  })

  it('counts what was taken as suggested, and what was corrected after the reveal', () => {
    const { reader, writer } = study
    const model = writer.addModel(Float32Array.of(1), MODEL).id
    writer.promote(model)
    const said = writer.saveSuggestions(
      model,
      reader.allRegions().map(({ key }) => ({ region: key, value: 1.8, low: null, high: null, level: null, secondOpinion: null, neighbours: [], because: '' })), // prettier-ignore
    )
    const seen = (region: number) =>
      ({
        suggestion: said.find((one) => one.region === region)?.id as number,
        suggestionSeen: 'before',
      }) as const
    const assisted = start(ANNA, { mode: 'assisted' })
    for (let region = 1; region <= 8; region++) {
      writer.addScore(score(region, region < 4 ? 2 : 1, { round: assisted, ...seen(region) }))
    }
    expect(roundReport(reader, assisted)).toMatchObject({ asSuggested: 3, corrected: null })
    const reveal = start(BEN, { mode: 'reveal' })
    answer(reveal, BEN, { ...FIRST, 7: 1, 8: 1 })
    writer.addScore(score(1, 2, { rater: BEN, round: reveal, ...seen(1) }))
    writer.addScore(score(2, null, { rater: BEN, round: reveal, ...seen(2) }))
    expect(roundReport(reader, reveal)).toMatchObject({ asSuggested: null, corrected: 2, scored: 7 })
  })
})

/** Rounds of every mode in a real study: what they show, in which order, and what they keep from their rater. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { MODEL, photograph, score } from '../db/testing/fixtures'
import type { GivenScore, ScoringTask } from './contract'
import { plainRules } from './domain/round-rules'
import type { RoundRules } from './domain/round-rules'
import { seeded } from './domain/random'
import { planRound, startRound } from './rounds'
import { maySuggest, openRegions, referenceFor, saveScore, scoringTask } from './scoring'
import { FACE } from './testing/studies'

const ANNA = 1
const BEN = 2
const refused = (code: string) => expect.objectContaining({ code }) as Error

let study: StudyFile
eachStudy((made) => {
  study = made
})

function fill(count: number): void {
  for (let n = 1; n <= count; n++) study.writer.addPhotograph(photograph(n, { day: 4711, landmarks: FACE }))
}

const rules = (changes: Partial<RoundRules>): RoundRules => ({
  ...plainRules(changes.mode ?? 'blind'),
  ...changes,
})

function give(round: number, position: number, value: number, changes: Partial<GivenScore> = {}) {
  const given = { round, position, value, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 2, altered: false } as const // prettier-ignore
  return saveScore(study, { ...given, ...changes })
}

/** Answers every pad as the window goes: always on to what the answer before named. */
function finish(round: number, valueOf: (position: number) => number = () => 2): void {
  let next = study.reader.firstOpen(round)
  while (next !== null) next = give(round, next, valueOf(next)).next
}

function suggestFor(region: number): number {
  const { reader, writer } = study
  const model = reader.currentModel()?.id ?? writer.addModel(Float32Array.of(1), MODEL).id
  writer.promote(model)
  const suggestion = { region, value: 3.2, low: 1, high: 4, level: 0.9, secondOpinion: 3, neighbours: [], because: '' } // prettier-ignore
  return writer.saveSuggestions(model, [suggestion])[0]?.id as number
}

describe('a round with repeats', () => {
  it('keeps the gap for every seed, and its plan says what it will be', () => {
    fill(8)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 2 }),
        fc.integer({ min: 2, max: 6 }),
        fc.nat(6),
        (seed, gap, wanted) => {
          const repeats = Math.min(wanted, 8 - gap)
          const asked = rules({ repeats, gap })
          expect(planRound(study.reader, ANNA, asked)).toMatchObject({
            refused: null,
            photographs: 8,
            showings: 8 + repeats,
            pads: 32,
          })
          const round = startRound(study, ANNA, asked, seed)
          const shown = Array.from({ length: study.reader.showings(round.id) }, (_, i) =>
            study.reader.photographShown(round.id, i + 1),
          )
          expect(shown).toHaveLength(8 + repeats)
          shown.forEach((one, i) => {
            const before = shown.lastIndexOf(one, i - 1)
            if (i > 0 && before >= 0) expect(i - before - 1).toBeGreaterThanOrEqual(gap)
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('cannot be told from one without by anything that is sent, before and after the answers', () => {
    fill(6)
    const round = startRound(study, ANNA, rules({ repeats: 4, gap: 2 }), 7)
    const { reader } = study
    const byPhotograph = new Map<number, string[]>()
    let next: number | null = 0
    while (next !== null) {
      const position: number = next
      const { photograph: shown, showing } = reader.assignmentAt(round.id, position)
      const open = scoringTask(reader, round.id, position)
      next = give(round.id, position, 2).next
      const answered = scoringTask(reader, round.id, position)
      byPhotograph.set(shown, [...(byPhotograph.get(shown) ?? []), told(open) + told(answered)])
      for (const task of [open, answered]) {
        // Where it stands in the round, which every task says, and no other number of the study.
        expect(task.photograph.picture).toBe(`showing/${round.id}/${showing}`)
        expect(keysOf(task)).not.toEqual(
          expect.arrayContaining([
            expect.stringMatching(/presentation|repeat|sha|hash|^id$|key|subject|day/i),
          ]),
        )
      }
    }
    const [twice] = [...byPhotograph.values()].filter((tasks) => tasks.length === 8)
    expect([...byPhotograph.values()].filter((tasks) => tasks.length === 8)).toHaveLength(4)
    expect(twice?.slice(0, 4)).toEqual(twice?.slice(4))
  })

  it('closes what was left, tells so, and can always be finished', () => {
    fill(6)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const round = startRound(study, ANNA, rules({ repeats: 3, gap: 2 }), seed)
        const random = seeded(seed)
        let answers = 0
        // Somebody who answers the pads in whatever order the window lets them.
        for (let tries = 0; answers < round.total && tries < 5000; tries++) {
          const open = study.reader.firstOpen(round.id) as number
          const position = Math.min(round.total - 1, open + random.integer(7))
          try {
            give(round.id, position, 2)
          } catch (error) {
            expect(error).toMatchObject({ code: 'round' })
          }
          answers = study.reader.round(round.id).finished
        }
        expect(answers).toBe(round.total)
        expect(() => scoringTask(study.reader, round.id, 0)).toThrow(/earlier ones stay closed/)
        expect(() => give(round.id, 0, 1)).toThrow(refused('round'))
      }),
      { numRuns: 10 },
    )
  })

  it('can be finished where a table of scores has answered later photographs', () => {
    fill(6)
    const round = startRound(study, ANNA, rules({ repeats: 3, gap: 2 }), 1)
    give(round.id, 0, 2)
    const { region, presentation } = study.reader.assignmentAt(round.id, 9)
    study.writer.addScores([score(region, 1, { round: round.id, presentation, seconds: null })])
    expect(scoringTask(study.reader, round.id, 1).mine).toBeNull()
    finish(round.id)
    expect(study.reader.round(round.id).finished).toBe(round.total)
  })

  it('lets nobody run ahead of an open pad', () => {
    fill(4)
    const round = startRound(study, ANNA, rules({ repeats: 1, gap: 2 }), 1)
    expect([0, 1, 3].map((position) => give(round.id, position, 2).next)).toEqual([1, 2, 2])
    expect(() => give(round.id, 4, 2)).toThrow(/earlier photograph is still open/)
    expect(give(round.id, 2, 2).next).toBe(4)
  })
})

describe('a round that reveals', () => {
  it('keeps both values, and shows the suggestion only after the first', () => {
    fill(3)
    suggestFor(1)
    const { reader } = study
    const round = startRound(study, ANNA, rules({ mode: 'reveal' }), 7)
    const assignment = reader.assignmentAt(round.id, 0)
    const suggestion = suggestFor(assignment.region)
    expect(maySuggest(reader, reader.round(round.id), assignment)).toBe(false)
    const seen = { suggestion, suggestionSeen: 'before' } as const
    expect(() => give(round.id, 0, 1, seen)).toThrow(refused('blind'))
    give(round.id, 0, 1)
    expect(maySuggest(reader, reader.round(round.id), assignment)).toBe(true)
    expect(scoringTask(reader, round.id, 0)).toMatchObject({ mine: { value: 1 }, beforeReveal: null })
    expect(() => give(round.id, 0, 3)).toThrow(/given in its sight/)
    expect(give(round.id, 0, 3, seen)).toMatchObject({ finished: 1, next: 1 })
    expect(scoringTask(reader, round.id, 0)).toMatchObject({
      mine: { value: 3, suggestion, suggestionSeen: 'before' },
      beforeReveal: { value: 1, suggestionSeen: 'no' },
    })
    give(round.id, 0, 4, seen)
    expect(scoringTask(reader, round.id, 0).beforeReveal).toMatchObject({ value: 1 })
    expect(reader.references(BEN).get(assignment.region)).toMatchObject({ mean: 1 })
    expect(reader.check()).toMatchObject({ ok: true, scores: 3 })
  })

  it('knows which pads are still to be answered', () => {
    fill(2)
    const { reader } = study
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    expect(openRegions(reader, round).size).toBe(8)
    give(round.id, 0, 1)
    const { region } = reader.assignmentAt(round.id, 0)
    expect([openRegions(reader, round).size, openRegions(reader, round).has(region)]).toEqual([7, false])
  })

  it('knows those that another blind round of the rater waits for', () => {
    fill(2)
    const { reader } = study
    const waiting = reader.regionsOfRound(startRound(study, ANNA, rules({ photographs: 1 }), 7).id)
    const round = startRound(study, ANNA, plainRules('blind'), 7)
    finish(round.id)
    expect(openRegions(reader, round)).toEqual(new Set(waiting))
    expect(openRegions(reader, startRound(study, BEN, rules({ photographs: 1 }), 7)).size).toBe(4)
  })

  it('needs a model', () => {
    fill(1)
    expect(planRound(study.reader, ANNA, rules({ mode: 'reveal' })).refused?.sentence).toMatch(/no model yet/)
  })
})

describe('practice', () => {
  it('shows pads that others have scored, tells what they said after the answer, and lets that stand', () => {
    fill(3)
    expect(() => startRound(study, BEN, rules({ mode: 'practice' }), 1)).toThrow(/nothing to practise on/)
    const real = startRound(study, ANNA, plainRules('blind'), 1)
    for (let position = 0; position < 6; position++) give(real.id, position, position % 5)
    const { reader } = study
    const plan = planRound(reader, BEN, rules({ mode: 'practice' }))
    expect(plan).toMatchObject({ refused: null, photographs: 2, pads: 6 })
    const practice = startRound(study, BEN, rules({ mode: 'practice' }), 3)
    expect(() => referenceFor(reader, practice.id, 0)).toThrow(refused('blind'))
    give(practice.id, 0, 4)
    const own = reader.currentScore(reader.assignmentAt(practice.id, 0).region, ANNA, real.id)
      ?.value as number
    expect(referenceFor(reader, practice.id, 0)).toEqual({ mean: own, least: own, most: own, raters: 1 })
    expect(() => referenceFor(reader, practice.id, 1)).toThrow(refused('blind'))
    expect(() => give(practice.id, 0, own)).toThrow(/first answer stands/)
    expect(() => referenceFor(reader, real.id, 0)).toThrow(refused('blind'))
  })

  it('tells nothing of a pad that its rater has yet to judge blind', () => {
    fill(2)
    finish(startRound(study, ANNA, plainRules('blind'), 1).id)
    const { reader } = study
    const practice = startRound(study, BEN, rules({ mode: 'practice' }), 3)
    give(practice.id, 0, 4)
    expect(referenceFor(reader, practice.id, 0)).toMatchObject({ mean: 2 })
    const real = startRound(study, BEN, plainRules('blind'), 4)
    expect(() => referenceFor(reader, practice.id, 0)).toThrow(/“ben, round 2”, which is blind/)
    expect(planRound(reader, BEN, rules({ mode: 'practice' })).refused?.sentence).toMatch(
      /nothing to practise on/,
    )
    finish(real.id)
    expect(referenceFor(reader, practice.id, 0)).toMatchObject({ mean: 2 })
  })
})

describe('the name of a round', () => {
  it('is no name that a table of scores has brought', () => {
    fill(1)
    for (const name of ['anna, round 2', 'anna, round 4'])
      study.writer.addRound({ rater: ANNA, mode: 'blind', name, seed: 0, order: [] })
    expect(startRound(study, ANNA, plainRules('blind'), 1).name).toBe('anna, round 3')
    expect(startRound(study, ANNA, plainRules('blind'), 1).name).toBe('anna, round 5')
  })
})

describe('a repeat round', () => {
  it('shows the same pads in another order, and keeps the first answers closed until it is finished', () => {
    fill(5)
    const { reader } = study
    const first = startRound(study, ANNA, plainRules('blind'), 1)
    const again = rules({ mode: 'repeat', repeatOf: first.id })
    expect(planRound(reader, ANNA, again).refused?.sentence).toMatch(/not finished/)
    finish(first.id)
    expect(planRound(reader, BEN, again).refused?.sentence).toMatch(/her own/)
    const repeat = startRound(study, ANNA, again, 2)
    const regions = (round: number) =>
      Array.from({ length: 20 }, (_, position) => reader.assignmentAt(round, position).region)
    expect(regions(repeat.id)).not.toEqual(regions(first.id))
    expect(regions(repeat.id).sort()).toEqual(regions(first.id).sort())
    expect(() => scoringTask(reader, first.id, 0)).toThrow(/being repeated/)
    finish(repeat.id)
    expect(scoringTask(reader, first.id, 0).mine).toMatchObject({ value: 2 })
  })
})

/** A task without what every task says of its place in the round. */
function told(task: ScoringTask): string {
  const from = task.pads[0]?.position ?? 0
  const pads = task.pads.map((pad) => ({ ...pad, position: pad.position - from }))
  const photograph = { ...task.photograph, picture: '' }
  return JSON.stringify({ ...task, photograph, pads, position: 0, finished: 0, photographNumber: 0 })
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...keysOf(inner),
  ])
}

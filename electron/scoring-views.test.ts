/** What lies beside the pad that is scored, and at which scale. */
import { describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { MODEL, SQUARE, photograph } from '../db/testing/fixtures'
import type { ScoringTask } from './contract'
import { plainRules } from './domain/round-rules'
import { startRound } from './rounds'
import { scoringTask } from './scoring'
import { FACE } from './testing/studies'

const ANNA = 1

let study: StudyFile
eachStudy((made) => {
  study = made
})

function tasks(round: number): ScoringTask[] {
  const { total } = study.reader.round(round)
  return Array.from({ length: total }, (_, position) => scoringTask(study.reader, round, position))
}

describe('a task', () => {
  it('shows the pad at one scale on photographs of any size', () => {
    const large = SQUARE.map(([x, y]) => [3 * x, 3 * y] as const)
    const plain = photograph(2)
    study.writer.addPhotograph(photograph(1, { interOcular: 40, landmarks: FACE }))
    study.writer.addPhotograph({
      ...plain,
      interOcular: 120,
      landmarks: FACE,
      regions: plain.regions.map((region) => ({ ...region, polygon: large })),
    })
    const frames = tasks(startRound(study, ANNA, plainRules('blind'), 7).id)
      .filter(({ region, side }) => region === 'jowl' && side === 'left')
      .map(({ frame }) => frame)
    expect(frames.map(({ eyes }) => eyes)).toEqual([0.75, 0.75])
    expect(frames.map(({ size }) => size).sort((a, b) => a - b)).toEqual([30, 90])
  })

  it('of an assisted round shows the nearest earlier visit in the same view, at the same scale', () => {
    const visits = { subject: 'S00001', landmarks: FACE }
    study.writer.addPhotograph(photograph(1, { ...visits, day: 0 }))
    study.writer.addPhotograph(photograph(2, { ...visits, day: 30, interOcular: 60 }))
    study.writer.addPhotograph(photograph(3, { ...visits, day: 60, view: 'oblique-left' }))
    study.writer.addPhotograph(photograph(4, { ...visits, day: 60 }))
    study.writer.addPhotograph(photograph(5, { ...visits, day: 90 }))
    study.writer.addPhotograph(photograph(6, { landmarks: FACE, day: 30 }))
    const earlier = new Map<string, ScoringTask['earlier'][]>()
    for (const task of tasks(startRound(study, ANNA, plainRules('assisted'), 7).id)) {
      const at = `${task.subject} ${task.photograph.view} ${task.day}`
      earlier.set(at, [...(earlier.get(at) ?? []), task.earlier])
    }
    const pictures = (at: string) => new Set(earlier.get(at)?.map((one) => one?.picture))
    expect(pictures('S00001 frontal 0')).toEqual(new Set([undefined]))
    expect(pictures('S00001 oblique-left 60')).toEqual(new Set([undefined]))
    expect(pictures('S00006 frontal 30')).toEqual(new Set([undefined]))
    expect(pictures('S00001 frontal 30')).toEqual(new Set(['photograph/1']))
    expect(pictures('S00001 frontal 60')).toEqual(new Set(['photograph/2']))
    expect(pictures('S00001 frontal 90')).toEqual(new Set(['photograph/4']))
    // The face is half as large on the photograph of day 30, and so is the frame.
    const [of30] = earlier.get('S00001 frontal 60') ?? []
    expect(of30).toMatchObject({ day: 30, width: 640, frame: { size: 36, eyes: 0.6 } })
  })

  it('of any other round holds no earlier visit', () => {
    study.writer.addPhotograph(photograph(1, { subject: 'S00001', landmarks: FACE }))
    study.writer.addPhotograph(photograph(2, { subject: 'S00001', landmarks: FACE, day: 30 }))
    study.writer.promote(study.writer.addModel(Float32Array.of(1, 2), MODEL).id)
    for (const mode of ['blind', 'reveal'] as const) {
      const sent = tasks(startRound(study, ANNA, plainRules(mode), 7).id)
      expect(sent.map(({ earlier }) => earlier)).toEqual(sent.map(() => null))
      expect(JSON.stringify(sent)).not.toContain('"photograph/')
    }
  })

  it('draws an exemplar at the scale of its own picture, whatever became of the outline', () => {
    for (const n of [1, 2]) study.writer.addPhotograph(photograph(n, { interOcular: 40, landmarks: FACE }))
    const { id: key } = study.reader.regionAt(2, 'jowl', 'right') ?? { id: 0 }
    study.writer.setExemplar(key, 3)
    const round = startRound(study, ANNA, plainRules('blind'), 7).id
    const eyes = () => tasks(round).flatMap(({ exemplars }) => exemplars.map((one) => one.eyes))
    const before = eyes()
    expect(before).toEqual([0.375, 0.375])
    const larger = SQUARE.map(([x, y]) => [3 * x, 3 * y] as const)
    study.writer.resetRegion(key, larger, Buffer.from('a crop of a larger square'))
    expect(eyes()).toEqual(before)
    study.writer.undoEdit(study.reader.lastEdit()?.seq ?? 0, null)
    expect(eyes()).toEqual(before)
  })

  it('shows the exemplars of its pad, but none of the subject in sight', () => {
    for (let n = 1; n <= 3; n++) study.writer.addPhotograph(photograph(n, { day: 4711, landmarks: FACE }))
    const key = (n: number, region: string) => study.reader.regionAt(n, region, 'right')?.id as number
    study.writer.setExemplar(key(1, 'jowl'), 3)
    study.writer.setExemplar(key(2, 'jowl'), 1)
    study.writer.setExemplar(key(3, 'malar_soof'), 2)
    const shown = (task: ScoringTask) => task.exemplars.map(({ value }) => value)
    const seen = new Map<string, number[][]>()
    for (const task of tasks(startRound(study, ANNA, plainRules('assisted'), 7).id)) {
      const at = `${task.subject} ${task.region}`
      seen.set(at, [...(seen.get(at) ?? []), shown(task)])
    }
    expect(Object.fromEntries(seen)).toEqual({
      'S00001 jowl': [[1], [1]],
      'S00002 jowl': [[3], [3]],
      'S00003 jowl': [
        [1, 3],
        [1, 3],
      ],
      'S00001 malar_soof': [[2], [2]],
      'S00002 malar_soof': [[2], [2]],
      'S00003 malar_soof': [[], []],
    })
    const blind = tasks(startRound(study, ANNA, plainRules('blind'), 7).id)
    expect(JSON.stringify(blind)).not.toMatch(/S0000\d|4711/)
    expect(blind.flatMap(({ exemplars }) => exemplars)[0]).toMatchObject({
      picture: expect.stringMatching(/^exemplar\/\d$/) as string,
      eyes: 0.125,
    })
  })

  it('tells in a word or two what may spoil a score, without a number', () => {
    const quality = { faces: 3, exposure: null, face: null }
    study.writer.addPhotograph(photograph(1, { landmarks: FACE, quality }))
    const [task] = tasks(startRound(study, ANNA, plainRules('blind'), 7).id)
    expect(task?.photograph.flags).toEqual(['no face found', 'several faces'])
  })
})

import fs from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStudy } from '../db/study'
import type { StudyFile } from '../db/study-file'
import { newStudy, photograph, score, temporaryFolder, thrown } from '../db/testing/fixtures'
import type { GivenComparison, PairsState } from './contract'
import { estimatePad, fitDiscrimination } from './domain/pairs'
import type { Outcome } from './domain/pairs'
import { exportStudy } from './exporting'
import { acceptPairs, compare, pairsState } from './pairs'
import { rescore } from './strip'
import { FACE } from './testing/studies'

const ANNA = 1

// Keys: photograph n has 4n-3 malar_soof right, 4n-2 malar_soof left, 4n-1 jowl right, 4n jowl left.
let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
  for (let n = 1; n <= 7; n++) study.writer.addPhotograph(photograph(n, { landmarks: FACE }))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

/** Exemplars for the grades 0 to 4 of the jowl, of the subjects 1 to 5. */
const chooseExemplars = (count = 5): void => {
  for (let value = 0; value < count; value++) study.writer.setExemplar(4 * (value + 1), value)
}
const state = (): PairsState => pairsState(study.reader, 'jowl', 'right', ANNA)
const pair = (): NonNullable<PairsState['pair']> => state().pair as NonNullable<PairsState['pair']>
const say = (outcome: Outcome, changes: Partial<GivenComparison> = {}): void => {
  const { key: region, exemplar } = pair()
  compare(study, { rater: ANNA, region, exemplar, outcome, seconds: 2, ...changes })
}
/** Answers as somebody who sees the pad at `value` would, until it is settled. */
function settle(value: number): NonNullable<PairsState['pair']> {
  for (let i = 0; i < 20 && !pair().settled; i++) {
    const shown = study.reader.exemplars().find(({ id }) => id === pair().exemplar)?.value ?? 0
    say(shown < value ? 'fuller' : shown > value ? 'less' : 'alike')
  }
  return pair()
}

describe('what is to be compared', () => {
  it('needs three exemplars of other subjects', () => {
    chooseExemplars(2)
    expect(state()).toMatchObject({ exemplars: 2, needed: 3, open: 0, pair: null })
    chooseExemplars(3)
    // The subjects 1 to 3 are left with two that are not of themselves.
    expect(state()).toMatchObject({ exemplars: 3, open: 4 })
    chooseExemplars()
    expect(state()).toMatchObject({ exemplars: 5, open: 7, done: 0, waiting: 0 })
  })

  it('is a pad beside an exemplar of somebody else, and tells no value before it is settled', () => {
    chooseExemplars()
    for (let round = 0; round < 7; round++) {
      while (!pair().settled) {
        const { key, exemplar } = pair()
        const shown = study.reader.exemplars().find(({ id }) => id === exemplar)
        const subject = study.reader.allRegions().find((row) => row.key === key)?.subject
        expect(shown?.subject).not.toBe(subject)
        expect(JSON.stringify(state())).not.toMatch(/value|standardError/)
        say('alike')
      }
      acceptPairs(study, pair().key, ANNA)
    }
    expect(state()).toMatchObject({ done: 7, open: 0, pair: null })
    expect(study.reader.check()).toMatchObject({ ok: true })
  })

  it('stands left or right by chance, and the same again when asked again', () => {
    chooseExemplars()
    const places: boolean[] = []
    for (let i = 0; i < 7; i++) {
      while (!pair().settled) {
        places.push(pair().padFirst)
        expect(pair()).toEqual(pair())
        say('fuller')
      }
      acceptPairs(study, pair().key, ANNA)
    }
    const left = places.filter(Boolean).length / places.length
    expect(left).toBeGreaterThan(0.25)
    expect(left).toBeLessThan(0.75)
  })

  it('is no pad of an open blind round', () => {
    chooseExemplars()
    const regions = [3, 7]
    study.writer.addRound({ rater: ANNA, mode: 'blind', name: 'blind one', seed: 1, order: [{ regions }] })
    expect(state()).toMatchObject({ open: 5, waiting: 2 })
    const given = { rater: ANNA, region: 3, exemplar: 2, outcome: 'alike' as const, seconds: null }
    expect(thrown(() => compare(study, given)).code).toBe('blind')
    expect(thrown(() => acceptPairs(study, 3, ANNA)).code).toBe('blind')
  })
})

describe('a comparison', () => {
  it('is with an exemplar in force, of the same pad and another subject', () => {
    chooseExemplars()
    const other = study.writer.setExemplar(1, 2).id
    const given = { rater: ANNA, region: 3, outcome: 'fuller' as const, seconds: 1 }
    expect(thrown(() => compare(study, { ...given, exemplar: 99 })).code).toBe('not-found')
    expect(thrown(() => compare(study, { ...given, exemplar: other })).message).toMatch(/another pad/)
    expect(thrown(() => compare(study, { ...given, exemplar: 1 })).message).toMatch(/same subject/)
    expect(study.reader.comparisons(ANNA)).toEqual([])
  })

  it('can be taken back, also after a restart, and stays in the study', () => {
    chooseExemplars()
    const first = pair()
    say('fuller')
    say('less')
    expect(pair().given).toBe(2)
    study.close()
    study = openStudy(study.path)
    study.writer.withdrawComparison(first.key, ANNA)
    expect(pair()).toMatchObject({ key: first.key, given: 1 })
    study.writer.withdrawComparison(first.key, ANNA)
    expect(study.reader.comparisons(ANNA)).toEqual([])
    expect(thrown(() => study.writer.withdrawComparison(first.key, ANNA)).code).toBe('refused')
    const told = study.reader.auditEntries().filter(({ action }) => /compar/.test(action))
    expect(told.map(({ action, who }) => [action, who])).toEqual([
      ['compare', 'anna'],
      ['compare', 'anna'],
      ['take comparison back', 'anna'],
      ['take comparison back', 'anna'],
    ])
  })

  it('keeps the exemplars that it was made with: others are a new version of the scale', () => {
    chooseExemplars()
    const before = study.reader.info().scaleVersion
    const { key } = pair()
    say('fuller')
    study.writer.removeExemplar(study.reader.exemplars()[0]?.id as number)
    expect(study.reader.info().scaleVersion).toBe(before + 1)
    expect(study.reader.comparisons(ANNA)).toMatchObject([{ region: key, outcome: 'fuller' }])
    // The exemplar in the middle stands as before, so what was said of it still counts.
    expect(pair()).toMatchObject({ key, given: 1 })
  })
})

describe('a settled pad', () => {
  it('becomes a score with its standard error, outside of every round', () => {
    chooseExemplars()
    const { key, settled } = settle(3)
    expect(settled?.value).toBe(3)
    acceptPairs(study, key, ANNA)
    const after = study.reader.pairsScore(key, ANNA)
    expect(after).toMatchObject({ round: null, presentation: 1, value: 3, origin: 'pairs', changeReason: '', seconds: null }) // prettier-ignore
    expect(after?.standardError).toBe(settled?.standardError)
    expect(after?.standardError).toBeGreaterThan(0)
    expect(after?.standardError).toBeLessThan(0.5)
    expect(state()).toMatchObject({ done: 1, open: 6 })
    rescore(study, { score: after?.id as number, value: 1, reason: 'looked again', words: '' })
    expect(study.reader.pairsScore(key, ANNA)).toMatchObject({ value: 1, origin: 'strip' })
    expect(state(), 'moved along the strip it is still one from pairs').toMatchObject({ done: 1, open: 6 })
    expect(study.reader.scoredByPairs('malar_soof', ANNA)).toEqual(new Set())
  })

  it('is another presentation where the rater has met it, and a later one takes its place', () => {
    chooseExemplars()
    for (const key of [3, 7, 11, 15, 19, 23, 27]) study.writer.addScore(score(key, 1))
    const { key } = settle(2)
    acceptPairs(study, key, ANNA)
    const first = study.reader.pairsScore(key, ANNA)
    expect(first?.presentation).toBe(2)
    acceptPairs(study, key, ANNA)
    expect(study.reader.pairsScore(key, ANNA)).toMatchObject({
      presentation: 2,
      supersedes: first?.id,
      changeReason: 'compared again',
    })
  })

  it('cannot be accepted before it is settled', () => {
    chooseExemplars()
    const { key } = pair()
    say('fuller')
    expect(thrown(() => acceptPairs(study, key, ANNA)).message).toMatch(/not settled/)
  })
})

describe('the table of comparisons', () => {
  it('holds every answer in its order, those taken back marked, and gives the score again', () => {
    chooseExemplars()
    say('fuller')
    study.writer.withdrawComparison(pair().key, ANNA)
    const { key } = settle(2)
    acceptPairs(study, key, ANNA)
    exportStudy(study, path.join(folder, 'out'))

    const text = fs.readFileSync(path.join(folder, 'out', 'comparisons.csv'), 'utf8')
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    expect(data[0]).toMatchObject({
      outcome: 'fuller',
      withdrawn: 'yes',
      exemplar_stands: 'yes',
      seconds: '2',
    })
    expect(data.slice(1).map(({ withdrawn }) => withdrawn)).not.toContain('yes')
    for (const row of data) {
      expect(row).toMatchObject({ region: 'jowl', side: 'right', rater: 'anna' })
      expect(row.exemplar_photograph).not.toBe(row.photograph)
    }

    const standing = data.filter(({ withdrawn }) => withdrawn === 'no')
    const given = standing.map((row) => ({
      exemplar: Number(row.exemplar_score) / 4,
      outcome: row.outcome as Outcome,
    }))
    const { value } = estimatePad(given, fitDiscrimination([given]))
    expect(study.reader.pairsScore(key, ANNA)?.value).toBe(Math.round(4 * value))
  })

  it('tells of which exemplars the answers count no more', () => {
    chooseExemplars()
    say('fuller')
    const stands = () =>
      [...study.reader.comparedRows()].map((row) => [row.exemplarScore, row.exemplarStands])
    expect(stands()).toEqual([[2, true]])
    study.writer.setExemplar(24, 2)
    expect(stands()).toEqual([[2, false]])
  })
})

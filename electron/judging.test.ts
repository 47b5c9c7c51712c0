import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { FIGURES, MODEL, SQUARE, photograph, score, temporaryFolder } from '../db/testing/fixtures'
import type { HeldOutResidual, Model } from './domain/records'
import { dataHash, raterDifference, verdictOn } from './judging'
import { labelledStudy } from './testing/studies'

describe('the verdict', () => {
  const held = (residual: number, residualOfMean: number, count = 20): HeldOutResidual[] =>
    Array.from({ length: count }, (_, i) => {
      const shake = (i % 3) / 100
      return { region: 'jowl', subject: `S${i}`, key: i, residual: residual + shake, residualOfMean: residualOfMean + shake } // prettier-ignore
    })
  const current = (figures: HeldOutResidual[]): Model => ({
    ...MODEL,
    id: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    promoted: true,
    figures: { ...FIGURES, residuals: figures },
  })

  it('on a first model asks whether it beats the average', () => {
    expect(verdictOn(held(0.1, 0.3), null, 1)).toMatchObject({ use: true, sentence: expect.stringContaining('is better than the average') as string }) // prettier-ignore
    expect(verdictOn(held(0.2, 0.2), null, 1)).toMatchObject({ use: true, sentence: expect.stringContaining('not shown to be better') as string }) // prettier-ignore
    const alike = held(0.2, 0.2).map((one, i) => ({ ...one, residual: i % 2 === 0 ? 0.05 : 0.4 }))
    expect(verdictOn(alike, null, 1)).toMatchObject({ use: false, sentence: expect.stringContaining('yet and is not used') as string }) // prettier-ignore
    const worse = verdictOn(held(0.4, 0.2), null, 1)
    expect(worse.use).toBe(false)
    expect(worse.sentence).toBe(
      'The model is worse than the average and is not used: mean error 0.410 against 0.210 by always saying the average, on 20 subjects that it had not seen.',
    )
  })

  it('on a later one compares it with the model in use, on the same regions', () => {
    const better = verdictOn(held(0.1, 0.1), current(held(0.3, 0.1)), 1)
    expect(better).toMatchObject({ use: true, sentence: expect.stringContaining('The new model is better') as string }) // prettier-ignore
    const worse = verdictOn(held(0.3, 0.9), current(held(0.1, 0.9)), 1)
    expect(worse).toMatchObject({ use: false, sentence: expect.stringContaining('worse and is not used') as string }) // prettier-ignore
    expect(verdictOn(held(0.2, 0.9), current(held(0.2, 0.9)), 1).use).toBe(true)
  })

  it('falls back on the average where fewer than two subjects are shared', () => {
    const verdict = verdictOn(held(0.3, 0.9), current(held(0.1, 0.9, 1)), 1)
    expect(verdict).toMatchObject({ use: true, sentence: expect.stringContaining('than the average') as string }) // prettier-ignore
  })

  it('is refused with fewer than two held-out subjects', () => {
    expect(() => verdictOn(held(0.1, 0.1, 1), null, 1)).toThrow(
      expect.objectContaining({ code: 'no-data' }) as Error,
    )
  })
})

describe('of a study', () => {
  let folder: string
  let study: StudyFile
  beforeEach(() => {
    folder = temporaryFolder()
    study = labelledStudy(path.join(folder, 'pilot.malar'), 4)
  })
  afterEach(() => {
    study.close()
    fs.rmSync(folder, { recursive: true })
  })

  const REQUEST = { objective: 'soft-n-pair', seed: 1, device: 'cpu', depth: 'head' } as const
  const hash = (changes: Partial<{ objective: string; seed: number; device: 'cpu' | 'gpu' }> = {}) =>
    dataHash(study.reader, study.reader.labelled(), { ...REQUEST, ...changes })

  it('the data hash changes with a label, a crop, a subject, the seed and the objective, and with nothing else', () => {
    const seen = [hash(), hash({ seed: 2 }), hash({ objective: 'n-pair-mc' })]
    expect(hash()).toBe(seen[0])
    expect(hash({ device: 'gpu' })).toBe(seen[0])
    study.writer.addPhotograph(photograph(9))
    expect(hash()).toBe(seen[0])
    study.writer.addScore(score(1, 4))
    seen.push(hash())
    const moved = { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited' } as const
    study.writer.placeRegion(1, { ...moved, crop: Buffer.from('moved') })
    seen.push(hash())
    study.writer.changePhotograph(2, { subject: 'S00001', day: 0, view: 'frontal', mirrored: false })
    seen.push(hash())
    expect(new Set(seen).size).toBe(seen.length)
    for (const one of seen) expect(one).toMatch(/^[0-9a-f]{64}$/)
  })

  it('the raters’ difference is none with one rater, and a share of the scale with two', () => {
    expect(raterDifference(study.reader)).toBeNull()
    // S00001 has the grade 1 by anna.
    study.writer.addScore(score(1, 3, { rater: 2 }))
    study.writer.addScore(score(2, 1, { rater: 2 }))
    expect(raterDifference(study.reader)).toBe(0.25)
  })
})

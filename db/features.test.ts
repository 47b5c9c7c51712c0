import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sql } from './driver'
import { openStudy } from './study'
import type { StudyFile } from './study-file'
import { SQUARE, newStudy, photograph, temporaryFolder, thrown } from './testing/fixtures'

let folder: string
let file: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
  study = newStudy(file)
  study.writer.addPhotograph(photograph(1))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const KIND = 'trunk-1'
const VALUES = Float32Array.of(0.5, -1.25, 3)
const features = (region: number, variant = 0, changes = {}) => ({
  kind: KIND, region, revision: 1, variant, values: VALUES, ...changes,
}) // prettier-ignore
const kept = (region: number, kind = KIND, revision = 1) => study.reader.keptFeatures(kind, region, revision)
const moved = { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited' } as const

describe('features', () => {
  it('come out as they went in, rounded to half floats', () => {
    const { reader, writer } = study
    const exact = Float32Array.of(1 + 1 / 4096, -0.1)
    expect(writer.saveFeatures([features(1, 0, { values: exact }), features(1, 2), features(2)])).toBe(3)
    expect(kept(1)).toEqual([0, 2])
    expect(kept(3)).toEqual([])
    expect(kept(1, 'another')).toEqual([])
    expect(reader.features(features(1, 2))).toEqual(VALUES)
    expect(reader.features(features(1, 1))).toBeNull()
    const [one, tenth] = reader.features(features(1)) as unknown as [number, number]
    expect(one).toBe(1)
    expect(tenth).toBeCloseTo(-0.1, 4)
    expect(tenth).not.toBe(exact[1])
  })

  it('are replaced, and are there after the study was closed', () => {
    study.writer.saveFeatures([features(1)])
    study.writer.saveFeatures([features(1, 0, { values: Float32Array.of(7) })])
    study.close()
    study = openStudy(file)
    expect(study.reader.features(features(1))).toEqual(Float32Array.of(7))
    expect(study.reader.check().ok).toBe(true)
  })

  it('belong to one revision of the crop, and make way for those of the next', () => {
    const { writer } = study
    writer.saveFeatures([features(1), features(2)])
    writer.placeRegion(1, { ...moved, crop: Buffer.from('moved') })
    expect(kept(1, KIND, 2)).toEqual([])
    // Whoever began before the region was moved may go on to the end.
    expect(kept(1)).toEqual([0])
    expect(writer.saveFeatures([features(1, 1), features(1, 0, { revision: 2 })])).toBe(1)
    expect([kept(1), kept(1, KIND, 2), kept(2)]).toEqual([[], [0], [0]])
  })

  it('go when their crop is cut anew', () => {
    const { writer } = study
    writer.saveFeatures([features(1), features(2)])
    writer.saveCrops([{ region: 1, revision: 1, jpeg: Buffer.from('cut anew') }])
    expect([kept(1), kept(2)]).toEqual([[], [0]])
  })

  it('of what nothing computes any more are removed', () => {
    const { writer, reader } = study
    writer.saveFeatures(['hog-1', KIND, 'trunk-2'].map((kind) => features(1, 0, { kind })))
    expect(writer.removeFeaturesExcept([KIND, 'hog-1', 'never-seen'])).toBe(1)
    expect([kept(1), kept(1, 'hog-1'), kept(1, 'trunk-2')]).toEqual([[0], [0], []])
    const before = reader.auditHash()
    expect(writer.removeFeaturesExcept([KIND, 'hog-1'])).toBe(0)
    expect(reader.auditHash()).toBe(before)
  })

  it('are told of in the audit trail by their number', () => {
    const { writer, reader } = study
    const before = reader.auditEntries().length
    writer.saveFeatures([features(1), features(2)])
    writer.saveFeatures([])
    writer.removeFeaturesExcept([])
    expect(reader.auditEntries(before + 1).map(({ action, detail }) => [action, detail])).toEqual([
      ['save features', '{"saved":2}'],
      ['remove features', '{"removed":2}'],
    ])
  })

  it('that do not fit on a full disk are left out, all of them, and nothing else suffers', () => {
    study.close()
    const opened = vi.spyOn(Sql, 'open')
    study = openStudy(file)
    const sql = opened.mock.results[0]?.value as Sql
    opened.mockRestore()
    study.writer.saveFeatures([features(1)])
    sql.pragma(`max_page_count = ${sql.pragma('page_count')}`)
    const many = Array.from({ length: 100 }, (_, variant) =>
      features(2, variant, { values: new Float32Array(1008).fill(variant) }),
    )
    expect(thrown(() => study.writer.saveFeatures(many)).code).toBe('disk-full')
    expect(kept(2)).toEqual([])
    expect(kept(1)).toEqual([0])
    expect(study.writer.addRater('carl').name).toBe('carl')
    expect(study.reader.check().ok).toBe(true)
  })
})

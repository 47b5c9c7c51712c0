import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sql } from './driver'
import { openStudy } from './study'
import type { StudyFile } from './study-file'
import { newStudy, photograph, score, temporaryFolder, thrown } from './testing/fixtures'

let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
  // Regions 1 to 4 are of photograph 1: malar_soof right and left, jowl right and left; 5 to 8 of photograph 2.
  for (let n = 1; n <= 3; n += 1) study.writer.addPhotograph(photograph(n))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const told = () => study.reader.exemplars().map(({ key, value }) => [key, value])
const version = () => study.reader.info().scaleVersion

describe('an exemplar', () => {
  it('stands for a value of its pad, one each, in atlas order', () => {
    const { reader, writer } = study
    const first = writer.setExemplar(3, 2)
    expect(first).toEqual({ id: 1, region: 'jowl', side: 'right', value: 2, key: 3, subject: 'S00001' })
    writer.setExemplar(5, 4)
    writer.setExemplar(2, 1)
    expect(told()).toEqual([[2, 1], [5, 4], [3, 2]]) // prettier-ignore
    writer.setExemplar(8, 2)
    expect(told(), 'another of the pad at that value takes its place').toEqual([[2, 1], [5, 4], [8, 2]]) // prettier-ignore
    writer.setExemplar(5, 3)
    expect(told(), 'the same crop at another value moves').toEqual([[2, 1], [5, 3], [8, 2]]) // prettier-ignore
    writer.removeExemplar(reader.exemplars()[0]?.id as number)
    expect(told()).toEqual([[5, 3], [8, 2]]) // prettier-ignore
    expect(version(), 'nothing was scored yet').toBe(1)
  })

  it('said again changes nothing', () => {
    const { reader, writer } = study
    const first = writer.setExemplar(3, 2)
    const entries = reader.auditEntries().length
    writer.addScore(score(1, 2))
    expect(writer.setExemplar(3, 2)).toEqual(first)
    expect([reader.auditEntries().length, version()]).toEqual([entries + 1, 1])
  })

  it('is at a value of the scale, of a pad that has a picture', () => {
    const { writer } = study
    for (const value of [5, -1, 1.5, NaN])
      expect(thrown(() => writer.setExemplar(1, value)).code).toBe('score')
    expect(thrown(() => writer.setExemplar(99, 1)).code).toBe('not-found')
    expect(thrown(() => writer.removeExemplar(1)).code).toBe('not-found')
    writer.resetRegion(1, study.reader.region(1).polygon, null)
    expect(thrown(() => writer.setExemplar(1, 1)).code).toBe('crop')
    expect(told()).toEqual([])
  })

  it('keeps the picture that it was chosen for, whatever becomes of the outline', () => {
    const { reader, writer } = study
    const { id } = writer.setExemplar(1, 2)
    const before = Buffer.from(reader.exemplarPicture(id)).toString()
    expect(before).toBe('crop 1 malar_soof right')
    writer.resetRegion(1, reader.region(1).polygon, Buffer.from('another crop'))
    expect(Buffer.from(reader.exemplarPicture(id)).toString()).toBe(before)
    writer.addScore(score(5, 1))
    writer.setExemplar(5, 0)
    const carried = reader.exemplars().find((exemplar) => exemplar.key === 1)
    expect(carried?.id).not.toBe(id)
    expect(Buffer.from(reader.exemplarPicture(carried?.id as number)).toString()).toBe(before)
    expect(thrown(() => reader.exemplarPicture(99)).code).toBe('not-found')
  })

  it('whose picture was changed in the file is found out', () => {
    study.writer.setExemplar(1, 2)
    study.close()
    const sql = Sql.open(study.path)
    sql.script('DROP TRIGGER exemplar_is_never_changed')
    sql.script(`UPDATE exemplar SET jpeg = x'00';
CREATE TRIGGER exemplar_is_never_changed BEFORE UPDATE ON exemplar
BEGIN SELECT RAISE(ABORT, 'an exemplar is never changed; a new version of the scale has others'); END`)
    sql.close()
    study = openStudy(study.path)
    expect(thrown(() => study.reader.exemplarPicture(1)).code).toBe('damaged')
    expect(study.reader.check().findings).toEqual([
      'The picture of exemplar 1 is damaged: it is not what was stored.',
    ])
  })
})

describe('a scale that was used', () => {
  it('gets a new version with the same values; scores point at the one that they were given under', () => {
    const { reader, writer } = study
    const { scale } = reader.info()
    writer.setExemplar(1, 2)
    const first = writer.addScore(score(5, 1))
    writer.setExemplar(3, 0)
    expect([reader.info().scale, version()]).toEqual([scale, 2])
    expect(told()).toEqual([[1, 2], [3, 0]]) // prettier-ignore
    writer.setExemplar(7, 4)
    expect(version(), 'nothing was scored under version 2').toBe(2)
    const second = writer.addScore(score(6, 3))
    writer.removeExemplar(reader.exemplars()[0]?.id as number)
    const third = writer.addScore(score(5, 2))
    expect([first, second, third].map((given) => given.scaleVersion)).toEqual([1, 2, 3])
    expect(third.supersedes, 'a chain goes on over versions').toBe(first.id)
    expect(told()).toEqual([[3, 0], [7, 4]]) // prettier-ignore
    expect(reader.labelled().map((label) => [label.key, label.mean])).toEqual([[5, 2], [6, 3]]) // prettier-ignore
    expect([...reader.scoreRows()].map((row) => row.scaleVersion).sort()).toEqual([2, 3])
    expect(reader.check()).toMatchObject({ ok: true, findings: [] })
  })

  it('is not used by practice', () => {
    const { writer } = study
    const round = writer.addRound({ rater: 1, mode: 'practice', name: 'p', seed: 1, order: [{ regions: [5] }] }) // prettier-ignore
    writer.addScore(score(5, 1, { round: round.id }))
    writer.setExemplar(1, 2)
    expect(version()).toBe(1)
  })

  it('an exemplar of an earlier version is no longer there to be taken away', () => {
    const { reader, writer } = study
    const { id } = writer.setExemplar(1, 2)
    writer.addScore(score(5, 1))
    writer.setExemplar(3, 0)
    expect(thrown(() => writer.removeExemplar(id)).code).toBe('not-found')
    expect(Buffer.from(reader.exemplarPicture(id)).toString()).toContain('crop 1')
  })

  it('the audit trail tells what was chosen, instead of what, and under which version', () => {
    const { reader, writer } = study
    writer.setExemplar(1, 2)
    writer.addScore(score(5, 1))
    writer.setExemplar(6, 2)
    writer.removeExemplar(reader.exemplars()[0]?.id as number)
    const entries = reader.auditEntries().filter(({ action }) => action.endsWith('exemplar'))
    expect(entries.map(({ action, entity, detail }) => [action, entity, JSON.parse(detail)])).toMatchObject([
      ['choose exemplar', 'exemplar 1', { scaleVersion: 1, region: 'malar_soof', value: 2, instead: [] }],
      ['choose exemplar', 'exemplar 2', { scaleVersion: 2, key: 6, instead: [{ id: 1, key: 1, value: 2 }] }],
      ['remove exemplar', 'exemplar 2', { scaleVersion: 2, key: 6 }],
    ])
  })
})

/** Photographs and regions: what goes in comes out, wholly or not at all. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sql } from './driver'
import { openStudy } from './study'
import type { StudyFile } from './study-file'
import { SQUARE, newStudy, photograph, score, temporaryFolder } from './testing/fixtures'

let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

describe('photographs', () => {
  it('come out as they went in', () => {
    const quality = {
      faces: 2,
      exposure: { mean: 0.5, light: 0.7, black: 0, white: 0 },
      face: { eyesApart: 25, blur: 0.01, yaw: 3, pitch: -2 },
    }
    const given = photograph(1, { quality, day: -3 })
    const { id } = study.writer.addPhotograph(given)
    const { reader } = study
    const { sha256, subject, view, width, height } = given
    const expected = {
      id,
      sha256,
      subject,
      day: -3,
      view,
      mirrored: false,
      width,
      height,
      quality,
      flags: [
        { kind: 'small-face', words: expect.stringContaining('25 pixels') },
        { kind: 'several-faces', words: expect.stringContaining('2 faces') },
      ],
      addedAt: expect.stringMatching(/^2026-01-01T/),
      hasFace: true,
      interOcular: 120,
    }
    expect(reader.photograph(id)).toEqual({ ...expected, regions: 4, scored: 0 })
    expect(reader.photographBySha(sha256)?.id).toBe(id)
    expect(reader.photographBySha('0'.repeat(64))).toBeNull()
    expect(reader.photographBytes(id)).toEqual({ mime: 'image/jpeg', bytes: given.bytes })
    expect(reader.thumbnail(id)).toEqual({ mime: 'image/jpeg', bytes: given.thumbnail })
    expect(reader.landmarks(id)).toEqual(given.landmarks)
    expect(
      reader
        .regions(id)
        .map(({ region, side, polygon, origin, revision }) => [region, side, polygon, origin, revision]),
    ).toEqual(given.regions.map(({ region, side }) => [region, side, SQUARE, 'atlas', 1]))
    expect(Buffer.from(reader.crop(1) as Uint8Array).toString()).toBe('crop 1 malar_soof right')
    expect(reader.allRegions()[3]).toEqual({
      key: 4, revision: 1, region: 'jowl', side: 'left', photograph: id, subject, day: -3, view, mirrored: false,
    }) // prettier-ignore
  })

  it('of before quality was measured keep the flags they had', () => {
    const { id } = study.writer.addPhotograph(photograph(1))
    study.close()
    const sql = Sql.open(path.join(folder, 'pilot.malar'))
    sql.run(`UPDATE photograph SET flags = '["There are 3 faces in the photograph. Look."]'`)
    sql.close()
    study = openStudy(path.join(folder, 'pilot.malar'))
    const flags = [{ kind: 'several-faces', words: 'There are 3 faces in the photograph. Look.' }]
    expect(study.reader.photograph(id)).toMatchObject({ quality: null, flags })
  })

  it('without a face are in, marked, with regions to be drawn', () => {
    const { id } = study.writer.addPhotograph(
      photograph(1, { landmarks: null, interOcular: null, regions: [] }),
    )
    expect(study.reader.photograph(id)).toMatchObject({ hasFace: false, interOcular: null, regions: 0 })
    expect(study.reader.landmarks(id)).toBeNull()
    expect(study.reader.counts()).toMatchObject({ photographs: 1, withoutFace: 1, regions: 0 })
  })

  it('that nobody looked for a face on are given one later, with its pads, but once', () => {
    const { landmarks, interOcular, regions } = photograph(1)
    const { id } = study.writer.addPhotograph(
      photograph(1, { landmarks: null, interOcular: null, quality: null, regions: [] }),
    )
    expect(study.reader.awaitsFace(id)).toBe(true)
    const quality = { faces: 1, exposure: null, face: null }
    const search = { landmarks, interOcular, quality, regions }
    expect(() => study.writer.addFace(id, { ...search, landmarks: null })).toThrow(
      expect.objectContaining({ code: 'refused' }),
    )
    expect(study.writer.addFace(id, search)).toMatchObject({ hasFace: landmarks !== null, quality })
    expect(study.reader.regions(id)).toHaveLength(regions.length)
    expect(study.reader.landmarks(id)).toEqual(landmarks)
    expect(study.reader.awaitsFace(id)).toBe(false)
    expect(() => study.writer.addFace(id, search)).toThrow(expect.objectContaining({ code: 'duplicate' }))
    expect(study.reader.check()).toMatchObject({ ok: true })
  })

  it('on which pads were drawn meanwhile stay as they are', () => {
    const bare = { landmarks: null, interOcular: null, quality: null, regions: [] }
    const { id } = study.writer.addPhotograph(photograph(1, bare))
    const pad = { region: 'jowl', side: 'left', polygon: SQUARE, origin: 'drawn', crop: null } as const
    study.writer.placeRegion(id, pad)
    expect(study.reader.awaitsFace(id)).toBe(false)
    study.writer.undoEdit(study.reader.lastEdit()?.seq ?? 0, null)
    expect(study.reader.photograph(id).regions).toBe(0)
    expect(study.reader.awaitsFace(id)).toBe(false)
    expect(() => study.writer.addFace(id, bare)).toThrow(expect.objectContaining({ code: 'duplicate' }))
  })

  it('are refused twice, and with a subject or region that cannot be', () => {
    study.writer.addPhotograph(photograph(1))
    const add =
      (changes: Parameters<typeof photograph>[1], n = 2) =>
      () =>
        study.writer.addPhotograph(photograph(n, changes))
    const [region] = photograph(1).regions
    if (!region) throw new Error('no region')
    expect(add({}, 1)).toThrow(expect.objectContaining({ code: 'duplicate' }))
    expect(add({ subject: 'Müller' })).toThrow(expect.objectContaining({ code: 'identifier' }))
    expect(add({ day: 1.5 })).toThrow(expect.objectContaining({ code: 'day' }))
    expect(add({ view: 'top' as 'frontal' })).toThrow(expect.objectContaining({ code: 'view' }))
    expect(add({ regions: [{ ...region, region: 'nose' }] })).toThrow(
      expect.objectContaining({ code: 'region' }),
    )
    expect(add({ regions: [{ ...region, polygon: [[1, NaN], [2, 2], [3, 3]] }] })).toThrow(expect.objectContaining({ code: 'polygon' })) // prettier-ignore
    expect(add({ bytes: Buffer.alloc(0) })).toThrow(expect.objectContaining({ code: 'refused' }))
    expect(study.reader.photographs()).toHaveLength(1)
    expect(study.reader.counts().subjects).toBe(1)
  })

  it('are in wholly or not at all: an error at the last region leaves nothing', () => {
    const whole = photograph(1)
    const last = whole.regions[whole.regions.length - 1]
    const twice = { ...whole, regions: [...whole.regions, ...(last ? [last] : [])] }
    expect(() => study.writer.addPhotograph(twice)).toThrow(expect.objectContaining({ code: 'refused' }))
    expect(study.reader.counts()).toMatchObject({ subjects: 0, photographs: 0, regions: 0 })
    expect(study.reader.auditEntries()).toHaveLength(1)
    expect(study.writer.addPhotograph(whole).id).toBe(1)
    expect(study.reader.check().ok).toBe(true)
  })

  it('that were damaged on the disk are not shown', () => {
    study.writer.addPhotograph(photograph(1))
    study.close()
    const sql = Sql.open(study.path)
    sql.run(`UPDATE photograph_bytes SET bytes = x'ffd8'`)
    sql.run(`UPDATE thumbnail SET bytes = x'ffd8'`)
    sql.close()
    study = openStudy(study.path)
    expect(() => study.reader.photographBytes(1)).toThrow(expect.objectContaining({ code: 'damaged' }))
    expect(() => study.reader.thumbnail(1)).toThrow(/thumbnail of photograph 1 is damaged/)
  })

  it('turn right and left when they turn out to be mirrored; scores, crops and polygons stay', () => {
    study.writer.addPhotograph(photograph(1))
    study.writer.addScore(score(1, 3))
    const changed = study.writer.changePhotograph(1, {
      subject: 'T1',
      day: 30,
      view: 'frontal',
      mirrored: true,
    })
    expect(changed).toMatchObject({ subject: 'T1', day: 30, mirrored: true })
    expect(study.reader.region(1)).toMatchObject({ region: 'malar_soof', side: 'left', revision: 1 })
    expect(study.reader.region(2)).toMatchObject({ region: 'malar_soof', side: 'right' })
    expect(study.reader.crop(1)).not.toBeNull()
    expect(study.reader.currentScore(1, 1, null)?.value).toBe(3)
    expect(study.reader.regions(1).map((region) => region.id)).toEqual([2, 1, 4, 3])
    expect(study.reader.check().ok).toBe(true)
  })

  it('are told apart from what is not there', () => {
    expect(() => study.reader.photograph(9)).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(() => study.reader.photographBytes(9)).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(() => study.reader.region(9)).toThrow(/no region 9/)
  })
})

describe('regions', () => {
  const moved = [[0, 0], [30, 0], [30, 30]] as const // prettier-ignore

  it('grow a revision with every change, and lose their old crop', () => {
    study.writer.addPhotograph(photograph(1))
    const place = { region: 'jowl', side: 'right', origin: 'edited' } as const
    expect(study.writer.placeRegion(1, { ...place, polygon: moved, crop: null })).toMatchObject({
      id: 3,
      revision: 2,
      origin: 'edited',
    })
    expect(study.reader.crop(3)).toBeNull()
    expect(study.reader.missingCrops()).toEqual([{ region: 3, revision: 2, photograph: 1 }])
    expect(study.writer.saveCrops([
      { region: 3, revision: 1, jpeg: Buffer.from('late') },
      { region: 3, revision: 2, jpeg: Buffer.from('new') },
    ])).toBe(1) // prettier-ignore
    expect(Buffer.from(study.reader.crop(3) as Uint8Array).toString()).toBe('new')

    study.writer.resetRegion(3, SQUARE, Buffer.from('reset'))
    study.close()
    study = openStudy(study.path)
    expect(study.reader.region(3)).toMatchObject({ revision: 3, origin: 'atlas' })
  })

  it('are laid down where there are none yet', () => {
    study.writer.addPhotograph(photograph(1, { landmarks: null, interOcular: null, regions: [] }))
    const drawn = {
      region: 'jowl',
      side: 'left',
      polygon: moved,
      origin: 'drawn',
      crop: Buffer.from('c'),
    } as const
    expect(study.writer.placeRegion(1, drawn)).toMatchObject({
      id: 1,
      photograph: 1,
      revision: 1,
      origin: 'drawn',
    })
    expect(study.reader.regionAt(1, 'jowl', 'left')?.id).toBe(1)
    expect(study.reader.regionAt(1, 'jowl', 'right')).toBeNull()
    expect(() => study.writer.placeRegion(7, drawn)).toThrow(/no photograph 7/)
  })
})

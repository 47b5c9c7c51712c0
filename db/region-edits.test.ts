/** Undo and redo of the study's edits of regions, over photographs and restarts. */
import fc from 'fast-check'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Polygon, Side } from '../electron/domain/words'
import { openStudy } from './study'
import type { StudyFile } from './study-file'
import { MODEL, SQUARE, newStudy, photograph, score, temporaryFolder } from './testing/fixtures'

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

const triangle = (size: number): Polygon => [[0, 0], [size, 0], [size, size]] // prettier-ignore
const withoutFace = { landmarks: null, interOcular: null, regions: [] }
const drawn = (polygon: Polygon, side: Side = 'left') =>
  ({ region: 'jowl', side, polygon, origin: 'drawn', crop: Buffer.from('c') }) as const

const reopen = (): void => {
  study.close()
  study = openStudy(study.path)
}
const undo = () => study.writer.undoEdit(study.reader.lastEdit()?.seq ?? 0, null)
const redo = () => study.writer.redoEdit(study.reader.nextEdit()?.seq ?? 0, null)

describe('undo', () => {
  it('goes back over photographs, last edit first, and after a restart', () => {
    for (const n of [1, 2]) study.writer.addPhotograph(photograph(n))
    const moved = { region: 'jowl', side: 'right', origin: 'edited', crop: null } as const
    study.writer.placeRegion(1, { ...moved, polygon: triangle(30) })
    study.writer.placeRegion(2, { ...moved, polygon: triangle(40) })
    study.writer.resetRegion(3, SQUARE, null)
    reopen()
    expect(study.reader.lastEdit()).toMatchObject({
      key: 3, photograph: 1, region: 'jowl', side: 'right', after: { polygon: SQUARE, origin: 'atlas' },
    }) // prettier-ignore
    expect(undo()).toMatchObject({ id: 3, revision: 4, polygon: triangle(30), origin: 'edited' })
    expect(undo()).toMatchObject({ photograph: 2, revision: 3, polygon: SQUARE, origin: 'atlas' })
    reopen()
    expect(redo()).toMatchObject({ photograph: 2, revision: 4, polygon: triangle(40) })
    expect(undo()).toMatchObject({ photograph: 2, polygon: SQUARE })
    expect(undo()).toMatchObject({ id: 3, revision: 5, polygon: SQUARE, origin: 'atlas' })
    expect(study.reader.lastEdit()).toBeNull()
    expect(undo).toThrow('There is nothing to undo.')
  })

  it('is refused when something was edited since it was asked for', () => {
    study.writer.addPhotograph(photograph(1))
    const moved = { region: 'jowl', side: 'right', origin: 'edited', crop: null } as const
    study.writer.placeRegion(1, { ...moved, polygon: triangle(30) })
    const asked = study.reader.lastEdit()?.seq ?? 0
    study.writer.placeRegion(1, { ...moved, polygon: triangle(40) })
    expect(() => study.writer.undoEdit(asked, null)).toThrow(/edited meanwhile/)
    expect(study.reader.region(3).polygon).toEqual(triangle(40))
    expect(redo).toThrow('There is nothing to do again.')
  })

  it('takes a region away that was drawn where there was none; redo brings it back under its key', () => {
    study.writer.addPhotograph(photograph(1, withoutFace))
    study.writer.placeRegion(1, drawn(triangle(30)))
    study.writer.placeRegion(1, drawn(triangle(40)))
    undo()
    expect(undo()).toBeNull()
    expect(study.reader.regions(1)).toEqual([])
    expect(study.reader.counts().regions).toBe(0)
    // Another region never gets the key that the audit trail knows it by.
    study.writer.addPhotograph(photograph(2))
    expect(study.reader.regions(2).map((region) => region.id)).toEqual([2, 3, 4, 5])
    expect(redo()).toMatchObject({ id: 1, polygon: triangle(30), origin: 'drawn', revision: 4 })
    expect(redo()).toMatchObject({ id: 1, polygon: triangle(40), revision: 5 })
    expect(study.reader.check().findings).toEqual([])
  })

  it('leaves a drawn region that has a suggestion or a score, and goes on to what was edited before it', () => {
    study.writer.addPhotograph(photograph(1, withoutFace))
    study.writer.addPhotograph(photograph(2))
    study.writer.placeRegion(2, { ...drawn(triangle(50)), origin: 'edited' })
    study.writer.placeRegion(1, drawn(triangle(30)))
    study.writer.placeRegion(1, drawn(triangle(30), 'right'))
    const model = study.writer.addModel(new Float32Array([1]), MODEL)
    const unknown = { value: null, low: null, high: null, level: null, secondOpinion: null, neighbours: [] }
    study.writer.saveSuggestions(model.id, [{ region: 5, ...unknown, because: 'Too few.' }])
    study.writer.addScore(score(6, 2))
    expect(undo()).toMatchObject({ photograph: 2, polygon: SQUARE })
    expect(study.reader.regions(1)).toHaveLength(2)
    expect(study.reader.lastEdit()).toBeNull()
    expect(redo()).toMatchObject({ photograph: 2, polygon: triangle(50) })
  })

  it('follows the sides of a photograph that turns out to be a mirror image', () => {
    study.writer.addPhotograph(photograph(1, withoutFace))
    study.writer.placeRegion(1, drawn(triangle(30)))
    undo()
    study.writer.changePhotograph(1, { subject: 'S1', day: 0, view: 'frontal', mirrored: true })
    expect(redo()).toMatchObject({ side: 'right' })
  })
})

describe('a copied region', () => {
  it('waits to be checked until somebody changes it or finds it good; undo makes it wait again', () => {
    study.writer.addPhotograph(photograph(1))
    study.writer.copyRegion(1, { ...drawn(triangle(30)), origin: 'edited' })
    expect(study.reader.uncheckedRegions(1)).toEqual([4])
    study.writer.placeRegion(1, { ...drawn(triangle(40)), origin: 'edited' })
    expect(study.reader.uncheckedRegions(1)).toEqual([])
    undo()
    expect(study.reader.uncheckedRegions(1)).toEqual([4])
    expect(study.writer.checkRegion(4)).toMatchObject({ polygon: triangle(30), revision: 4 })
    expect(study.reader.uncheckedRegions(1)).toEqual([])
    expect(() => study.writer.checkRegion(9)).toThrow(/no region 9/)
  })

  it('waits also where it was laid down anew, and where redo brings it back', () => {
    study.writer.addPhotograph(photograph(1, withoutFace))
    study.writer.copyRegion(1, drawn(triangle(30)))
    expect(study.reader.uncheckedRegions(1)).toEqual([1])
    undo()
    expect(study.reader.uncheckedRegions(1)).toEqual([])
    redo()
    expect(study.reader.uncheckedRegions(1)).toEqual([1])
  })

  it('comes from photographs of the same subject and view', () => {
    const S1 = { subject: 'S1' }
    study.writer.addPhotograph(photograph(1, { ...S1, day: 90 }))
    study.writer.addPhotograph(photograph(2, { ...S1, day: 0 }))
    study.writer.addPhotograph(photograph(3, { ...S1, day: 30, view: 'oblique-left' }))
    study.writer.addPhotograph(photograph(4, { subject: 'S2' }))
    study.writer.addPhotograph(photograph(5, { ...S1, day: 180 }))
    const found = study.reader.copyableRegions(1)
    expect(found.map((region) => [region.day, region.photograph])).toEqual([
      ...Array.from({ length: 4 }, () => [0, 2]),
      ...Array.from({ length: 4 }, () => [180, 5]),
    ])
    expect(found[0]).toMatchObject({ region: 'malar_soof', side: 'right', polygon: SQUARE, revision: 1 })
  })
})

/** Pads as the property test sees them: three on a photograph with a face, two on one without. */
const PADS = [
  { photograph: 1, region: 'malar_soof', side: 'right' },
  { photograph: 1, region: 'malar_soof', side: 'left' },
  { photograph: 1, region: 'jowl', side: 'right' },
  { photograph: 2, region: 'jowl', side: 'right' },
  { photograph: 2, region: 'jowl', side: 'midline' },
] as const

const act = fc.record({
  kind: fc.constantFrom('place', 'place', 'copy', 'reset', 'undo', 'undo', 'redo', 'redo', 'reopen'),
  pad: fc.nat(PADS.length - 1),
})

it('any edits, undos, redos and restarts leave what two stacks would leave', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      study.close()
      study = newStudy(path.join(folder, `${Math.random()}.malar`))
      study.writer.addPhotograph(photograph(1))
      study.writer.addPhotograph(photograph(2, withoutFace))
      const shown = (): (string | null)[] =>
        PADS.map((one) => {
          const region = study.reader.regionAt(one.photograph, one.region, one.side)
          if (!region) return null
          const unchecked = study.reader.uncheckedRegions(one.photograph).includes(region.id)
          return JSON.stringify([region.polygon, region.origin, unchecked])
        })
      let now = shown()
      const done: (typeof now)[] = []
      const undone: (typeof now)[] = []
      let size = 10
      for (const one of acts) {
        const before = now
        if (one.kind === 'reopen') reopen()
        else if (one.kind === 'undo') {
          expect(study.reader.lastEdit() === null).toBe(done.length === 0)
          if (done.length > 0) {
            undo()
            undone.push(before)
            now = done.pop() as typeof now
          }
        } else if (one.kind === 'redo') {
          expect(study.reader.nextEdit() === null).toBe(undone.length === 0)
          if (undone.length > 0) {
            redo()
            done.push(before)
            now = undone.pop() as typeof now
          }
        } else {
          const at = PADS[one.pad] as (typeof PADS)[number]
          const region = study.reader.regionAt(at.photograph, at.region, at.side)
          if (one.kind === 'reset' && !region) continue
          const polygon = one.kind === 'reset' ? SQUARE : triangle((size += 1))
          const placed = { ...at, polygon, origin: 'drawn', crop: null } as const
          if (one.kind === 'reset') study.writer.resetRegion(region?.id ?? 0, polygon, null)
          else if (one.kind === 'copy') study.writer.copyRegion(at.photograph, placed)
          else study.writer.placeRegion(at.photograph, placed)
          now = [...now]
          now[one.pad] = JSON.stringify([
            polygon,
            one.kind === 'reset' ? 'atlas' : 'drawn',
            one.kind === 'copy',
          ])
          done.push(before)
          undone.length = 0
        }
        expect(shown()).toEqual(now)
      }
      expect(study.reader.check().findings).toEqual([])
    }),
    { numRuns: 60 },
  )
})

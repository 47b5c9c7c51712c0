import { expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { SQUARE, photograph } from '../db/testing/fixtures'
import type { Point } from './domain/words'
import { photographDetails } from './photograph-details'
import { copyRegion, copySources, placeRegion, redoEdit, undoEdit } from './regions'
import { FACE } from './testing/studies'

/** The crops tell what frame they were cut with. */
vi.mock('./decoder', () => ({
  Decoder: class {
    crops = ({ frames }: { frames: { cx: number }[] }) =>
      Promise.resolve(frames.map((frame) => Buffer.from(`at ${Math.round(frame.cx)}`)))
    close = () => undefined
  },
}))

let study: StudyFile
eachStudy((made) => {
  study = made
})

const moved = { ...FACE, points: FACE.points.map(([x, y]): Point => [x + 40, y + 20]) }
const at = (day: number, changes = {}) => ({ subject: 'S1', day, landmarks: FACE, ...changes })
const cropOf = (key: number) => Buffer.from(study.reader.crop(key) ?? []).toString()

it('a pad is copied from the last visit by landmarks, and waits to be looked at', async () => {
  study.writer.addPhotograph(photograph(1, at(0)))
  study.writer.addPhotograph(photograph(2, at(30, { landmarks: moved, regions: [] })))
  expect(copySources(study, 2).filter((source) => source.region === 'jowl')).toEqual([
    { region: 'jowl', side: 'right', key: 3, day: 0, byLandmarks: true },
    { region: 'jowl', side: 'left', key: 4, day: 0, byLandmarks: true },
  ])
  await copyRegion(study, 2, 'jowl', 'left')
  const { regions, unchecked, undo } = photographDetails(study, 2)
  expect(regions[0]).toMatchObject({ id: 5, origin: 'edited', side: 'left' })
  regions[0]?.polygon.forEach(([x, y], i) => {
    expect([x, y]).toEqual([expect.closeTo((SQUARE[i]?.[0] ?? 0) + 40), expect.closeTo((SQUARE[i]?.[1] ?? 0) + 20)]) // prettier-ignore
  })
  expect([unchecked, cropOf(5)]).toEqual([[5], 'at 55'])
  expect(undo).toEqual({ photograph: 2, subject: 'S1', day: 30, region: 'jowl', side: 'left' })
})

it('without a face it keeps its place, and what cannot be copied says why', async () => {
  study.writer.addPhotograph(photograph(1, at(0)))
  study.writer.addPhotograph(photograph(2, at(30, { landmarks: null, interOcular: null, regions: [] })))
  expect(copySources(study, 2)[0]?.byLandmarks).toBe(false)
  await copyRegion(study, 2, 'jowl', 'right')
  expect(study.reader.regions(2)[0]?.polygon).toEqual(SQUARE)
  await expect(copyRegion(study, 2, 'jowl', 'midline')).rejects.toThrow(/No other photograph/)
  const far = { ...FACE, points: FACE.points.map(([x, y]): Point => [x + 4000, y]) }
  study.writer.addPhotograph(photograph(3, at(60, { landmarks: far, regions: [] })))
  await expect(copyRegion(study, 3, 'malar_soof', 'right')).rejects.toThrow(/outside this photograph/)
  expect(study.reader.regions(3)).toEqual([])
})

it('undo and redo cut the crop of what they bring back', async () => {
  study.writer.addPhotograph(photograph(1, at(0)))
  expect([await undoEdit(study), await redoEdit(study)]).toEqual([null, null])
  await placeRegion(study, 1, 'jowl', 'right', [[100, 100], [120, 100], [120, 120]]) // prettier-ignore
  await placeRegion(study, 1, 'jowl', 'midline', [[200, 100], [220, 100], [220, 120]]) // prettier-ignore
  expect((await undoEdit(study))?.side).toBe('midline')
  expect((await undoEdit(study))?.side).toBe('right')
  expect([study.reader.region(3).polygon, cropOf(3)]).toEqual([SQUARE, 'at 15'])
  expect(photographDetails(study, 1)).toMatchObject({ undo: null, redo: { region: 'jowl', side: 'right' } })
  await redoEdit(study)
  await redoEdit(study)
  expect([cropOf(3), cropOf(5)]).toEqual(['at 110', 'at 210'])
  expect(photographDetails(study, 1)).toMatchObject({ redo: null, undo: { side: 'midline' } })
})

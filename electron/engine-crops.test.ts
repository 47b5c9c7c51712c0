import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { SQUARE, newStudy, photograph, temporaryFolder } from '../db/testing/fixtures'
import { MalarError } from './domain/words'
import { EngineCrops } from './engine-crops'
import { FakeEngine } from './testing/studies'

let folder: string
let study: StudyFile
let engine: FakeEngine
let crops: EngineCrops
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
  study.writer.addPhotograph(photograph(1))
  study.writer.addPhotograph(photograph(2))
  engine = new FakeEngine()
  crops = new EngineCrops(engine.client)
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const sent = () => engine.asked.filter((name) => name === 'addCrops').length
const shown = (ids: readonly number[]) => ids.map((id) => Buffer.from(engine.crops.get(id) ?? []).toString())

it('the engine holds each region’s crop under the id that is answered', async () => {
  const regions = study.reader.allRegions()
  const ids = await crops.hold(study.reader, regions)
  expect(new Set(ids).size).toBe(8)
  expect(shown(ids)).toEqual(
    regions.map(({ photograph, region, side }) => `crop ${photograph} ${region} ${side}`),
  )
  expect(crops.size).toBe(8)
})

it('no crop crosses twice, and the order is that of the question', async () => {
  const [a, b, c] = study.reader.allRegions() as [never, never, never]
  const first = await crops.hold(study.reader, [a, b])
  expect(await crops.hold(study.reader, [b, a])).toEqual([first[1], first[0]])
  expect(sent()).toBe(1)
  const [again, fresh] = await crops.hold(study.reader, [a, c])
  expect(again).toBe(first[0])
  expect(first).not.toContain(fresh)
  expect(await crops.hold(study.reader, [c, c])).toEqual([fresh, fresh])
  expect(engine.crops.size).toBe(3)
})

it('many crops go in several messages', async () => {
  for (let n = 3; n <= 70; n++) study.writer.addPhotograph(photograph(n))
  const ids = await crops.hold(study.reader, study.reader.allRegions())
  expect(ids).toHaveLength(280)
  expect(engine.crops.size).toBe(280)
  expect(sent()).toBe(2)
})

it('a region that was moved gets a new crop', async () => {
  const before = await crops.hold(study.reader, study.reader.allRegions().slice(0, 1))
  const moved = { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited' } as const
  study.writer.placeRegion(1, { ...moved, crop: Buffer.from('moved') })
  const after = await crops.hold(study.reader, study.reader.allRegions().slice(0, 1))
  expect(after).not.toEqual(before)
  expect(shown(after)).toEqual(['moved'])
})

it('a region without a crop is refused with a sentence', async () => {
  const moved = { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited' } as const
  study.writer.placeRegion(1, { ...moved, crop: null })
  await expect(crops.hold(study.reader, study.reader.allRegions())).rejects.toMatchObject({ code: 'crop' })
})

it('an engine that was started anew gets everything again', async () => {
  await crops.hold(study.reader, study.reader.allRegions())
  engine.crops.clear()
  engine.generation++
  const ids = await crops.hold(study.reader, study.reader.allRegions())
  expect(engine.crops.size).toBe(8)
  expect(shown(ids)).not.toContain('')
})

it('what was dropped is sent again', async () => {
  await crops.hold(study.reader, study.reader.allRegions())
  await crops.drop()
  expect(engine.crops.size).toBe(0)
  expect(crops.size).toBe(0)
  await crops.hold(study.reader, study.reader.allRegions())
  expect(engine.crops.size).toBe(8)
})

it('an engine that does not run is not started to drop crops', async () => {
  engine.running = false
  await crops.drop()
  expect(engine.asked).toEqual([])
})

it('crops that did not arrive are not taken for held', async () => {
  engine.answers.addCrops = () => {
    throw new MalarError('engine', 'The engine ended.')
  }
  await expect(crops.hold(study.reader, study.reader.allRegions())).rejects.toMatchObject({ code: 'engine' })
  delete engine.answers.addCrops
  const ids = await crops.hold(study.reader, study.reader.allRegions())
  expect(shown(ids)).not.toContain('')
})

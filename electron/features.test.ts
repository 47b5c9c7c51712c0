import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStudy } from '../db/study'
import type { StudyFile } from '../db/study-file'
import { SQUARE, temporaryFolder } from '../db/testing/fixtures'
import { MalarError } from './domain/words'
import { ensureFeatures, type FeatureWishes } from './features'
import { FakeEngine, gradeOf, labelledStudy } from './testing/studies'

const SUBJECTS = 30
const REGIONS = 4 * SUBJECTS

let folder: string
let study: StudyFile
let engine: FakeEngine
beforeEach(() => {
  folder = temporaryFolder()
  study = labelledStudy(path.join(folder, 'pilot.malar'), SUBJECTS)
  engine = new FakeEngine()
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

const ensure = (wishes: Partial<FeatureWishes> = {}, regions = study.reader.allRegions()) =>
  ensureFeatures(study, engine.client, regions, { variants: 1, ...wishes })
const messages = () => engine.asked.filter((name) => name === 'features').length
const moveFirst = () =>
  study.writer.placeRegion(1, { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited', crop: Buffer.from('{"grade":3,"n":77}') }) // prettier-ignore

describe('features', () => {
  it('are computed once, and come from the study from then on, after a restart too', async () => {
    const first = await ensure({ variants: 4 })
    expect(engine.computed).toHaveLength(4 * REGIONS)
    const regions = study.reader.allRegions()
    for (const { key, photograph } of regions) {
      expect([...first.of(key, 2)]).toEqual([gradeOf(photograph), photograph / 1024, 2, 0])
    }
    const before = regions.map(({ key }) => first.of(key))
    study.close()
    study = openStudy(path.join(folder, 'pilot.malar'))
    const again = await ensure({ variants: 4 })
    expect(engine.computed).toHaveLength(4 * REGIONS)
    expect(regions.map(({ key }) => again.of(key))).toEqual(before)
  })

  it('that are missing are all that is computed: other variants, other regions, moved outlines', async () => {
    const regions = study.reader.allRegions()
    await ensure({}, regions.slice(0, 2))
    await ensure({ variants: 3 }, regions.slice(0, 3))
    expect(engine.computed.map(({ region, variant }) => `${region}.${variant}`)).toEqual([
      '1.0', '2.0', '1.1', '1.2', '2.1', '2.2', '3.0', '3.1', '3.2',
    ]) // prettier-ignore
    moveFirst()
    const moved = await ensure({}, study.reader.allRegions().slice(0, 3))
    expect(engine.computed.slice(9)).toEqual([{ region: 1, variant: 0 }])
    expect(moved.of(1)[1]).toBe(77 / 1024)
  })

  it('of a region that comes twice are computed once, and those that were not asked for are refused', async () => {
    const [a, b] = study.reader.allRegions() as [never, never]
    const features = await ensure({}, [a, a])
    expect(engine.computed).toHaveLength(1)
    expect(() => features.of((b as { key: number }).key)).toThrow(/not computed/)
    expect(() => features.of((a as { key: number }).key, 1)).toThrow(/not computed/)
  })

  it('of another version of the trunk are computed anew, and the old ones go', async () => {
    await ensure()
    engine.trunk = 'trunk-2'
    await ensure()
    expect(engine.computed).toHaveLength(2 * REGIONS)
    expect(study.reader.keptFeatures('trunk-1', 1, 1)).toEqual([])
    expect(study.reader.keptFeatures('trunk-2', 1, 1)).toEqual([0])
  })

  it('come in messages of bounded size, with progress after each', async () => {
    const told: [number, number][] = []
    await ensure({ variants: 4, onProgress: (done, total) => told.push([done, total]) })
    expect(messages()).toBe(Math.ceil(REGIONS / 16))
    expect(told[0]).toEqual([16, REGIONS])
    expect(told.at(-1)).toEqual([REGIONS, REGIONS])
    expect(told).toHaveLength(messages())
  })

  it('of a region without a crop are refused with a sentence', async () => {
    study.writer.placeRegion(1, { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited', crop: null }) // prettier-ignore
    await expect(ensure()).rejects.toMatchObject({ code: 'crop' })
  })

  it('of an outline that is moved meanwhile serve to the end, and are not kept as those of the new one', async () => {
    const regions = study.reader.allRegions()
    moveFirst()
    const features = await ensure({}, regions)
    expect(features.of(1)).toHaveLength(4)
    expect(study.reader.keptFeatures('trunk-1', 1, 1)).toEqual([])
    expect(study.reader.keptFeatures('trunk-1', 1, 2)).toEqual([])
    const before = await ensure()
    moveFirst()
    expect(before.of(1)[1]).toBe(77 / 1024)
  })
})

describe('computing', () => {
  it('that is cancelled keeps what was computed', async () => {
    await expect(ensure({ cancelled: () => messages() === 1 })).rejects.toMatchObject({ code: 'cancelled' })
    expect(engine.computed).toHaveLength(64)
    await ensure()
    expect(engine.computed).toHaveLength(REGIONS)
  })

  it('that the engine broke off goes on with the rest, variant by variant', async () => {
    const usual = new FakeEngine()
    engine.answers.features = async (take) => {
      const { values, length } = (await usual.ask('features', take)) as {
        values: Float32Array
        length: number
      }
      return { values: values.slice(0, 9 * length), length }
    }
    const features = await ensure({ variants: 4 }, study.reader.allRegions().slice(0, 8))
    expect(features.of(8, 3)[2]).toBe(3)
    expect(messages()).toBe(4)
  })

  it('that fails keeps what was computed', async () => {
    const usual = new FakeEngine()
    engine.answers.features = (take) => {
      if (messages() === 2) throw new MalarError('engine', 'The engine ended.')
      return usual.ask('features', take)
    }
    await expect(ensure()).rejects.toMatchObject({ code: 'engine' })
    delete engine.answers.features
    await ensure()
    expect(engine.computed).toHaveLength(REGIONS - 64)
  })
})

describe('a study that cannot keep features', () => {
  it('because its disk is full goes on without', async () => {
    const save = vi.spyOn(study.writer, 'saveFeatures').mockImplementation(() => {
      throw new MalarError('disk-full', 'Not saved: the disk that holds the study is full.')
    })
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const features = await ensure({ variants: 8 })
    expect(save).toHaveBeenCalledTimes(1)
    for (const { key, photograph } of study.reader.allRegions())
      expect(features.of(key, 5)[1]).toBe(photograph / 1024)
    vi.restoreAllMocks()
    expect(study.reader.keptFeatures('trunk-1', 1, 1)).toEqual([])
  })

  it('without taking the last of its disk goes on without, and writes nothing', async () => {
    vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 1000, bsize: 4096 } as never)
    const save = vi.spyOn(study.writer, 'saveFeatures')
    const features = await ensure()
    expect(save).not.toHaveBeenCalled()
    expect(features.of(REGIONS)[1]).toBe(SUBJECTS / 1024)
    vi.restoreAllMocks()
  })

  it('because it may only be looked at goes on without', async () => {
    study.close()
    study = openStudy(path.join(folder, 'pilot.malar'), { readOnly: true })
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const features = await ensure()
    vi.restoreAllMocks()
    expect(features.of(REGIONS)[1]).toBe(SUBJECTS / 1024)
  })

  it('because it is damaged says so', async () => {
    vi.spyOn(study.writer, 'saveFeatures').mockImplementation(() => {
      throw new MalarError('damaged', 'The study file is damaged.')
    })
    await expect(ensure()).rejects.toMatchObject({ code: 'damaged' })
  })
})

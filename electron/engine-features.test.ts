import { beforeEach, expect, it } from 'vitest'
import { MalarError } from './domain/words'
import { EngineFeatures, type WantedFeatures } from './engine-features'
import { FakeEngine } from './testing/studies'

let engine: FakeEngine
let features: EngineFeatures
beforeEach(() => {
  engine = new FakeEngine()
  features = new EngineFeatures(engine.client)
})

const LENGTH = 5
const named = (n: number): WantedFeatures => ({
  id: n,
  name: `number ${n}`,
  read: (variant) => new Float32Array(LENGTH).fill(n + variant / 10),
})
const all = (count: number) => Array.from({ length: count }, (_, n) => named(n))
const sent = () => engine.asked.filter((name) => name === 'addFeatures').length
const shown = (ids: readonly number[], variant = 0) =>
  ids.map((id) => {
    const values = engine.held.get(id)?.[variant]
    expect(values).toHaveLength(LENGTH)
    return Number(values?.[LENGTH - 1]?.toFixed(2))
  })

const ids = (count: number) => [...Array(count).keys()]

it('the engine holds the features of each under its id', async () => {
  await features.hold(all(8), 2)
  expect(shown(ids(8))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(shown(ids(8), 1)).toEqual([0.1, 1.1, 2.1, 3.1, 4.1, 5.1, 6.1, 7.1])
  expect(features.size).toBe(8)
})

it('nothing crosses twice', async () => {
  await features.hold([named(1), named(2)], 1)
  await features.hold([named(2), named(1)], 1)
  expect(sent()).toBe(1)
  await features.hold([named(1), named(3)], 1)
  expect(sent()).toBe(2)
  expect(engine.held.size).toBe(3)
})

it('another name under the same id takes its place', async () => {
  await features.hold([named(1)], 1)
  await features.hold([{ ...named(5), id: 1 }], 1)
  expect(shown([1])).toEqual([5])
  expect(engine.held.size).toBe(1)
})

it('more variants are sent under the same id, fewer are there already', async () => {
  await features.hold(all(2), 1)
  await features.hold(all(2), 4)
  expect(shown(ids(2), 3)).toEqual([0.3, 1.3])
  await features.hold(all(2), 1)
  expect(sent()).toBe(2)
  expect(engine.held.size).toBe(2)
})

it('many go in several messages', async () => {
  await features.hold(all(280), 1)
  expect(shown(ids(280))).toEqual(ids(280))
  expect(sent()).toBe(2)
})

it('an engine that was started anew gets everything again', async () => {
  await features.hold(all(8), 1)
  engine.held.clear()
  engine.generation++
  await features.hold(all(8), 1)
  expect(engine.held.size).toBe(8)
})

it('what was dropped is sent again', async () => {
  await features.hold(all(8), 1)
  await features.drop()
  expect(engine.held.size).toBe(0)
  expect(features.size).toBe(0)
  await features.hold(all(8), 1)
  expect(engine.held.size).toBe(8)
})

it('crops cross once, until they are dropped or cut anew', async () => {
  const crops: number[][] = []
  engine.answers.addCrops = (take) => {
    crops.push((take as { crops: { id: number }[] }).crops.map(({ id }) => id))
    return { kept: 0 }
  }
  const crop = (id: number, name = `${id}.1`) => ({ id, name, read: () => Uint8Array.of(id) })
  await features.holdCrops([crop(1), crop(2)])
  await features.holdCrops([crop(2), crop(3)])
  await features.holdCrops([crop(1, '1.2')])
  await features.drop()
  await features.holdCrops([crop(3)])
  expect(crops).toEqual([[1, 2], [3], [1], [3]])
})

it('an engine that does not run is not started to drop features', async () => {
  engine.running = false
  await features.drop()
  expect(engine.asked).toEqual([])
})

it('what did not arrive is not taken for held', async () => {
  engine.answers.addFeatures = () => {
    throw new MalarError('engine', 'The engine ended.')
  }
  await expect(features.hold(all(8), 1)).rejects.toMatchObject({ code: 'engine' })
  delete engine.answers.addFeatures
  await features.hold(all(8), 1)
  expect(shown(ids(8))).toHaveLength(8)
})

it('an engine that ends between two batches is given the first ones again', async () => {
  let died = false
  const { ask } = engine
  engine.ask = async (name, take) => {
    if (engine.held.size > 0 && !died) {
      died = true
      engine.held.clear()
      engine.generation++
    }
    return ask.call(engine, name, take)
  }
  await features.hold(all(600), 1)
  expect(engine.held.size).toBe(600)
  expect(features.holds(all(600), 1)).toBe(true)
})

it('an engine that has ended holds nothing, though no other was started', async () => {
  await features.hold(all(2), 1)
  expect(features.holds(all(2), 1)).toBe(true)
  engine.running = false
  expect(features.holds(all(2), 1)).toBe(false)
})

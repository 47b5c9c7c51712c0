import { beforeEach, expect, it } from 'vitest'
import { MalarError } from './domain/words'
import { EngineFeatures, type NamedFeatures } from './engine-features'
import { FakeEngine } from './testing/studies'

let engine: FakeEngine
let features: EngineFeatures
beforeEach(() => {
  engine = new FakeEngine()
  features = new EngineFeatures(engine.client)
})

const LENGTH = 5
const named = (n: number): NamedFeatures => ({
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

it('the engine holds the features of each under the id that is answered', async () => {
  const ids = await features.hold(all(8), 2)
  expect(new Set(ids).size).toBe(8)
  expect(shown(ids)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(shown(ids, 1)).toEqual([0.1, 1.1, 2.1, 3.1, 4.1, 5.1, 6.1, 7.1])
  expect(features.size).toBe(8)
})

it('nothing crosses twice, and the order is that of the question', async () => {
  const [a, b, c] = [named(1), named(2), named(3)]
  const first = await features.hold([a, b], 1)
  expect(await features.hold([b, a], 1)).toEqual([first[1], first[0]])
  expect(sent()).toBe(1)
  const [again, fresh] = await features.hold([a, c], 1)
  expect(again).toBe(first[0])
  expect(first).not.toContain(fresh)
  expect(await features.hold([c, c], 1)).toEqual([fresh, fresh])
  expect(engine.held.size).toBe(3)
})

it('more variants are sent under the same id, fewer are there already', async () => {
  const before = await features.hold(all(2), 1)
  expect(await features.hold(all(2), 4)).toEqual(before)
  expect(shown(before, 3)).toEqual([0.3, 1.3])
  await features.hold(all(2), 1)
  expect(sent()).toBe(2)
  expect(engine.held.size).toBe(2)
})

it('many go in several messages', async () => {
  const ids = await features.hold(all(280), 1)
  expect(shown(ids)).toEqual([...Array(280).keys()])
  expect(sent()).toBe(2)
})

it('an engine that was started anew gets everything again', async () => {
  await features.hold(all(8), 1)
  engine.held.clear()
  engine.generation++
  expect(shown(await features.hold(all(8), 1))).toHaveLength(8)
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
  expect(shown(await features.hold(all(8), 1))).toHaveLength(8)
})

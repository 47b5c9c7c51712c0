import { afterAll, describe, expect, it } from 'vitest'
import { initialWeights, WEIGHT_COUNT } from './encoder'
import {
  fineTune,
  fineTuneSteps,
  type FineTuneData,
  type FineTunedModel,
  type FineTuneOptions,
  type FineTuneProgress,
} from './fine-tune'
import { Random } from './random'
import { loadTensorFlow } from './tensorflow'
import { stripeImages } from './testing/stripes'
import { disposeTrunk, loadTrunk } from './trunk'
import { flatTrunk, trunkSize } from './trunk-weights'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
afterAll(() => disposeTrunk(trunk))

const head = initialWeights(new Random(1))
const options: FineTuneOptions = { objective: '', seed: 1, steps: 40, from: 'block5' }
const quiet = (): void => undefined
const never = (): boolean => false

function data(): FineTuneData {
  const learned = stripeImages(['A', 'B', 'C', 'D', 'E', 'F'])
  const held = stripeImages(['G', 'H', 'I', 'J'], 100, 2)
  return {
    images: new Map([...learned.images, ...held.images]),
    training: learned.examples,
    validation: held.examples,
  }
}

describe('fine-tuning', () => {
  it.each([
    ['stem', 0.5],
    ['block5', 1],
  ] as const)(
    'from %s gets better on others than it learns from, and keeps the best',
    async (from, share) => {
      const before = tf.memory().numTensors
      const seen: FineTuneProgress[] = []
      const model = await fineTune(tf, trunk, head, data(), { ...options, from }, (p) => seen.push(p), never)
      expect(tf.memory().numTensors).toBe(before)
      expect(model).toMatchObject({ steps: 40, cancelled: false })
      expect(model.validationErrors.map(({ step }) => step)).toEqual([0, 20, 40])
      expect(model.keptStep).toBeGreaterThan(0)
      const errorAt = (step: number): number =>
        model.validationErrors.find((check) => check.step === step)?.error as number
      expect(errorAt(model.keptStep)).toBeLessThan(errorAt(0))
      expect(model.losses.at(-1)?.loss).toBeLessThan(model.losses[0]?.loss as number)
      expect(model.trunk).toHaveLength(trunkSize(trunk, from))
      expect(model.head).toHaveLength(WEIGHT_COUNT)
      expect(model.head).not.toEqual(head)
      const moved = flatTrunk(trunk, from).map((value, i) => Math.abs(value - (model.trunk[i] as number)))
      expect(Math.max(...moved.slice(0, 1000))).toBeGreaterThan(0)
      // Adam goes about the learning rate a step at most.
      expect(moved.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(2 * 40 * share * 1e-3)
      expect(seen[0]).toMatchObject({ step: 1, steps: 40, validationError: errorAt(0) })
      expect(seen.at(-1)).toMatchObject({ step: 40, validationError: errorAt(40) })
    },
  )

  it('stops when told with the best so far: before the first step, what it began with', async () => {
    const model = await fineTune(tf, trunk, head, data(), options, quiet, () => true)
    expect(model).toMatchObject({ steps: 0, keptStep: 0, cancelled: true })
    expect(model.trunk).toEqual(flatTrunk(trunk, 'block5'))
    expect(model.head).toEqual(head)
  })

  it('stops within a step, and while subjects held out are looked at', async () => {
    let steps = 0
    const stopAt = (last: number): Promise<FineTunedModel> =>
      fineTune(
        tf,
        trunk,
        head,
        { ...data(), validation: last === 0 ? data().validation : [] },
        { ...options, steps: 100 },
        ({ step }) => (steps = step),
        () => steps >= last,
      )
    expect(await stopAt(0)).toMatchObject({ steps: 0, cancelled: true, validationErrors: [] })
    const model = await stopAt(5)
    expect(model).toMatchObject({ steps: 5, keptStep: 5, cancelled: true })
    expect(model.head).not.toEqual(head)
  })

  it('is the same for the same seed', async () => {
    const run = (seed: number): Promise<FineTunedModel> =>
      fineTune(tf, trunk, head, { ...data(), validation: [] }, { ...options, seed, steps: 3 }, quiet, never)
    const [first, again, other] = [await run(1), await run(1), await run(2)]
    again.losses.forEach(({ loss }, i) => expect(loss).toBeCloseTo(first.losses[i]?.loss as number, 3))
    expect(other.losses[0]?.loss).not.toBeCloseTo(first.losses[0]?.loss as number, 3)
  })

  it('takes all steps where nobody is held out', async () => {
    const all = { ...data(), validation: [] }
    const seen: FineTuneProgress[] = []
    const model = await fineTune(tf, trunk, head, all, { ...options, steps: 3 }, (p) => seen.push(p), never)
    expect(model).toMatchObject({ steps: 3, keptStep: 3, cancelled: false, validationErrors: [] })
    expect(model.head).not.toEqual(head)
    expect(seen.every(({ validationError }) => validationError === null)).toBe(true)
  })

  it('refuses what cannot be learned from, before the first step', async () => {
    const start = (given: Partial<FineTuneData>, weights = head): Promise<unknown> =>
      fineTune(tf, trunk, weights, { ...data(), ...given }, options, quiet, never)
    await expect(start({ images: new Map() })).rejects.toThrow(/pixels of crop 0 are missing/)
    await expect(start({ training: data().training.slice(0, 3) })).rejects.toThrow(/too little to learn/)
    await expect(start({ validation: data().training })).rejects.toThrow(/both learned from and held out/)
    await expect(start({}, head.subarray(1))).rejects.toThrow(/another version/)
  })

  it('takes as many steps as it is told, or as the examples are worth', () => {
    expect(fineTuneSteps(7, 5000, 16)).toBe(7)
    expect(fineTuneSteps(0, 480, 16)).toBe(300)
    expect(fineTuneSteps(0, 3600, 16)).toBe(900)
    expect(fineTuneSteps(0, 50_000, 16)).toBe(1200)
  })
})

import { describe, expect, it } from 'vitest'
import type { TrainingProgress } from '../engine-protocol'
import { CropStore } from './crops'
import { Embedder } from './embed'
import { DIMENSIONS, WEIGHT_COUNT } from './encoder'
import { loadTensorFlow } from './tensorflow'
import { waveCrops } from './testing/waves'
import { chooseSteps, train } from './trainer'

const { tf } = loadTensorFlow('cpu')
const options = { objective: '', seed: 1, steps: 30 }
const quiet = (): void => undefined
const never = (): boolean => false

describe('a training', () => {
  it('learns eight crops by heart: each is nearest to those of its own score', async () => {
    const { crops, examples } = waveCrops(4, ['jowl'], 3, (subject) => (subject < 2 ? 0.1 : 0.9))
    const model = await train(tf, crops, examples, { ...options, steps: 120 }, quiet, never)
    // Four of the eight share a score and cannot be told apart: ln 4 is the least that can be reached.
    expect(model.chanceLoss).toBeCloseTo(Math.log(8))
    expect(model.losses.at(-1)?.loss).toBeLessThan(Math.log(4) + 0.2)
    const embedder = await Embedder.open(tf)
    const vectors = await embedder.embed(
      model.weights,
      crops,
      examples.map(({ crop }) => crop),
    )
    embedder.dispose()
    const cosine = (i: number, j: number): number => {
      let sum = 0
      for (let k = 0; k < DIMENSIONS; k++)
        sum += (vectors[i * DIMENSIONS + k] as number) * (vectors[j * DIMENSIONS + k] as number)
      return sum
    }
    for (let i = 0; i < examples.length; i++) {
      const others = examples.map((_, j) => j).filter((j) => j !== i)
      const nearest = others.reduce((a, b) => (cosine(i, b) > cosine(i, a) ? b : a))
      expect(examples[nearest]?.label).toBe(examples[i]?.label)
    }
  })

  it('answers in the promised shapes, reports progress, and leaves no tensor', async () => {
    const { crops, examples } = waveCrops(6, ['jowl', 'buccal'])
    const progress: TrainingProgress[] = []
    const before = tf.memory().numTensors
    let most = 0
    const model = await train(
      tf,
      crops,
      examples,
      options,
      (p) => {
        progress.push(p)
        most = Math.max(most, tf.memory().numTensors)
      },
      never,
    )
    expect(tf.memory().numTensors).toBe(before)
    expect(most).toBe(before)
    expect(model).toMatchObject({ steps: 30, cancelled: false, chanceLoss: Math.log(12) })
    expect(model.weights).toHaveLength(WEIGHT_COUNT)
    expect(model.weights.every(Number.isFinite)).toBe(true)
    expect(progress[0]).toMatchObject({ step: 1, steps: 30 })
    expect(progress.at(-1)?.step).toBe(30)
    expect(model.losses.map(({ step }) => step)).toEqual(progress.map(({ step }) => step))
  })

  it('is the same for the same seed, up to the rounding of parallel sums', async () => {
    const { crops, examples } = waveCrops(6, ['jowl'])
    const stopAt = async (seed: number) => {
      let calls = 0
      return train(tf, crops, examples, { ...options, seed }, quiet, () => calls++ >= 8)
    }
    const [a, b, c] = [await stopAt(1), await stopAt(1), await stopAt(2)]
    const apart = (x: Float32Array, y: Float32Array): number =>
      x.reduce((sum, value, i) => sum + Math.abs(value - (y[i] as number)), 0) / x.length
    expect(apart(a.weights, b.weights)).toBeLessThan(1e-4)
    expect(apart(a.weights, c.weights)).toBeGreaterThan(100 * apart(a.weights, b.weights) + 1e-3)
  })

  it('stops within a second and gives what was best until then', async () => {
    const { crops, examples } = waveCrops(10, ['jowl'])
    let told = 0
    const timer = setTimeout(() => (told = Date.now()), 700)
    const model = await train(tf, crops, examples, { ...options, steps: 50_000 }, quiet, () => told > 0)
    clearTimeout(timer)
    expect(model.cancelled).toBe(true)
    expect(model.weights).toHaveLength(WEIGHT_COUNT)
    expect(Date.now() - told).toBeLessThan(1000)
  })

  it('says so when nothing was learned', async () => {
    const { crops, examples } = waveCrops(6, ['jowl'])
    await expect(train(tf, crops, examples, { ...options, steps: 1 }, quiet, never)).rejects.toMatchObject({
      code: 'not-learned',
    })
  })
})

describe('what a training refuses before its first step', () => {
  it.each([
    ['an unknown objective', { objective: 'triplet' }, {}, 'objective'],
    ['a number of steps that makes no sense', { steps: -1 }, {}, 'steps'],
    ['a label outside 0..1', {}, { label: 3 }, 'label'],
    ['a label that is no number', {}, { label: NaN }, 'label'],
    ['a crop that was not sent', {}, { crop: 999 }, 'crop'],
  ])('%s', async (_name, option, example, code) => {
    const { crops, examples } = waveCrops(6, ['jowl'])
    Object.assign(examples[0] as object, example)
    await expect(train(tf, crops, examples, { ...options, ...option }, quiet, never)).rejects.toMatchObject({
      code,
    })
  })

  it('too few subjects: one pair alone has a loss of zero and teaches nothing', async () => {
    const { crops, examples } = waveCrops(1, ['jowl'])
    await expect(train(tf, crops, examples, options, quiet, never)).rejects.toMatchObject({
      code: 'too-few-scores',
    })
    await expect(train(tf, new CropStore(), [], options, quiet, never)).rejects.toThrow(
      /too little to learn from/,
    )
  })
})

describe('the plan', () => {
  it('takes as many steps as were asked for, else by the amount of data', () => {
    expect(chooseSteps(7, 100, 8)).toBe(7)
    expect(chooseSteps(0, 20, 8)).toBe(400)
    expect(chooseSteps(0, 1200, 32)).toBe(900)
    expect(chooseSteps(0, 50_000, 32)).toBe(1000)
  })
})

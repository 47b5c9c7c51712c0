/** Numbers that go wrong in a training: never kept, never silent; and no tensor is left behind. */
import { afterAll, describe, expect, it } from 'vitest'
import { seeded } from '../../electron/domain/random'
import { MalarError } from '../../electron/domain/words'
import { fineTune } from '../../electron/learning/fine-tune'
import { runLoop, type Stepper } from '../../electron/learning/loop'
import { initialWeights } from '../../electron/learning/encoder'
import { Random } from '../../electron/learning/random'
import { loadTensorFlow } from '../../electron/learning/tensorflow'
import { stripeImages } from '../../electron/learning/testing/stripes'
import { waveCrops } from '../../electron/learning/testing/waves'
import { train } from '../../electron/learning/trainer'
import type { StepState } from '../../electron/learning/training-step'
import { disposeTrunk, loadTrunk } from '../../electron/learning/trunk'
import { SEEDS, SENTENCE, TIMES } from './faulty-engine'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
afterAll(() => disposeTrunk(trunk))

const quiet = (): void => undefined
const never = (): boolean => false

type Spoilt = 'loss' | 'gradient' | 'weights'

/** Three weights that a step turns into what is no number, once in each of the calls that are named. */
class SpoiltStepper implements Stepper {
  #state: StepState = {
    weights: new Float32Array(3),
    first: new Float32Array(3),
    second: new Float32Array(3),
  }
  #calls = 0

  constructor(
    private readonly spoilt: Spoilt,
    private readonly calls: ReadonlySet<number>,
  ) {}

  step(): { loss: number; gradient: number } {
    const strikes = this.calls.has(++this.#calls)
    // As with a real network, what is computed from weights that are no numbers is none either.
    const sound = this.#state.weights.every(Number.isFinite)
    const at = { loss: sound ? 2 - this.#calls / 1000 : NaN, gradient: sound ? 1 : NaN }
    this.#state.weights[this.#calls % 3] = strikes && this.spoilt === 'weights' ? NaN : this.#calls
    if (strikes && this.spoilt !== 'weights') at[this.spoilt] = this.#calls % 2 ? NaN : Infinity
    return at
  }
  save(): StepState {
    const { weights, first, second } = this.#state
    return { weights: weights.slice(), first: first.slice(), second: second.slice() }
  }
  restore({ weights, first, second }: StepState): void {
    this.#state = { weights: weights.slice(), first: first.slice(), second: second.slice() }
  }
}

describe.each(['loss', 'gradient', 'weights'] as const)('a %s that is no number', (spoilt) => {
  it(`at a random step, ${Math.max(50, TIMES)} times, is gone back from`, async () => {
    for (let seed = 1; seed <= Math.max(50, TIMES); seed++) {
      const random = seeded(seed)
      // The last step and the step of a snapshot are where nothing comes after it that would tell.
      const steps = 100
      const calls = new Set([[20, 100, 60][seed % 3] as number, 1 + random.integer(steps)])
      const stepper = new SpoiltStepper(spoilt, calls)
      const result = await runLoop(stepper, { steps, rate: 0.01, chanceLoss: 3 }, quiet, never)
      expect(result.steps).toBe(steps)
      expect(result.weights.every(Number.isFinite)).toBe(true)
      expect(result.losses.every(({ loss }) => Number.isFinite(loss))).toBe(true)
    }
  })

  it('again and again ends the training with a sentence', async () => {
    const all = new Set(Array.from({ length: 200 }, (_, i) => i + 1))
    const stepper = new SpoiltStepper(spoilt, all)
    const failure: unknown = await runLoop(
      stepper,
      { steps: 100, rate: 0.01, chanceLoss: 3 },
      quiet,
      never,
    ).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'diverged', message: expect.stringMatching(SENTENCE) as string })
  })
})

describe('features that are no numbers', () => {
  it.each(SEEDS)('end the training of the head with a sentence (%i)', async (seed) => {
    const { crops, examples } = waveCrops(8, ['jowl'], seed)
    const random = seeded(seed)
    const values = crops.features(random.integer(examples.length), 0).slice()
    values[random.integer(values.length)] = random.next() < 0.5 ? NaN : Infinity
    crops.addFeatures(random.integer(examples.length), [values])
    const before = tf.memory().numTensors
    const options = { objective: '', seed, steps: 60 }
    const failure: unknown = await train(tf, crops, examples, options, quiet, never).catch((e: unknown) => e)
    expect(failure).toBeInstanceOf(MalarError)
    expect(failure).toMatchObject({ code: 'diverged', message: expect.stringMatching(SENTENCE) as string })
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('twenty epochs', () => {
  /** Tensors at the end of each epoch: progress is told after the first step, and each step here. */
  const counting =
    (counts: number[], each: number) =>
    ({ step }: { step: number }) => {
      if (step % each === 0) counts.push(tf.memory().numTensors)
    }

  it('of the head leave as many tensors after each', async () => {
    const { crops, examples } = waveCrops(32, ['jowl', 'buccal'])
    // 128 examples, 32 anchors a step.
    const epoch = 4
    const counts: number[] = []
    const before = tf.memory().numTensors
    await train(
      tf,
      crops,
      examples,
      { objective: '', seed: 1, steps: 20 * epoch },
      counting(counts, epoch),
      never,
    )
    expect(counts).toHaveLength(20)
    expect(new Set(counts)).toEqual(new Set([before]))
  })

  it.each(['block5', 'stem'] as const)('from %s leave as many tensors after each', async (from) => {
    const { images, examples } = stripeImages(['A', 'B', 'C', 'D'])
    const data = { images, training: examples, validation: [] }
    const counts: number[] = []
    const before = tf.memory().numTensors
    // One batch holds every example.
    const options = { objective: '', seed: 1, steps: 20, from }
    await fineTune(tf, trunk, initialWeights(new Random(1)), data, options, counting(counts, 1), never)
    expect(counts).toHaveLength(20)
    expect(new Set(counts).size).toBe(1)
    expect(tf.memory().numTensors).toBe(before)
  })
})

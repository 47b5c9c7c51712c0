import { describe, expect, it } from 'vitest'
import { rateAt, runLoop, type Stepper } from './loop'
import type { StepState } from './training-step'

/** A stepper on one number, its weight, which counts the steps; `lossAt` may answer anything. */
class Counter implements Stepper {
  weight = 0
  rates: number[] = []
  restored = 0
  constructor(
    private readonly lossAt: (step: number, call: number) => number,
    private readonly gradient = 1,
  ) {}
  step(rate: number, step: number): { loss: number; gradient: number } {
    this.rates.push(rate)
    this.weight++
    return { loss: this.lossAt(step, this.rates.length), gradient: this.gradient }
  }
  save(): StepState {
    return { weights: Float32Array.of(this.weight), first: new Float32Array(1), second: new Float32Array(1) }
  }
  restore(state: StepState): void {
    this.restored++
    this.weight = state.weights[0] as number
  }
}

const options = { steps: 100, rate: 0.01, chanceLoss: 3 }
const never = (): boolean => false
const quiet = (): void => undefined

describe('the learning rate', () => {
  it('rises, then falls, and stays above zero', () => {
    const rates = Array.from({ length: 100 }, (_, i) => rateAt(i + 1, 100, 1))
    expect(rates[0]).toBeCloseTo(1 / 8)
    expect(Math.max(...rates)).toBe(1)
    expect(rates.indexOf(1)).toBe(7)
    expect(rates[99]).toBeCloseTo(0.02)
    for (let i = 8; i < 100; i++) expect(rates[i]).toBeLessThan(rates[i - 1] as number)
  })
})

describe('the loop', () => {
  it('keeps the weights of the lowest smoothed loss', async () => {
    const result = await runLoop(new Counter((step) => Math.abs(step - 40) / 20), options, quiet, never)
    expect(result.cancelled).toBe(false)
    expect(result.steps).toBe(100)
    expect(result.weights[0]).toBeGreaterThanOrEqual(40)
    expect(result.weights[0]).toBeLessThanOrEqual(80)
  })

  it('reports progress and a curve', async () => {
    const seen: number[] = []
    const result = await runLoop(new Counter(() => 2), options, ({ step }) => seen.push(step), never)
    expect(seen[0]).toBe(1)
    expect(seen.at(-1)).toBe(100)
    expect(result.losses.map(({ step }) => step)).toEqual(seen)
    expect(result.losses.every(({ loss }) => Math.abs(loss - 2) < 1e-9)).toBe(true)
  })

  it('stops when told, between two steps, with the best so far', async () => {
    const counter = new Counter((step) => 3 - step / 100)
    const result = await runLoop(counter, options, quiet, () => counter.weight >= 30)
    expect(result).toMatchObject({ cancelled: true, steps: 30 })
    expect(result.weights[0]).toBe(20)
    const early = new Counter(() => 3)
    expect(await runLoop(early, options, quiet, () => early.weight >= 3)).toMatchObject({
      steps: 3,
      cancelled: true,
    })
    expect(await runLoop(new Counter(() => 3), options, quiet, () => true)).toMatchObject({
      steps: 0,
      cancelled: true,
    })
  })

  it('lets a message in that arrives meanwhile', async () => {
    let stop = false
    setTimeout(() => (stop = true), 20)
    const busy = new Counter(() => {
      const until = Date.now() + 2
      while (Date.now() < until);
      return 1
    })
    const result = await runLoop(busy, { ...options, steps: 100_000 }, quiet, () => stop)
    expect(result.cancelled).toBe(true)
    expect(result.steps).toBeLessThan(500)
  })

  it.each([
    ['a loss that is not a number', NaN, 1],
    ['an infinite loss', Infinity, 1],
    ['a loss that runs away', 1e4, 1],
  ])('goes back and halves the rate after %s, once and twice', async (_name, wrong, gradient) => {
    const counter = new Counter((_step, call) => (call === 50 || call === 70 ? wrong : 2), gradient)
    const result = await runLoop(counter, options, quiet, never)
    expect(counter.restored).toBe(2)
    expect(result.steps).toBe(100)
    expect(result.weights.every(Number.isFinite)).toBe(true)
    expect(counter.rates.at(-1)).toBeCloseTo((0.01 * 0.02) / 4, 9)
  })

  it('never keeps weights that are no numbers, which no loss tells of after the last step', async () => {
    for (const spoilt of [20, 100]) {
      const counter = new Counter((step) => 3 - step / 100)
      let spoils = true
      const step = counter.step.bind(counter)
      counter.step = (rate, n) => {
        const told = step(rate, n)
        if (n === spoilt && spoils) {
          counter.weight = NaN
          spoils = false
        }
        return told
      }
      const result = await runLoop(counter, options, quiet, never)
      expect(result).toMatchObject({ steps: 100, cancelled: false })
      expect(counter.restored).toBe(1)
      expect(result.weights[0]).toBeGreaterThan(0)
    }
  })

  it('fails clearly the third time', async () => {
    const counter = new Counter((step) => (step < 30 ? 2 : NaN))
    await expect(runLoop(counter, options, quiet, never)).rejects.toMatchObject({ code: 'diverged' })
    expect(counter.restored).toBe(2)
    await expect(runLoop(new Counter(() => 1, NaN), options, quiet, never)).rejects.toThrow(
      /unstable at step 1/,
    )
  })
})

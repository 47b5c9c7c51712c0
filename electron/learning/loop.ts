/**
 * The loop around the training step, without TensorFlow: learning rate, what to do when a step goes wrong,
 * which weights to keep, when to stop.
 */
import { MalarError } from '../domain/words'
import type { TrainingProgress } from '../engine-protocol'
import type { StepState } from './training-step'

/** What the loop drives. */
export interface Stepper {
  /**
   * Takes one step.
   * @param rate learning rate
   * @param step counting from 1
   */
  step(rate: number, step: number): { loss: number; gradient: number }
  /** The state after the last step, or at the start. It may take its time, for the event loop's sake. */
  save(): StepState | Promise<StepState>
  restore(state: StepState): void
}

export interface LoopOptions {
  steps: number
  /** The highest learning rate, after the warm-up. */
  rate: number
  /** The loss of a model that has learned nothing. */
  chanceLoss: number
}

export interface LoopResult {
  /** The best weights: those of the lowest smoothed training loss. */
  weights: Float32Array
  losses: { step: number; loss: number }[]
  /** Steps that were taken. */
  steps: number
  cancelled: boolean
  /** The lowest smoothed loss; Infinity before the first snapshot. */
  bestLoss: number
}

/** Share of the steps in which the rate rises from near zero, and what it falls to in the end. */
const WARM_UP = 0.08
const LAST_RATE = 0.02

/** Weight of the past in the smoothed loss: about the last 30 steps count. */
const SMOOTHING = 0.97

/** A snapshot of the state is taken every so many steps. */
const SNAPSHOT_STEPS = 20

/** Points in the recorded loss curve. */
const RECORDED = 100

/** How often a step may go wrong before the training fails, and when a finite loss is wrong all the same. */
const MOST_RETRIES = 2
const RUNAWAY = 10

/**
 * The learning rate of a step: linear warm-up, then half a cosine down (Loshchilov and Hutter 2017).
 * @param step counting from 1
 */
export function rateAt(step: number, steps: number, highest: number): number {
  const warm = Math.max(1, Math.round(WARM_UP * steps))
  if (step <= warm) return (highest * step) / warm
  const done = (step - warm) / Math.max(1, steps - warm)
  return highest * (LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + Math.cos(Math.PI * done)))
}

/**
 * Trains to the end, or until `shouldStop` says so. Between steps it gives way to the event loop, so that
 * a message to stop can arrive.
 * @throws MalarError `diverged` when loss, gradient or weights are not finite, or the loss runs away, for the third time;
 *   each time before, the last good state is restored and the learning rate halved
 */
export async function runLoop(
  stepper: Stepper,
  options: LoopOptions,
  onProgress: (progress: TrainingProgress) => void,
  shouldStop: () => boolean,
): Promise<LoopResult> {
  const { steps, chanceLoss } = options
  const every = Math.max(1, Math.round(steps / RECORDED))
  const losses: { step: number; loss: number }[] = []
  let good = await stepper.save()
  let best = good.weights
  let bestLoss = Infinity
  let smoothed = 0
  let weight = 0
  let rate = options.rate
  let retries = 0
  let step = 0
  let cancelled = false

  /** @returns false when the weights are not all numbers: the loss is that of before the step, and does not tell */
  const snapshot = async (): Promise<boolean> => {
    const state = await stepper.save()
    if (!isWhole(state)) return false
    good = state
    if (smoothed < bestLoss) {
      bestLoss = smoothed
      best = good.weights
    }
    return true
  }
  const goBack = (): void => {
    if (++retries > MOST_RETRIES) throw diverged(step + 1)
    stepper.restore(good)
    rate /= 2
  }

  while (step < steps) {
    if (shouldStop()) {
      cancelled = true
      break
    }
    const { loss, gradient } = stepper.step(rateAt(step + 1, steps, rate), step + 1)
    if (!isSound(loss, gradient, Math.max(chanceLoss, smoothed))) {
      goBack()
      await giveWay()
      continue
    }
    step++
    weight = SMOOTHING * weight + (1 - SMOOTHING)
    smoothed += ((1 - SMOOTHING) / weight) * (loss - smoothed)
    if ((step % SNAPSHOT_STEPS === 0 || step === steps) && !(await snapshot())) {
      step--
      goBack()
      await giveWay()
      continue
    }
    if (step % every === 0 || step === 1 || step === steps) {
      losses.push({ step, loss: smoothed })
      onProgress({ step, steps, loss: smoothed, chanceLoss })
    }
    await giveWay()
  }
  if (cancelled && step > 0 && bestLoss === Infinity) await snapshot()
  return { weights: best, losses, steps: step, cancelled, bestLoss }
}

function isSound(loss: number, gradient: number, usual: number): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradient) && loss < RUNAWAY * usual + 1
}

function isWhole({ weights, first, second }: StepState): boolean {
  return [weights, first, second].every((values) => values.every(Number.isFinite))
}

function diverged(step: number): MalarError {
  return new MalarError(
    'diverged',
    `The training became unstable at step ${step}, three times, even at a quarter of the usual learning rate. ` +
      'The model in use was not touched. Train again with another seed; if that fails too, look for images that are blank.',
  )
}

function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

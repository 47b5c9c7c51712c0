/**
 * Fine-tunes the trunk, or its blocks from 5 on, together with a head that was trained on the frozen one. A few hundred
 * thousand weights can learn a few dozen subjects by heart, so they see changed copies of the crops. Where subjects
 * are held out, the weights are kept that did best on them, which may be those that it began with.
 */
import { MalarError } from '../domain/words'
import type { TrainingExample, TrainingOptions, TrainingProgress } from '../engine-protocol'
import { IMAGE_VALUES } from './augment'
import { PairSampler } from './batches'
import { EarlyStop } from './early-stop'
import { checkWeights } from './encoder'
import { FineTuneInputs } from './fine-tune-inputs'
import { partWeights, traceFineTuning } from './fine-tune-step'
import { examplesOf, firstValue, labelTensors, Validation } from './fine-tune-validation'
import { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import { runLoop, type Stepper } from './loop'
import { findObjective } from './objectives'
import { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import type { StepState } from './training-step'
import type { Trunk, TunedFrom } from './trunk'

/** Pairs of a step, at most: as good as 32 in as many steps, and half the time. */
const PAIRS = 16

/** Highest learning rate of Adam for the head. */
const HEAD_RATE = 1e-3

/**
 * The trunk's learning rate as a share of the head's. On the synthetic faces, 60 subjects, a whole trunk at 5e-5 hardly
 * moved; at 3e-4 and at 1e-3 the error on 100 unseen subjects fell by 5 to 16 % of what the frozen trunk gave.
 */
const TRUNK_SHARES: Readonly<Record<TunedFrom, number>> = { stem: 0.5, block5: 1 }

/**
 * Bounds of the number of steps when the caller does not say, and how often each example is an anchor in between. On
 * the synthetic faces, from block 5: of 20 and of 50 subjects 1000 steps were no better than 300; of 150, 900 took nearly
 * as much again off the error as 300 had.
 */
const FEWEST_STEPS = 300
const MOST_STEPS = 1200
const ANCHORS_EACH = 4

/** Most steps that anyone may ask for. */
const STEPS_ALLOWED = 100_000

export interface FineTuneData {
  /** IMAGE_VALUES bytes of each crop that an example names: TRUNK_PIXELS square, row by row, RGB. */
  images: ReadonlyMap<number, Uint8Array>
  training: readonly TrainingExample[]
  /**
   * Of subjects that neither this training nor the head's has seen (`hold-out.ts`). Where it is empty all steps are
   * taken, and the last weights are kept: by then the learning rate has gone down and they have settled.
   */
  validation: readonly TrainingExample[]
}

export interface FineTuneOptions extends TrainingOptions {
  /** Where the part of the trunk begins that is tuned; from block 5 a step takes a third to half of the time. */
  from: TunedFrom
}

export interface FineTuneProgress extends TrainingProgress {
  /** Mean absolute error on the subjects held out when it was last looked at; null where there are none. */
  validationError: number | null
}

export interface FineTunedModel {
  /** Of the part that was tuned; flat, for `trunkWith`. */
  trunk: Float32Array
  /** Flat, [WEIGHT_COUNT]. */
  head: Float32Array
  losses: { step: number; loss: number }[]
  /** Mean absolute error on the subjects held out, unit scale; the first, of step 0, is that of the frozen trunk. */
  validationErrors: { step: number; error: number }[]
  chanceLoss: number
  /** Steps that were taken. */
  steps: number
  /** The step whose weights these are; 0 when none made it better on the subjects held out. */
  keptStep: number
  cancelled: boolean
}

/**
 * Fine-tunes.
 * @param trunk where it starts; not changed
 * @param head flat weights of a head trained on that trunk's features of `data.training`
 * @param options `objective` by name, empty for the default; `steps` at most, 0 lets the amount of data decide; the same
 *   seed gives the same model, but for the rounding of parallel sums
 * @param onProgress about a hundred times
 * @param shouldStop asked before every step, and while subjects held out are looked at; the best, or the last that was
 *   saved, is returned, marked as cancelled
 * @throws MalarError `crop` when an image is missing or of another size; `model`, `objective`, `steps`,
 *   `too-few-scores` before the first step; `diverged` as `runLoop`
 */
export async function fineTune(
  tf: TensorFlow,
  trunk: Trunk,
  head: Float32Array,
  data: FineTuneData,
  options: FineTuneOptions,
  onProgress: (progress: FineTuneProgress) => void,
  shouldStop: () => boolean,
): Promise<FineTunedModel> {
  const { from } = options
  const objective = findObjective(options.objective)
  checkWeights(head)
  checkData(data, options.steps)
  const random = new Random(options.seed)
  const sampler = new PairSampler(data.training, random.fork())
  const pairs = Math.min(PAIRS, sampler.pairs)
  const graph = await Graph.open(
    tf,
    traceFineTuning(tf, trunk, head, objective, pairs, sampler.subjects, from),
  )
  try {
    const { images, training } = data
    const inputs = new FineTuneInputs(tf, graph, from, images, random.fork())
    const validation =
      data.validation.length > 0
        ? new Validation(tf, graph, inputs, training, data.validation, random.fork())
        : null
    const share = TRUNK_SHARES[from]
    const drawBatch = (): TrainingExample[] => examplesOf(training, sampler.next(), pairs)
    const stepper = new FineTuneStepper(tf, graph, inputs, drawBatch, share, validation, shouldStop)
    const chanceLoss = objective.chanceLoss(pairs)
    const { early } = stepper
    const result = await runLoop(
      stepper,
      { steps: fineTuneSteps(options.steps, training.length, pairs), rate: HEAD_RATE, chanceLoss },
      (progress) => onProgress({ ...progress, validationError: early.checks.at(-1)?.error ?? null }),
      () => shouldStop() || early.inVain,
    )
    const kept = early.best ?? stepper.last
    return {
      ...partWeights(kept.weights),
      losses: result.losses,
      validationErrors: early.checks,
      chanceLoss,
      steps: result.steps,
      keptStep: kept.step,
      cancelled: result.cancelled && !early.inVain,
    }
  } finally {
    graph.dispose()
  }
}

/** The number of steps: what was asked for, or enough that each example is an anchor some four times. */
export function fineTuneSteps(wanted: number, examples: number, pairs: number): number {
  if (wanted > 0) return wanted
  return Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.round((ANCHORS_EACH * examples) / pairs)))
}

/** The step as a graph, fed with the next batch. Each state that the loop saves is held against the subjects held out. */
class FineTuneStepper implements Stepper {
  readonly early = new EarlyStop()
  /** What was saved last and can be used. */
  last: { weights: Float32Array; step: number } = { weights: new Float32Array(0), step: 0 }
  #step = 0

  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly inputs: FineTuneInputs,
    private readonly drawBatch: () => TrainingExample[],
    private readonly trunkShare: number,
    private readonly validation: Validation | null,
    private readonly shouldStop: () => boolean,
  ) {}

  step(rate: number, step: number): { loss: number; gradient: number } {
    const { tf } = this
    const drawn = this.drawBatch()
    const args = {
      inputs: this.inputs.changed(drawn.map(({ crop }) => crop)),
      ...labelTensors(tf, drawn),
      rate: tf.scalar(rate),
      trunkRate: tf.scalar(this.trunkShare * rate),
      step: tf.scalar(step),
    }
    const outputs = this.graph.run('train', args)
    const loss = firstValue(outputs['loss'])
    const gradient = firstValue(outputs['gradient'])
    tf.dispose([args, outputs] as never)
    this.#step = step
    return { loss, gradient }
  }

  async save(): Promise<StepState> {
    const outputs = this.graph.run('get', {})
    const read = (name: string): Float32Array => Float32Array.from((outputs[name] as Tensor).dataSync())
    const state = { weights: read('weights'), first: read('first'), second: read('second') }
    this.tf.dispose(outputs)
    // The loop then goes back to what it had before.
    if (!state.weights.every(Number.isFinite)) return state
    this.last = { weights: state.weights, step: this.#step }
    const error = await this.validation?.error(this.shouldStop)
    if (typeof error === 'number') this.early.consider(this.#step, error, state.weights)
    return state
  }

  restore(state: StepState): void {
    const args: Tensors = {}
    for (const name of ['weights', 'first', 'second'] as const) args[name] = this.tf.tensor1d(state[name])
    this.tf.dispose([args, this.graph.run('put', args)] as never)
  }
}

function checkData({ images, training, validation }: FineTuneData, steps: number): void {
  if (!Number.isInteger(steps) || steps < 0 || steps > STEPS_ALLOWED) {
    throw new MalarError(
      'steps',
      `The number of steps lies between 0 and ${STEPS_ALLOWED}; ${steps} does not.`,
    )
  }
  for (const { crop, label } of [...training, ...validation]) {
    if (images.get(crop)?.length !== IMAGE_VALUES) {
      throw new MalarError('crop', `The pixels of crop ${crop} are missing, or of another size.`)
    }
    if (!(label >= 0 && label <= 1)) {
      throw new MalarError('label', `A label lies between 0 and 1; ${label} of crop ${crop} does not.`)
    }
  }
  const learned = new Set(training.map(({ subject }) => subject))
  const both = validation.find(({ subject }) => learned.has(subject))
  if (both) throw new Error(`The subject ${both.subject} is both learned from and held out.`)
}

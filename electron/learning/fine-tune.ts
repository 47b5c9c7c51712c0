/**
 * Fine-tunes the trunk together with a head that was trained on the frozen one. A few hundred thousand weights of the
 * trunk can learn a few dozen subjects by heart, so it sees a freshly changed copy of a crop each time, and keeps the
 * weights that did best on subjects held out, which may be those that it began with.
 */
import { MalarError } from '../domain/words'
import type { TrainingExample, TrainingOptions, TrainingProgress } from '../engine-protocol'
import { augment, IMAGE_VALUES } from './augment'
import { PairSampler } from './batches'
import { EarlyStop } from './early-stop'
import { checkWeights } from './encoder'
import { partWeights, traceFineTuning } from './fine-tune-step'
import { examplesOf, firstValue, imagesTensor, labelTensors, Validation } from './fine-tune-validation'
import { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import { runLoop, type Stepper } from './loop'
import { findObjective } from './objectives'
import { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import type { StepState } from './training-step'
import type { Trunk } from './trunk'

/**
 * Highest learning rate of Adam for the head, and the trunk's as a share of it. On the synthetic faces, 60 subjects,
 * a trunk at 5e-5 hardly moved; at 3e-4 and at 1e-3 the error on 100 unseen subjects fell by 5 to 16 % of what the
 * frozen trunk gave.
 */
const HEAD_RATE = 1e-3
const TRUNK_SHARE = 0.5

/** Steps when the caller does not say; with subjects held out it mostly stops earlier. */
const USUAL_STEPS = 300

/** Most steps that anyone may ask for. */
const STEPS_ALLOWED = 100_000

export interface FineTuneData {
  /** IMAGE_VALUES bytes of each crop that an example names: TRUNK_PIXELS square, row by row, RGB. */
  images: ReadonlyMap<number, Uint8Array>
  training: readonly TrainingExample[]
  /**
   * Of subjects that neither this training nor the head's has seen (`hold-out.ts`). Where it is empty all steps are
   * taken, and the weights of the lowest smoothed training loss are kept.
   */
  validation: readonly TrainingExample[]
}

export interface FineTuneProgress extends TrainingProgress {
  /** Mean absolute error on the subjects held out when it was last looked at; null where there are none. */
  validationError: number | null
}

export interface FineTunedModel {
  /** Flat, for `trunkWith`. */
  trunk: Float32Array
  /** Flat, [WEIGHT_COUNT]. */
  head: Float32Array
  losses: { step: number; loss: number }[]
  /** Mean absolute error on the subjects held out, unit scale; the first, of step 0, is that of the frozen trunk. */
  validationErrors: { step: number; error: number }[]
  chanceLoss: number
  /** Steps that were taken. */
  steps: number
  /** The step whose weights these are; 0 when no step made it better on the subjects held out. */
  keptStep: number
  cancelled: boolean
}

/**
 * Fine-tunes.
 * @param trunk where it starts; not changed
 * @param head flat weights of a head trained on that trunk's features of `data.training`
 * @param options `objective` by name, empty for the default; `steps` at most, 0 for the usual number; the same seed
 *   gives the same model, but for the rounding of parallel sums
 * @param onProgress about a hundred times
 * @param shouldStop asked before every step; what was best until then is returned, marked as cancelled
 * @throws MalarError `crop` when an image is missing or of another size; `model`, `objective`, `steps`,
 *   `too-few-scores` before the first step; `diverged` as `runLoop`
 */
export async function fineTune(
  tf: TensorFlow,
  trunk: Trunk,
  head: Float32Array,
  data: FineTuneData,
  options: TrainingOptions,
  onProgress: (progress: FineTuneProgress) => void,
  shouldStop: () => boolean,
): Promise<FineTunedModel> {
  const objective = findObjective(options.objective)
  checkWeights(head)
  checkData(data, options.steps)
  const random = new Random(options.seed)
  const sampler = new PairSampler(data.training, random.fork())
  const { pairs, subjects } = sampler
  const graph = await Graph.open(tf, traceFineTuning(tf, trunk, head, objective, pairs, subjects))
  try {
    const { images, training } = data
    const validation =
      data.validation.length > 0
        ? new Validation(tf, graph, images, training, data.validation, random.fork())
        : null
    const stepper = new FineTuneStepper(tf, graph, data, sampler, random.fork(), validation)
    const chanceLoss = objective.chanceLoss(pairs)
    const result = await runLoop(
      stepper,
      { steps: options.steps || USUAL_STEPS, rate: HEAD_RATE, chanceLoss },
      (progress) => onProgress({ ...progress, validationError: stepper.early.checks.at(-1)?.error ?? null }),
      () => shouldStop() || stepper.early.inVain,
    )
    const best = stepper.early.best ?? { weights: result.weights, step: result.steps }
    return {
      ...partWeights(best.weights),
      losses: result.losses,
      validationErrors: stepper.early.checks,
      chanceLoss,
      steps: result.steps,
      keptStep: best.step,
      cancelled: result.cancelled && !stepper.early.inVain,
    }
  } finally {
    graph.dispose()
  }
}

/** The step as a graph, fed with the next batch. Each state that the loop saves is held against the subjects held out. */
class FineTuneStepper implements Stepper {
  readonly early = new EarlyStop()
  readonly #pixels: Float32Array
  #step = 0

  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly data: FineTuneData,
    private readonly sampler: PairSampler,
    private readonly random: Random,
    private readonly validation: Validation | null,
  ) {
    this.#pixels = new Float32Array(2 * sampler.pairs * IMAGE_VALUES)
  }

  step(rate: number, step: number): { loss: number; gradient: number } {
    const { tf, data } = this
    const drawn = examplesOf(data.training, this.sampler.next())
    drawn.forEach(({ crop }, i) =>
      augment(data.images.get(crop) as Uint8Array, this.random, this.#pixels, i * IMAGE_VALUES),
    )
    const args = {
      images: imagesTensor(tf, this.#pixels),
      ...labelTensors(tf, drawn),
      rate: tf.scalar(rate),
      trunkRate: tf.scalar(TRUNK_SHARE * rate),
      step: tf.scalar(step),
    }
    const outputs = this.graph.run('train', args)
    const loss = firstValue(outputs['loss'])
    const gradient = firstValue(outputs['gradient'])
    tf.dispose([args, outputs] as never)
    this.#step = step
    return { loss, gradient }
  }

  save(): StepState {
    const outputs = this.graph.run('get', {})
    const read = (name: string): Float32Array => Float32Array.from((outputs[name] as Tensor).dataSync())
    const state = { weights: read('weights'), first: read('first'), second: read('second') }
    this.tf.dispose(outputs)
    if (this.validation) this.early.consider(this.#step, this.validation.error(), state.weights)
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

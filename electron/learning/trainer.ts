/** Trains the head on the features of scored crops. */
import { MalarError } from '../domain/words'
import type { TrainedModel, TrainingExample, TrainingOptions, TrainingProgress } from '../engine-protocol'
import { type PairBatch, PairSampler } from './batches'
import { calibrate } from './calibration'
import { VARIANTS } from './crops'
import type { CropStore } from './crops'
import { initialWeights } from './encoder'
import { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import { runLoop, type Stepper } from './loop'
import { findObjective, type Objective } from './objectives'
import { Random } from './random'
import type { Tensor, TensorFlow } from './tensorflow'
import { type StepState, traceTraining } from './training-step'
import { FEATURES } from './trunk'

/** Highest learning rate of Adam; from 1e-3 to 1e-2 the error hardly differs. */
const RATE = 5e-3

/** Bounds of the number of steps when the engine chooses, and how often each example is an anchor in between. */
const FEWEST_STEPS = 400
const MOST_STEPS = 1000
const ANCHORS_EACH = 24

/** Crops to which the initial weights are scaled. */
const CALIBRATION_CROPS = 96

/**
 * A model whose smoothed loss never came below this share of the loss of chance has learned nothing. Equal
 * embeddings give chance exactly and unequal ones that mean nothing give more, so little is needed; the
 * wide targets of the score-aware loss leave it little room: 3.41 of 3.47 on 30 subjects.
 */
const LEARNED = 0.999

/** Most steps that anyone may ask for. */
const STEPS_ALLOWED = 100_000

/**
 * Trains a model.
 * @param crops must hold the crop of every example, prepared with VARIANTS
 * @param examples at least four subjects of one region, with at least two distinct labels
 * @param options `objective` by name, empty for the default; `steps` 0 lets the amount of data decide;
 *   the same seed gives the same model, but for the rounding of parallel sums
 * @param onProgress about a hundred times, with the smoothed loss
 * @param shouldStop asked before every step; what was best until then is returned, marked as cancelled
 * @returns the weights of the lowest smoothed training loss. Held-out subjects play no part in the choice.
 * @throws MalarError `too-few-scores`, `crop`, `objective`, `label`, `steps` before the first step;
 *   `diverged`, or `not-learned` when the loss never left that of chance
 */
export async function train(
  tf: TensorFlow,
  crops: CropStore,
  examples: readonly TrainingExample[],
  options: TrainingOptions,
  onProgress: (progress: TrainingProgress) => void,
  shouldStop: () => boolean,
): Promise<TrainedModel> {
  const objective = findObjective(options.objective)
  checkExamples(crops, examples)
  const random = new Random(options.seed)
  const sampler = new PairSampler(examples, random.fork())
  const steps = chooseSteps(options.steps, examples.length, sampler.pairs)
  const chanceLoss = objective.chanceLoss(sampler.pairs)
  const weights = startingWeights(tf, crops, examples, random.fork())
  const builder = traceTraining(tf, weights, objective, sampler.pairs, sampler.subjects)
  const graph = await Graph.open(tf, builder)
  try {
    const stepper = new GraphStepper(tf, graph, crops, examples, sampler, random.fork())
    const { bestLoss, ...result } = await runLoop(
      stepper,
      { steps, rate: RATE, chanceLoss },
      onProgress,
      shouldStop,
    )
    if (!result.cancelled) assertLearned(objective, bestLoss, chanceLoss)
    return { ...result, chanceLoss }
  } finally {
    graph.dispose()
  }
}

/** Random weights, scaled to some of the crops. */
function startingWeights(
  tf: TensorFlow,
  crops: CropStore,
  examples: readonly TrainingExample[],
  random: Random,
): Float32Array {
  const drawn = random.shuffle(examples.map(({ crop }) => crop)).slice(0, CALIBRATION_CROPS)
  const values = new Float32Array(drawn.length * FEATURES)
  drawn.forEach((crop, i) => values.set(crops.features(crop, 0), i * FEATURES))
  const features = tf.tensor2d(values, [drawn.length, FEATURES])
  try {
    return calibrate(tf, initialWeights(random), features)
  } finally {
    features.dispose()
  }
}

/** The step as a graph, fed with the next batch. */
class GraphStepper implements Stepper {
  readonly #features: Float32Array

  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly crops: CropStore,
    private readonly examples: readonly TrainingExample[],
    private readonly sampler: PairSampler,
    private readonly random: Random,
  ) {
    this.#features = new Float32Array(2 * sampler.pairs * FEATURES)
  }

  step(rate: number, step: number): { loss: number; gradient: number } {
    const args = this.#arguments(this.sampler.next(), rate, step)
    const outputs = this.graph.run('train', args)
    const loss = firstValue(outputs['loss'] as Tensor)
    const gradient = firstValue(outputs['gradient'] as Tensor)
    this.tf.dispose([args, outputs] as never)
    return { loss, gradient }
  }

  save(): StepState {
    const outputs = this.graph.run('get', {})
    const read = (name: string): Float32Array => Float32Array.from((outputs[name] as Tensor).dataSync())
    const state = { weights: read('weights'), first: read('first'), second: read('second') }
    this.tf.dispose(outputs)
    return state
  }

  restore(state: StepState): void {
    const args: Tensors = {}
    for (const name of ['weights', 'first', 'second'] as const) args[name] = this.tf.tensor1d(state[name])
    this.tf.dispose([args, this.graph.run('put', args)] as never)
  }

  #arguments({ anchors, positives }: PairBatch, rate: number, step: number): Tensors {
    const { tf } = this
    const drawn = [...anchors, ...positives].map((index) => this.examples[index] as TrainingExample)
    drawn.forEach(({ crop }, i) =>
      this.#features.set(this.crops.features(crop, this.random.below(VARIANTS)), i * FEATURES),
    )
    const labels = Float32Array.from(drawn, ({ label }) => label)
    return {
      features: tf.tensor2d(this.#features, [drawn.length, FEATURES]),
      anchorLabels: tf.tensor1d(labels.slice(0, anchors.length)),
      positiveLabels: tf.tensor1d(labels.slice(anchors.length)),
      rate: tf.scalar(rate),
      step: tf.scalar(step),
    }
  }
}

/** The number of steps: what was asked for, or enough that each example is an anchor some 24 times. */
export function chooseSteps(wanted: number, examples: number, pairs: number): number {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > STEPS_ALLOWED) {
    throw new MalarError(
      'steps',
      `The number of steps lies between 0 and ${STEPS_ALLOWED}; ${wanted} does not.`,
    )
  }
  if (wanted > 0) return wanted
  return Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.round((ANCHORS_EACH * examples) / pairs)))
}

function checkExamples(crops: CropStore, examples: readonly TrainingExample[]): void {
  for (const { crop, label } of examples) {
    if (!crops.has(crop)) throw new MalarError('crop', `The crop ${crop} was not sent to the engine.`)
    if (!(label >= 0 && label <= 1)) {
      throw new MalarError('label', `A label lies between 0 and 1; ${label} of crop ${crop} does not.`)
    }
  }
}

function assertLearned(objective: Objective, loss: number, chanceLoss: number): void {
  if (loss < LEARNED * chanceLoss) return
  throw new MalarError(
    'not-learned',
    `The model has learned nothing: its loss (${objective.name}) stayed at ${loss.toFixed(2)}, and guessing gives ` +
      `${chanceLoss.toFixed(2)}. Check that the scores belong to the pads, or train for more steps.`,
  )
}

function firstValue(tensor: Tensor): number {
  return tensor.dataSync()[0] as number
}

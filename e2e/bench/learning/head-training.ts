/** Trains the baselines' head on crops of all pads with whatever loss. */
import { VARIANTS } from '../../../electron/engine-protocol'
import { Graph } from '../../../electron/learning/graph/graph'
import { GraphBuilder, type Tensors } from '../../../electron/learning/graph/trace'
import { runLoop, type Stepper } from '../../../electron/learning/loop'
import { Random } from '../../../electron/learning/random'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'
import { descend, type StepState, stepVariables } from '../../../electron/learning/training-step'
import { type Crop, type Features, matrixOf, PADS, type Question, type Scored } from './data'
import { applyHead, type HeadShape, startingHead } from './head'
import { PairDraw } from './pairs'

/** What a loss sees of a batch, which holds crops of one pad. */
export interface HeadBatch {
  /** [2N, outputs], anchors first. */
  outputs: Tensor
  /** Of the anchors and of their positives, [N]. */
  anchorLabels: Tensor
  positiveLabels: Tensor
  /** 1 for the batch's pad, 0 for the others, [PADS]. */
  pad: Tensor
}

export interface HeadRecipe {
  outputs: number
  /** A scalar. */
  loss(tf: TensorFlow, batch: HeadBatch, subjects: number): Tensor
  /** Highest learning rate of Adam. */
  rate: number
  /** How often each example is an anchor, within the bounds of the number of steps. */
  rounds: number
}

/** As the app has them. */
const FEWEST_STEPS = 400
const MOST_STEPS = 1000
const CALIBRATION_CROPS = 96

/** No loss of a training that goes well comes near ten times this. */
const LARGE_LOSS = 10

/** Crops whose outputs are computed at once. */
const BATCH = 512

const STATE = ['weights', 'first', 'second'] as const

/** A head that has been trained. */
export interface FittedHead {
  /** Outputs of crops, one after the other. */
  outputs(crops: readonly Crop[]): Float32Array
}

/** Trains one head over all pads of a question. */
export async function fitHead(
  tf: TensorFlow,
  { features, training, seed }: Question,
  recipe: HeadRecipe,
): Promise<FittedHead> {
  const random = new Random(seed)
  const draw = new PairDraw(training, random.fork())
  const shape = {
    inputs: features.values('trunk', (training[0] as Scored).id).length,
    outputs: recipe.outputs,
  }
  const some = random.shuffle([...training]).slice(0, CALIBRATION_CROPS)
  const known = tf.tensor2d(matrixOf(features, 'trunk', some), [some.length, shape.inputs])
  const start = startingHead(tf, shape, known, random.fork())
  known.dispose()
  const subjects = new Set(training.map(({ subject }) => subject)).size
  const graph = await Graph.open(tf, traceHead(tf, shape, start, recipe, draw.pairs, subjects))
  try {
    const stepper = new HeadStepper(tf, graph, features, draw, random.fork())
    const wanted = Math.round((recipe.rounds * training.length) / draw.pairs)
    const steps = Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, wanted))
    const options = { steps, rate: recipe.rate, chanceLoss: LARGE_LOSS }
    const { weights } = await runLoop(
      stepper,
      options,
      () => undefined,
      () => false,
    )
    return { outputs: (crops) => outputsOf(tf, shape, weights, features, crops) }
  } finally {
    graph.dispose()
  }
}

function traceHead(
  tf: TensorFlow,
  shape: HeadShape,
  start: Float32Array,
  recipe: HeadRecipe,
  pairs: number,
  subjects: number,
): GraphBuilder {
  const state = stepVariables(tf, start)
  const sample: Tensors = {
    features: tf.zeros([2 * pairs, shape.inputs]),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    pad: tf.zeros([PADS.length]),
    rate: tf.scalar(1e-3),
    step: tf.scalar(1),
  }
  const moved: Tensors = Object.fromEntries(STATE.map((name) => [name, tf.zeros([start.length])]))
  const train = (args: Tensors): Tensors => {
    const batch = args as Record<'anchorLabels' | 'positiveLabels' | 'pad', Tensor>
    const forward = (): Tensor => {
      const { output } = applyHead(tf, shape, state.weights, args['features'] as Tensor)
      return recipe.loss(tf, { ...batch, outputs: output }, subjects)
    }
    const { value, grads } = tf.variableGrads(forward as never, [state.weights])
    const slope = grads[state.weights.name] as Tensor
    const gradient = descend(tf, state, slope, args['rate'] as Tensor, args['step'] as Tensor)
    return { loss: value as Tensor, gradient }
  }
  try {
    const builder = new GraphBuilder(tf)
    for (const name of STATE) builder.variable(name, state[name])
    return builder
      .trace('train', sample, train)
      .trace('get', {}, () => ({ ...state }))
      .trace('put', moved, (args) => {
        for (const name of STATE) state[name].assign(args[name] as never)
        return { done: tf.scalar(1) }
      })
  } finally {
    tf.dispose([{ ...state }, sample, moved] as never)
  }
}

class HeadStepper implements Stepper {
  constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
    private readonly features: Features,
    private readonly draw: PairDraw,
    private readonly random: Random,
  ) {}

  step(rate: number, step: number): { loss: number; gradient: number } {
    const { tf } = this
    const { region, anchors, positives } = this.draw.next()
    const crops = [...anchors, ...positives]
    const rows = crops.map(({ id }) => this.features.values('trunk', id, this.random.below(VARIANTS)))
    const length = (rows[0] as Float32Array).length
    const values = new Float32Array(rows.length * length)
    rows.forEach((row, i) => values.set(row, i * length))
    const args: Tensors = {
      features: tf.tensor2d(values, [rows.length, length]),
      anchorLabels: tf.tensor1d(anchors.map(({ label }) => label)),
      positiveLabels: tf.tensor1d(positives.map(({ label }) => label)),
      pad: tf.tensor1d(PADS.map((pad) => (pad === region ? 1 : 0))),
      rate: tf.scalar(rate),
      step: tf.scalar(step),
    }
    const outputs = this.graph.run('train', args)
    const [loss, gradient] = ['loss', 'gradient'].map((name) => (outputs[name] as Tensor).dataSync()[0]) as [
      number,
      number,
    ]
    tf.dispose([args, outputs] as never)
    return { loss, gradient }
  }

  save(): StepState {
    const outputs = this.graph.run('get', {})
    const entries = STATE.map(
      (name) => [name, Float32Array.from((outputs[name] as Tensor).dataSync())] as const,
    )
    this.tf.dispose(outputs)
    return Object.fromEntries(entries) as unknown as StepState
  }

  restore(state: StepState): void {
    const args: Tensors = Object.fromEntries(STATE.map((name) => [name, this.tf.tensor1d(state[name])]))
    this.tf.dispose([args, this.graph.run('put', args)] as never)
  }
}

function outputsOf(
  tf: TensorFlow,
  shape: HeadShape,
  weights: Float32Array,
  features: Features,
  crops: readonly Crop[],
): Float32Array {
  const values = new Float32Array(crops.length * shape.outputs)
  for (let start = 0; start < crops.length; start += BATCH) {
    const batch = crops.slice(start, start + BATCH)
    tf.tidy(() => {
      const seen = tf.tensor2d(matrixOf(features, 'trunk', batch), [batch.length, shape.inputs])
      const { output } = applyHead(tf, shape, tf.tensor1d(weights), seen)
      values.set(output.dataSync() as Float32Array, start * shape.outputs)
    })
  }
  return values
}

/**
 * One step of training as functions on tensors: network, N-pair loss, gradients, Adam. Run eagerly for
 * comparison, or traced once into a graph and run from there (`graph/`). Everything that changes from
 * step to step is an argument.
 */
import { encode, IMAGE_PIXELS, WEIGHT_COUNT } from './encoder'
import { GraphBuilder, type Tensors } from './graph/trace'
import { unit } from './losses'
import type { Objective } from './objectives'
import type { Tensor, TensorFlow, Variable } from './tensorflow'

/** Adam's constants (Kingma and Ba 2015), and decoupled weight decay (Loshchilov and Hutter 2019). */
const FIRST_DECAY = 0.9
const SECOND_DECAY = 0.999
const EPSILON = 1e-8
const WEIGHT_DECAY = 1e-4

/** Gradients longer than this are shortened to it. */
const LONGEST_GRADIENT = 1

/** The state of a training: weights and Adam's two moments, each flat, [WEIGHT_COUNT]. */
export interface StepState {
  weights: Float32Array
  first: Float32Array
  second: Float32Array
}

export interface StepVariables {
  weights: Variable
  first: Variable
  second: Variable
}

/** Variables that hold a state; to be disposed by the caller. */
export function stepVariables(tf: TensorFlow, weights: Float32Array): StepVariables {
  // The variables outlive the tidy; the tensors that they start from do not.
  return tf.tidy(() => ({
    weights: tf.variable(tf.tensor1d(weights)),
    first: tf.variable(tf.zeros([WEIGHT_COUNT])),
    second: tf.variable(tf.zeros([WEIGHT_COUNT])),
  }))
}

/**
 * The step as a function of its arguments:
 * `images` [2N, 64, 64, 3] values 0..255, anchors first; `anchorLabels`, `positiveLabels` [N];
 * `rate` the learning rate; `guide` the weight of the guidance towards the score; `step` counting from 1.
 * It updates the variables.
 * @returns `loss`, that of the objective alone, and `gradient`: the length of the gradient before it was clipped
 */
export function trainFunction(
  tf: TensorFlow,
  state: StepVariables,
  objective: Objective,
  subjects: number,
): (args: Tensors) => Tensors {
  return (args) => {
    let kept: Tensor | undefined
    const guidedLoss = (): Tensor => {
      const embedded = encode(tf, state.weights, args['images'] as Tensor)
      const [anchors, positives] = tf.split(embedded, 2) as [Tensor, Tensor]
      const anchorLabels = args['anchorLabels'] as Tensor
      const positiveLabels = args['positiveLabels'] as Tensor
      const loss = objective.loss(tf, { anchors, positives, anchorLabels, positiveLabels }, subjects)
      // variableGrads frees what its function made, and only the sum is its answer.
      kept = tf.keep(loss.clone())
      const guidance = guideLoss(tf, embedded, tf.concat([anchorLabels, positiveLabels]))
      return tf.add(loss, tf.mul(args['guide'] as Tensor, guidance))
    }
    const { grads } = tf.variableGrads(guidedLoss as never, [state.weights])
    const loss = tf.clone(kept as Tensor)
    ;(kept as Tensor).dispose()
    const raw = grads[state.weights.name] as Tensor
    const length = tf.sqrt(tf.sum(tf.square(raw)))
    const gradient = tf.mul(raw, tf.minimum(1, tf.div(LONGEST_GRADIENT, tf.add(length, 1e-12))))
    adam(tf, state, gradient, args['rate'] as Tensor, args['step'] as Tensor)
    return { loss, gradient: length }
  }
}

/** Unit embeddings of `images` [B, 64, 64, 3], values 0..255: `vectors` [B, DIMENSIONS]. */
export function embedFunction(tf: TensorFlow, weights: Variable): (args: Tensors) => Tensors {
  return ({ images }) => ({ vectors: unit(tf, encode(tf, weights, images as Tensor), 1e-12) })
}

/** The step, and ways to read and set its state, as a graph: signatures `train`, `get`, `put`. */
export function traceTraining(
  tf: TensorFlow,
  weights: Float32Array,
  objective: Objective,
  pairs: number,
  subjects: number,
): GraphBuilder {
  const state = stepVariables(tf, weights)
  const sample = sampleArguments(tf, pairs)
  const flat = (): Tensor => tf.zeros([WEIGHT_COUNT])
  const moved: Tensors = { weights: flat(), first: flat(), second: flat() }
  try {
    return new GraphBuilder(tf)
      .variable('weights', state.weights)
      .variable('first', state.first)
      .variable('second', state.second)
      .trace('train', sample, trainFunction(tf, state, objective, subjects))
      .trace('get', {}, () => ({ ...state }))
      .trace('put', moved, (args) => {
        for (const name of ['weights', 'first', 'second'] as const) state[name].assign(args[name] as Tensor)
        return { done: tf.scalar(1) }
      })
  } finally {
    tf.dispose([{ ...state }, sample, moved] as never)
  }
}

/** Embedding alone, with weights that can be exchanged: signatures `embed` (any batch size) and `put`. */
export function traceEmbedding(tf: TensorFlow): GraphBuilder {
  const weights = tf.tidy(() => tf.variable(tf.zeros([WEIGHT_COUNT])))
  const sample = { images: tf.zeros([2, IMAGE_PIXELS, IMAGE_PIXELS, 3]) }
  const moved = { weights: tf.zeros([WEIGHT_COUNT]) }
  try {
    return new GraphBuilder(tf)
      .variable('weights', weights)
      .trace('embed', sample, embedFunction(tf, weights), ['images'])
      .trace('put', moved, (args) => {
        weights.assign(args['weights'] as never)
        return { done: tf.scalar(1) }
      })
  } finally {
    tf.dispose([weights, sample, moved] as never)
  }
}

/** Arguments of the right shapes for a step of so many pairs, to trace with. */
export function sampleArguments(tf: TensorFlow, pairs: number): Tensors {
  return {
    images: tf.zeros([2 * pairs, IMAGE_PIXELS, IMAGE_PIXELS, 3]),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    rate: tf.scalar(0.001),
    guide: tf.scalar(1),
    step: tf.scalar(1),
  }
}

/**
 * mean((u₀ − (2y − 1)/2)²) · 4 on unit embeddings: draws their first coordinate to the score. N-pair losses
 * fall fastest by making all embeddings equal, and have no gradient there; this one shows the way out. It
 * is given a weight that fades, so that the chosen objective alone decides in the end.
 */
function guideLoss(tf: TensorFlow, embedded: Tensor, labels: Tensor): Tensor {
  const first = tf.squeeze(tf.slice(unit(tf, embedded), [0, 0], [-1, 1]), [1])
  return tf.mul(tf.mean(tf.square(tf.sub(first, tf.sub(labels, 0.5)))), 4)
}

function adam(tf: TensorFlow, state: StepVariables, gradient: Tensor, rate: Tensor, step: Tensor): void {
  const first = tf.add(tf.mul(state.first, FIRST_DECAY), tf.mul(gradient, 1 - FIRST_DECAY))
  const second = tf.add(tf.mul(state.second, SECOND_DECAY), tf.mul(tf.square(gradient), 1 - SECOND_DECAY))
  const firstBias = tf.sub(1, tf.pow(FIRST_DECAY, step))
  const secondBias = tf.sub(1, tf.pow(SECOND_DECAY, step))
  const move = tf.div(tf.div(first, firstBias), tf.add(tf.sqrt(tf.div(second, secondBias)), EPSILON))
  const decay = tf.mul(state.weights, WEIGHT_DECAY)
  state.weights.assign(tf.sub(state.weights, tf.mul(rate, tf.add(move, decay))) as never)
  state.first.assign(first as never)
  state.second.assign(second as never)
}

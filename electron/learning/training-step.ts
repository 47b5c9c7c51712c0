/**
 * One step of training as functions on tensors: network, N-pair loss, gradients, Adam. Run eagerly for
 * comparison, or traced once into a graph and run from there (`graph/`). Everything that changes from
 * step to step is an argument.
 */
import { encode, WEIGHT_COUNT } from './encoder'
import { GraphBuilder, type Tensors } from './graph/trace'
import { unit } from './losses'
import type { Objective } from './objectives'
import type { Tensor, TensorFlow, Variable } from './tensorflow'
import { FEATURES } from './trunk'

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

/** Variables that hold a state, Adam's moments at zero; to be disposed by the caller. */
export function stepVariables(tf: TensorFlow, weights: Float32Array): StepVariables {
  // The variables outlive the tidy; the tensors that they start from do not.
  return tf.tidy(() => ({
    weights: tf.variable(tf.tensor1d(weights)),
    first: tf.variable(tf.zeros([weights.length])),
    second: tf.variable(tf.zeros([weights.length])),
  }))
}

/**
 * The step as a function of its arguments:
 * `features` [2N, FEATURES], anchors first; `anchorLabels`, `positiveLabels` [N];
 * `rate` the learning rate; `step` counting from 1. It updates the variables.
 * @returns `loss`, and `gradient`: the length of the gradient before it was clipped
 */
export function trainFunction(
  tf: TensorFlow,
  state: StepVariables,
  objective: Objective,
  subjects: number,
): (args: Tensors) => Tensors {
  return (args) => {
    const lossOf = (): Tensor => {
      const embedded = encode(tf, state.weights, args['features'] as Tensor)
      const [anchors, positives] = tf.split(embedded, 2) as [Tensor, Tensor]
      const anchorLabels = args['anchorLabels'] as Tensor
      const positiveLabels = args['positiveLabels'] as Tensor
      return objective.loss(tf, { anchors, positives, anchorLabels, positiveLabels }, subjects)
    }
    const { value, grads } = tf.variableGrads(lossOf as never, [state.weights])
    const loss = value as Tensor
    const raw = grads[state.weights.name] as Tensor
    const length = descend(tf, state, raw, args['rate'] as Tensor, args['step'] as Tensor)
    return { loss, gradient: length }
  }
}

/**
 * Moves the variables against a gradient, by Adam; a gradient that is too long is shortened.
 * @param raw the gradient, of the shape of the weights
 * @param rate learning rate, one for all weights or one for each
 * @param step counting from 1
 * @returns the length that the gradient had
 */
export function descend(
  tf: TensorFlow,
  state: StepVariables,
  raw: Tensor,
  rate: Tensor,
  step: Tensor,
): Tensor {
  const length = tf.sqrt(tf.sum(tf.square(raw)))
  const gradient = tf.mul(raw, tf.minimum(1, tf.div(LONGEST_GRADIENT, tf.add(length, 1e-12))))
  adam(tf, state, gradient, rate, step)
  return length
}

/** Unit embeddings of `features` [B, FEATURES]: `vectors` [B, DIMENSIONS]. */
export function embedFunction(tf: TensorFlow, weights: Variable): (args: Tensors) => Tensors {
  return ({ features }) => ({ vectors: unit(tf, encode(tf, weights, features as Tensor), 1e-12) })
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
      .owning([state.weights, state.first, state.second])
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
    tf.dispose([sample, moved] as never)
  }
}

/** Embedding alone, with weights that can be exchanged: signatures `embed` (any batch size) and `put`. */
export function traceEmbedding(tf: TensorFlow): GraphBuilder {
  const weights = tf.tidy(() => tf.variable(tf.zeros([WEIGHT_COUNT])))
  const sample = { features: tf.zeros([2, FEATURES]) }
  const moved = { weights: tf.zeros([WEIGHT_COUNT]) }
  try {
    return new GraphBuilder(tf)
      .owning([weights])
      .variable('weights', weights)
      .trace('embed', sample, embedFunction(tf, weights), ['features'])
      .trace('put', moved, (args) => {
        weights.assign(args['weights'] as never)
        return { done: tf.scalar(1) }
      })
  } finally {
    tf.dispose([sample, moved] as never)
  }
}

/** Arguments of the right shapes for a step of so many pairs, to trace with. */
function sampleArguments(tf: TensorFlow, pairs: number): Tensors {
  return {
    features: tf.zeros([2 * pairs, FEATURES]),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    rate: tf.scalar(0.001),
    step: tf.scalar(1),
  }
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

/**
 * One step of fine-tuning as functions on tensors: the trunk and the head together, from pixels to the N-pair loss,
 * with a learning rate for each. Run eagerly for comparison, or traced once into a graph and run from there.
 * The state is that of the head's own step (`training-step.ts`), with the trunk's weights before the head's.
 */
import { encode, WEIGHT_COUNT } from './encoder'
import { GraphBuilder, type Tensors } from './graph/trace'
import { unit } from './losses'
import type { Objective } from './objectives'
import type { Tensor, TensorFlow, Variable } from './tensorflow'
import { descend, stepVariables, type StepVariables } from './training-step'
import { TRUNK_PIXELS, trunkFeatures } from './trunk'
import type { Trunk } from './trunk'
import { flatTrunk, layersFrom, trunkSize } from './trunk-weights'

const CHANNELS = 3

/** The flat weights of a trunk and a head as one vector. */
export function joinWeights(trunk: Float32Array, head: Float32Array): Float32Array {
  const joined = new Float32Array(trunk.length + head.length)
  joined.set(trunk)
  joined.set(head, trunk.length)
  return joined
}

/** The inverse of `joinWeights`. */
export function partWeights(joined: Float32Array): { trunk: Float32Array; head: Float32Array } {
  const trunk = joined.length - WEIGHT_COUNT
  return { trunk: joined.slice(0, trunk), head: joined.slice(trunk) }
}

/**
 * The step as a function of its arguments: `images` [2N, TRUNK_PIXELS, TRUNK_PIXELS, 3], values 0..255, anchors first;
 * `anchorLabels`, `positiveLabels` [N]; `rate` and `trunkRate`, the learning rates of head and trunk; `step` counting
 * from 1. It updates the variables.
 * @param trunk gives the form of the layers and the scale of the features, not the weights
 * @param state of joined weights
 * @returns `loss`, and `gradient`: the length of the gradient before it was clipped
 */
export function fineTuneFunction(
  tf: TensorFlow,
  trunk: Trunk,
  state: StepVariables,
  objective: Objective,
  subjects: number,
): (args: Tensors) => Tensors {
  return (args) => {
    const lossOf = (): Tensor => {
      const { layers, head } = cut(tf, trunk, state.weights)
      const features = trunkFeatures(tf, { ...trunk, layers }, args['images'] as Tensor)
      const [anchors, positives] = tf.split(encode(tf, head, features), 2) as [Tensor, Tensor]
      const anchorLabels = args['anchorLabels'] as Tensor
      const positiveLabels = args['positiveLabels'] as Tensor
      return objective.loss(tf, { anchors, positives, anchorLabels, positiveLabels }, subjects)
    }
    const { value, grads } = tf.variableGrads(lossOf as never, [state.weights])
    const rates = tf.concat([
      tf.mul(tf.ones([trunkSize(trunk)]), args['trunkRate'] as Tensor),
      tf.mul(tf.ones([WEIGHT_COUNT]), args['rate'] as Tensor),
    ])
    const raw = grads[state.weights.name] as Tensor
    const gradient = descend(tf, state, raw, rates, args['step'] as Tensor)
    return { loss: value as Tensor, gradient }
  }
}

/**
 * The step, its state, and what tells how good it is, as a graph. Signatures: `train` as in `fineTuneFunction`;
 * `get` and `put` of the state; `features` of `images`, any number of them, and `embed`, which gives their unit
 * embeddings, `vectors`.
 * @param head flat, [WEIGHT_COUNT]
 * @param pairs N of a step: TensorFlow bakes it in
 * @param subjects labelled ones, by which the score-aware loss sets its width
 */
export function traceFineTuning(
  tf: TensorFlow,
  trunk: Trunk,
  head: Float32Array,
  objective: Objective,
  pairs: number,
  subjects: number,
): GraphBuilder {
  const weights = joinWeights(flatTrunk(trunk), head)
  const state = stepVariables(tf, weights)
  const sample = sampleFineTuneArguments(tf, pairs)
  const some = { images: tf.zeros([2, TRUNK_PIXELS, TRUNK_PIXELS, CHANNELS]) as Tensor }
  const flat = (): Tensor => tf.zeros([weights.length])
  const moved: Tensors = { weights: flat(), first: flat(), second: flat() }
  const look = (images: Tensor): { head: Tensor; features: Tensor } => {
    const { layers, head } = cut(tf, trunk, state.weights)
    return { head, features: trunkFeatures(tf, { ...trunk, layers }, images) }
  }
  try {
    return new GraphBuilder(tf)
      .variable('weights', state.weights)
      .variable('first', state.first)
      .variable('second', state.second)
      .trace('train', sample, fineTuneFunction(tf, trunk, state, objective, subjects))
      .trace('features', some, ({ images }) => ({ features: look(images as Tensor).features }), ['images'])
      .trace(
        'embed',
        some,
        ({ images }) => {
          const { head, features } = look(images as Tensor)
          return { vectors: unit(tf, encode(tf, head, features), 1e-12) }
        },
        ['images'],
      )
      .trace('get', {}, () => ({ ...state }))
      .trace('put', moved, (args) => {
        for (const name of ['weights', 'first', 'second'] as const) state[name].assign(args[name] as Tensor)
        return { done: tf.scalar(1) }
      })
  } finally {
    tf.dispose([{ ...state }, sample, some, moved] as never)
  }
}

/** Arguments of the right shapes for a step of so many pairs, to trace with. */
export function sampleFineTuneArguments(tf: TensorFlow, pairs: number): Tensors {
  return {
    images: tf.zeros([2 * pairs, TRUNK_PIXELS, TRUNK_PIXELS, CHANNELS]),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    rate: tf.scalar(0.001),
    trunkRate: tf.scalar(0.0001),
    step: tf.scalar(1),
  }
}

function cut(
  tf: TensorFlow,
  trunk: Trunk,
  weights: Variable,
): { layers: ReturnType<typeof layersFrom>; head: Tensor } {
  const [first, head] = tf.split(weights as Tensor, [trunkSize(trunk), WEIGHT_COUNT]) as [Tensor, Tensor]
  return { layers: layersFrom(tf, trunk, first), head }
}

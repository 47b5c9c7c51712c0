/**
 * One step of fine-tuning as functions on tensors: the trunk, or its blocks from 5 on, and the head together, up to the
 * N-pair loss, with a learning rate for each. Run eagerly for comparison, or traced once into a graph and run from
 * there. The state is that of the head's own step (`training-step.ts`), with the trunk's weights before the head's.
 */
import { encode, WEIGHT_COUNT } from './encoder'
import { GraphBuilder, type Tensors } from './graph/trace'
import { unit } from './losses'
import type { Objective } from './objectives'
import type { Tensor, TensorFlow, Variable } from './tensorflow'
import { descend, stepVariables, type StepVariables } from './training-step'
import {
  featuresFromHalfway,
  HALFWAY_CHANNELS,
  HALFWAY_GRID,
  halfwayMaps,
  TRUNK_PIXELS,
  trunkFeatures,
  tunedLayers,
} from './trunk'
import type { Trunk, TunedFrom } from './trunk'
import { flatTrunk, layersFrom, trunkSize } from './trunk-weights'

/** The shape of one input of the step: an image where all layers are tuned, or else its map halfway. */
const INPUT_SHAPES: Record<TunedFrom, readonly [number, number, number]> = {
  stem: [TRUNK_PIXELS, TRUNK_PIXELS, 3],
  block5: [HALFWAY_GRID, HALFWAY_GRID, HALFWAY_CHANNELS],
}

/** Number of values in one input of the step. */
export function inputSize(from: TunedFrom): number {
  return INPUT_SHAPES[from].reduce((product, size) => product * size, 1)
}

/**
 * Inputs of the step as one tensor; to be disposed by the caller.
 * @param values any number of inputs, one after the other
 * @returns [B, TRUNK_PIXELS, TRUNK_PIXELS, 3] or [B, HALFWAY_GRID, HALFWAY_GRID, HALFWAY_CHANNELS]
 */
export function inputTensor(tf: TensorFlow, from: TunedFrom, values: Float32Array): Tensor {
  return tf.tensor4d(values, [values.length / inputSize(from), ...INPUT_SHAPES[from]])
}

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
 * The step as a function of its arguments: `inputs` of `inputTensor`, [2N, …], anchors first; `anchorLabels`,
 * `positiveLabels` [N]; `rate` and `trunkRate`, the learning rates of head and trunk; `step` counting from 1. It
 * updates the variables.
 * @param trunk gives the form of the layers and the scale of the features, not the weights
 * @param from where the part begins that is tuned; nothing is computed of the layers below
 * @param state of joined weights
 * @returns `loss`, and `gradient`: the length of the gradient before it was clipped
 */
export function fineTuneFunction(
  tf: TensorFlow,
  trunk: Trunk,
  from: TunedFrom,
  state: StepVariables,
  objective: Objective,
  subjects: number,
): (args: Tensors) => Tensors {
  return (args) => {
    const lossOf = (): Tensor => {
      const { features, head } = look(tf, trunk, from, state.weights, args['inputs'] as Tensor)
      const [anchors, positives] = tf.split(encode(tf, head, features), 2) as [Tensor, Tensor]
      const anchorLabels = args['anchorLabels'] as Tensor
      const positiveLabels = args['positiveLabels'] as Tensor
      return objective.loss(tf, { anchors, positives, anchorLabels, positiveLabels }, subjects)
    }
    const { value, grads } = tf.variableGrads(lossOf as never, [state.weights])
    const rates = tf.concat([
      tf.mul(tf.ones([trunkSize(trunk, from)]), args['trunkRate'] as Tensor),
      tf.mul(tf.ones([WEIGHT_COUNT]), args['rate'] as Tensor),
    ])
    const raw = grads[state.weights.name] as Tensor
    const gradient = descend(tf, state, raw, rates, args['step'] as Tensor)
    return { loss: value as Tensor, gradient }
  }
}

/**
 * The step, its state, and what tells how good it is, as a graph. Signatures: `train` as in `fineTuneFunction`;
 * `get` and `put` of the state; `embed` of `inputs`, any number of them, gives their `features` and unit embeddings,
 * `vectors`; from block 5 also `halfway`, which gives the `inputs` of `images`, any number of them. There the layers
 * below are constants, so that TensorFlow fuses them.
 * @param head flat, [WEIGHT_COUNT]
 * @param pairs N of a step: TensorFlow bakes it in
 * @param subjects labelled ones, by which the score-aware loss sets its width
 * @param from where the part begins that is tuned
 */
export function traceFineTuning(
  tf: TensorFlow,
  trunk: Trunk,
  head: Float32Array,
  objective: Objective,
  pairs: number,
  subjects: number,
  from: TunedFrom,
): GraphBuilder {
  const weights = joinWeights(flatTrunk(trunk, from), head)
  const state = stepVariables(tf, weights)
  const sample = sampleFineTuneArguments(tf, pairs, from)
  const some = { inputs: tf.zeros([2, ...INPUT_SHAPES[from]]) as Tensor }
  const images = { images: tf.zeros([2, ...INPUT_SHAPES.stem]) as Tensor }
  const flat = (): Tensor => tf.zeros([weights.length])
  const moved: Tensors = { weights: flat(), first: flat(), second: flat() }
  try {
    const builder = new GraphBuilder(tf)
      .owning([state.weights, state.first, state.second])
      .variable('weights', state.weights)
      .variable('first', state.first)
      .variable('second', state.second)
      .trace('train', sample, fineTuneFunction(tf, trunk, from, state, objective, subjects))
      .trace(
        'embed',
        some,
        ({ inputs }) => {
          const { head, features } = look(tf, trunk, from, state.weights, inputs as Tensor)
          return { features, vectors: unit(tf, encode(tf, head, features), 1e-12) }
        },
        ['inputs'],
      )
      .trace('get', {}, () => ({ ...state }))
      .trace('put', moved, (args) => {
        for (const name of ['weights', 'first', 'second'] as const) state[name].assign(args[name] as Tensor)
        return { done: tf.scalar(1) }
      })
    if (from === 'stem') return builder
    return builder.trace(
      'halfway',
      images,
      (args) => ({ inputs: halfwayMaps(tf, trunk, args['images'] as Tensor) }),
      ['images'],
    )
  } finally {
    tf.dispose([sample, some, images, moved] as never)
  }
}

/** Arguments of the right shapes for a step of so many pairs, to trace with. */
function sampleFineTuneArguments(tf: TensorFlow, pairs: number, from: TunedFrom): Tensors {
  return {
    inputs: tf.zeros([2 * pairs, ...INPUT_SHAPES[from]]),
    anchorLabels: tf.zeros([pairs]),
    positiveLabels: tf.zeros([pairs]),
    rate: tf.scalar(0.001),
    trunkRate: tf.scalar(0.0001),
    step: tf.scalar(1),
  }
}

/** Features by the tuned weights, and the head that belongs to them. */
function look(
  tf: TensorFlow,
  trunk: Trunk,
  from: TunedFrom,
  weights: Variable,
  inputs: Tensor,
): { features: Tensor; head: Tensor } {
  const [first, head] = tf.split(weights as Tensor, [trunkSize(trunk, from), WEIGHT_COUNT]) as [
    Tensor,
    Tensor,
  ]
  const tuned = { ...trunk, layers: layersFrom(tf, tunedLayers(trunk, from), first) }
  const features = from === 'stem' ? trunkFeatures(tf, tuned, inputs) : featuresFromHalfway(tf, tuned, inputs)
  return { features, head }
}

/** The baselines that are trained: each reads a pad from its own crop only. */
import { labelDistances, unit } from '../../../electron/learning/losses'
import { findObjective } from '../../../electron/learning/objectives'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'
import { type Contender, padByPad, PADS, plain } from './data'
import { fitHead, type HeadBatch, type HeadRecipe } from './head-training'
import { byNeighbours, knn, local, type VectorsOf } from './neighbour-methods'

/** Length of an embedding. */
const DIMENSIONS = 64
/** Raw embeddings start out with a length near one: the paper's inner products of longer ones saturate the softmax. */
const SHORTENING = 1 / Math.sqrt(DIMENSIONS)

/** Of the triplet loss, in squared distance (Schroff et al. 2015). */
const TRIPLET_MARGIN = 0.2
/** Of the contrastive loss, in distance (Hadsell et al. 2006). */
const CONTRASTIVE_MARGIN = 1
/** Scores less than this apart count as alike, for losses that know only alike and different. */
const ALIKE = 0.1

const EMBEDDING = { outputs: DIMENSIONS, rate: 5e-3, rounds: 24 }

/** An objective of the app on the benchmark's own head. */
const objective = (name: string): HeadRecipe => ({
  ...EMBEDDING,
  loss: (tf, { outputs, anchorLabels, positiveLabels }, subjects) => {
    const [anchors, positives] = tf.split(tf.mul(outputs, SHORTENING), 2) as [Tensor, Tensor]
    return findObjective(name).loss(tf, { anchors, positives, anchorLabels, positiveLabels }, subjects)
  },
})

/**
 * Triplets with semi-hard negatives (Schroff et al. 2015): the nearest that lies further than the positive; where
 * there is none, the farthest. Every other pair's positive of another score may be the negative.
 */
const triplet: HeadRecipe = {
  ...EMBEDDING,
  loss: (tf, batch) => {
    const { distances, different } = compared(tf, batch)
    const same = tf.eye(distances.shape[0] as number)
    const own = tf.sum(tf.mul(distances, same), 1, true)
    const further = tf.mul(different, isGreater(tf, distances, own))
    // Squared distances of unit vectors lie in 0..4: 9 is out of the running.
    const nearest = tf.min(tf.add(distances, tf.mul(tf.sub(1, further), 9)), 1, true)
    const farthest = tf.max(tf.sub(distances, tf.mul(tf.sub(1, different), 9)), 1, true)
    const some = isGreater(tf, tf.scalar(5), nearest)
    const negative = tf.add(tf.mul(some, nearest), tf.mul(tf.sub(1, some), farthest))
    const usable = tf.max(different, 1, true)
    return tf.mean(tf.mul(usable, tf.relu(tf.add(tf.sub(own, negative), TRIPLET_MARGIN))))
  },
}

/** Contrastive (Hadsell et al. 2006), on all pairs of an anchor and a positive; alike and different count the same. */
const contrastive: HeadRecipe = {
  ...EMBEDDING,
  loss: (tf, batch) => {
    const { distances, different } = compared(tf, batch)
    const alike = tf.sub(1, different)
    const short = tf.relu(tf.sub(CONTRASTIVE_MARGIN, tf.sqrt(tf.add(distances, 1e-6))))
    const over = (x: Tensor, mask: Tensor): Tensor =>
      tf.div(tf.sum(tf.mul(x, mask)), tf.add(tf.sum(mask), 1e-6))
    return tf.add(over(distances, alike), over(tf.square(short), different))
  },
}

/** Squared distances of unit embeddings, anchors by positives, and 1 where their scores are not alike. */
function compared(
  tf: TensorFlow,
  { outputs, anchorLabels, positiveLabels }: HeadBatch,
): { distances: Tensor; different: Tensor } {
  const [anchors, positives] = tf.split(unit(tf, outputs), 2) as [Tensor, Tensor]
  const cosines = tf.matMul(anchors as never, positives as never, false, true)
  const distances = tf.relu(tf.sub(2, tf.mul(cosines, 2)))
  const apart = labelDistances(tf, anchorLabels, positiveLabels)
  return { distances, different: tf.cast(tf.greater(apart, ALIKE), 'float32') }
}

/** 1 where a is greater than b, 0 elsewhere; tfjs knows no gradient for comparing, and there is none to be had. */
function isGreater(tf: TensorFlow, a: Tensor, b: Tensor): Tensor {
  const compare = tf.customGrad(((left: Tensor, right: Tensor) => ({
    value: tf.cast(tf.greater(left, right), 'float32'),
    gradFunc: () => [tf.zeros(a.shape), tf.zeros(b.shape)],
  })) as never)
  return compare(a, b)
}

/** Outputs of an untrained head have deviation 1, labels a fifth of that. */
const REGRESSION_SCALE = 0.2

/** A value for each pad, of which the batch's own is held against the labels. */
const regression: HeadRecipe = {
  outputs: PADS.length,
  rate: 2e-3,
  rounds: 24,
  loss: (tf, { outputs, anchorLabels, positiveLabels, pad }) => {
    const values = tf.add(tf.mul(tf.sum(tf.mul(outputs, pad), 1), REGRESSION_SCALE), 0.5)
    return tf.mean(tf.square(tf.sub(values, tf.concat([anchorLabels, positiveLabels], 0))))
  },
}

/** A regression head on the trunk's features. */
export const regressionHead: Contender = {
  methods: ['regression'],
  needs: ['trunk'],
  async predict(tf, question) {
    const fitted = await fitHead(tf, question, regression)
    const values = padByPad(question, (_, test) => {
      const outputs = fitted.outputs(test)
      return test.map(
        ({ region }, i) =>
          0.5 + REGRESSION_SCALE * (outputs[i * PADS.length + PADS.indexOf(region as never)] as number),
      )
    })
    return { regression: plain(values) }
  },
}

/** An embedding and what is read off its neighbours. */
function embedding(recipe: HeadRecipe, readouts: Readonly<Record<string, typeof knn>>): Contender {
  return {
    methods: Object.keys(readouts),
    needs: ['trunk'],
    async predict(tf, question) {
      const fitted = await fitHead(tf, question, recipe)
      const vectorsOf: VectorsOf = (crops) => scaledToOne(fitted.outputs(crops), DIMENSIONS)
      return Object.fromEntries(
        Object.entries(readouts).map(([name, readout]) => [
          name,
          plain(byNeighbours(question, vectorsOf, readout)),
        ]),
      )
    },
  }
}

export const embeddings: readonly Contender[] = [
  embedding(triplet, { triplet: knn }),
  embedding(contrastive, { contrastive: knn }),
  embedding(objective('n-pair-mc'), { 'n-pair': knn }),
  embedding(objective('soft-n-pair'), { 'soft-n-pair': knn, 'soft-n-pair-linear': local }),
]

function scaledToOne(vectors: Float32Array, dimensions: number): Float32Array {
  for (let at = 0; at < vectors.length; at += dimensions) {
    const vector = vectors.subarray(at, at + dimensions)
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 1e-12))
    vector.forEach((value, d) => (vector[d] = value / length))
  }
  return vectors
}

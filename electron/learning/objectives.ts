/** The losses that a user can choose by name. */
import { MalarError } from '../domain/words'
import {
  embeddingPenalty,
  innerProducts,
  multiClassLoss,
  oneVersusOneLoss,
  scaledCosines,
  softTargetLoss,
  softTargets,
} from './losses'
import type { Tensor, TensorFlow } from './tensorflow'

/** N pairs as the objective sees them: raw embeddings [N, D], labels [N] on the unit scale. */
export interface EmbeddedPairs {
  anchors: Tensor
  positives: Tensor
  anchorLabels: Tensor
  positiveLabels: Tensor
}

export interface Objective {
  name: string
  /** One sentence for the person who chooses. */
  description: string
  /**
   * The loss of a batch, a scalar.
   * @param subjects number of labelled subjects, by which the score-aware loss sets its width
   */
  loss(tf: TensorFlow, pairs: EmbeddedPairs, subjects: number): Tensor
  /** The loss of a model whose embeddings are all equal. */
  chanceLoss(pairs: number): number
}

/** Factor on the cosines: with 1 the loss of 24 pairs cannot fall below 1.41, and gradients never fade. */
const COSINE_SCALE = 10

/** Weight of the penalty on raw embeddings (Sohn 2016). */
const LAMBDA = 0.002

/** Below this number of subjects neighbours in score are far apart, and the targets are drawn wider. */
const FEW_SUBJECTS = 50

/** Width of the soft targets on the unit scale, by the number of subjects. */
export function softWidth(subjects: number): number {
  return subjects < FEW_SUBJECTS ? 0.2 : 0.1
}

const multiClassChance = (pairs: number): number => Math.log(pairs)

/** Every objective that can be named in the options of a training. */
export const OBJECTIVES: readonly Objective[] = [
  {
    name: 'soft-n-pair',
    description:
      'Score-aware N-pair: each pad is drawn towards all pads of a similar score, in proportion to how similar it is.',
    loss: (tf, { anchors, positives, anchorLabels, positiveLabels }, subjects) =>
      softTargetLoss(
        tf,
        scaledCosines(tf, anchors, positives, COSINE_SCALE),
        softTargets(tf, anchorLabels, positiveLabels, softWidth(subjects)),
      ),
    chanceLoss: multiClassChance,
  },
  {
    name: 'n-pair-mc',
    description:
      'Multi-class N-pair as in the paper (Sohn 2016): each pad is drawn to its partner and away from all others at once.',
    loss: (tf, { anchors, positives }) =>
      tf.add(
        multiClassLoss(tf, innerProducts(tf, anchors, positives)),
        embeddingPenalty(tf, anchors, positives, LAMBDA),
      ),
    chanceLoss: multiClassChance,
  },
  {
    name: 'n-pair-ovo',
    description:
      'One-versus-one N-pair as in the paper (Sohn 2016): each pad is compared with its partner and one other at a time.',
    loss: (tf, { anchors, positives }) =>
      tf.add(
        oneVersusOneLoss(tf, innerProducts(tf, anchors, positives)),
        embeddingPenalty(tf, anchors, positives, LAMBDA),
      ),
    chanceLoss: (pairs) => (pairs - 1) * Math.LN2,
  },
  {
    name: 'n-pair-cosine',
    description:
      'Multi-class N-pair on angles instead of lengths: embeddings are scaled to length one before they are compared.',
    loss: (tf, { anchors, positives }) =>
      multiClassLoss(tf, scaledCosines(tf, anchors, positives, COSINE_SCALE)),
    chanceLoss: multiClassChance,
  },
]

/** The objective that the benchmark chose. */
export const DEFAULT_OBJECTIVE = 'soft-n-pair'

/**
 * Finds an objective by its name; an empty name is the default.
 * @throws MalarError `objective` with the names there are
 */
export function findObjective(name: string): Objective {
  const found = OBJECTIVES.find((objective) => objective.name === (name || DEFAULT_OBJECTIVE))
  if (found) return found
  const names = OBJECTIVES.map((objective) => objective.name).join(', ')
  throw new MalarError('objective', `There is no objective “${name}”. There are: ${names}.`)
}

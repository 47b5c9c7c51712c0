/**
 * The N-pair losses as formulas on embeddings, one function each.
 *
 * N pairs make a batch: anchors [N, D] and positives [N, D]; pair j's positive is a negative for every
 * anchor i ≠ j (Sohn, "Improved Deep Metric Learning with Multi-class N-pair Loss Objective", NIPS 2016).
 * S = A Pᵀ [N, N]. Everything is in the log-sum-exp form: log(1 + Σ exp) overflows float32 from a gap of
 * 88.7. When all embeddings are equal every multi-class form here is ln N with a gradient of zero.
 */
import type { Tensor, TensorFlow } from './tensorflow'

/** Stands for -infinity, which would make 0 · -∞ = NaN; exp of it is exactly 0 in float32. */
const NEVER = -1e9

/**
 * Vectors scaled to length one: x / √(‖x‖² + 1e-6). With max(‖x‖, 1e-12) as the divisor the gradient at
 * a zero vector would be 2.5e12 and wreck the step; here it is at most 1000.
 * @param x [N, D]
 * @param epsilon what is added to the squared norm
 */
export function unit(tf: TensorFlow, x: Tensor, epsilon = 1e-6): Tensor {
  return tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), epsilon)))
}

/** Inner products S_ij = a_i · p_j, [N, N]. */
export function innerProducts(tf: TensorFlow, anchors: Tensor, positives: Tensor): Tensor {
  return tf.matMul(anchors as never, positives as never, false, true)
}

/** Scaled cosines S_ij = scale · unit(a_i) · unit(p_j), [N, N]; a scale of 10 to 20 lets the loss fade. */
export function scaledCosines(tf: TensorFlow, anchors: Tensor, positives: Tensor, scale: number): Tensor {
  return tf.mul(innerProducts(tf, unit(tf, anchors), unit(tf, positives)), scale)
}

/**
 * mean_i [logsumexp_j S_ij − Σ_j T_ij S_ij], the form under all multi-class losses.
 * Gradient: dS = (softmax(S) − T) / N.
 * @param logits S, [N, M]
 * @param targets T, [N, M], rows sum to 1
 */
export function softTargetLoss(tf: TensorFlow, logits: Tensor, targets: Tensor): Tensor {
  // Because the rows of T sum to 1 this is −Σ T · log softmax(S).
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)))
}

/** N-pair-mc: mean_i log(1 + Σ_{j≠i} exp(S_ij − S_ii)), for S [N, N]. Sohn 2016, equation 5. */
export function multiClassLoss(tf: TensorFlow, logits: Tensor): Tensor {
  return softTargetLoss(tf, logits, tf.eye(logits.shape[0] as number))
}

/** N-pair-ovo: mean_i Σ_{j≠i} log(1 + exp(S_ij − S_ii)), for S [N, N]. Sohn 2016, one-versus-one. */
export function oneVersusOneLoss(tf: TensorFlow, logits: Tensor): Tensor {
  const same = tf.eye(logits.shape[0] as number)
  const own = tf.sum(tf.mul(logits, same), 1, true)
  return tf.mean(tf.sum(tf.mul(tf.softplus(tf.sub(logits, own)), tf.sub(1, same)), 1))
}

/**
 * mean_i log(1 + Σ_k exp(n_ik · a_i − p_i · a_i)) with negatives named one by one.
 * @param negatives [N, K, D]
 */
export function explicitNegativesLoss(
  tf: TensorFlow,
  anchors: Tensor,
  positives: Tensor,
  negatives: Tensor,
): Tensor {
  const own = tf.sum(tf.mul(positives, anchors), 1, true)
  const others = tf.sum(tf.mul(negatives, tf.expandDims(anchors, 1)), 2)
  const rivals = negatives.shape[1] as number
  const first = tf.concat([tf.ones(own.shape), tf.zeros([own.shape[0] as number, rivals])], 1)
  return softTargetLoss(tf, tf.concat([own, others], 1), first)
}

/** |ya_i − yp_j|, [N, N], for labels [N]. */
export function labelDistances(tf: TensorFlow, anchorLabels: Tensor, positiveLabels: Tensor): Tensor {
  return tf.abs(tf.sub(tf.expandDims(anchorLabels, 1), tf.expandDims(positiveLabels, 0)))
}

/**
 * Targets of the score-aware N-pair: T_ij ∝ exp(−(ya_i − yp_j)² / 2σ²), rows sum to 1, [N, N]. With
 * distinct scores and σ → 0 this is N-pair-mc exactly.
 * @param sigma on the unit scale
 */
export function softTargets(
  tf: TensorFlow,
  anchorLabels: Tensor,
  positiveLabels: Tensor,
  sigma: number,
): Tensor {
  const distances = labelDistances(tf, anchorLabels, positiveLabels)
  return tf.softmax(tf.mul(tf.square(distances), -1 / (2 * sigma * sigma)))
}

/** S with log(|ya_i − yp_j| / width + 1e-6) added off the diagonal: near scores push each other less. */
export function weightedLogits(tf: TensorFlow, logits: Tensor, distances: Tensor, width: number): Tensor {
  return tf.add(logits, offDiagonal(tf, tf.log(tf.add(tf.div(distances, width), 1e-6))))
}

/** S with scale · α · |ya_i − yp_j| added off the diagonal: far scores must lie further apart. */
export function marginLogits(
  tf: TensorFlow,
  logits: Tensor,
  distances: Tensor,
  scale: number,
  alpha: number,
): Tensor {
  return tf.add(logits, offDiagonal(tf, tf.mul(distances, scale * alpha)))
}

/**
 * S without the negatives whose score falls into the anchor's own bin, min(⌊y · bins⌋, bins − 1).
 * Kept for comparison: it was measured to hurt.
 */
export function maskedLogits(
  tf: TensorFlow,
  logits: Tensor,
  anchorLabels: Tensor,
  positiveLabels: Tensor,
  bins: number,
): Tensor {
  const bin = (labels: Tensor): Tensor => tf.minimum(tf.floor(tf.mul(labels, bins)), bins - 1)
  const apart = labelDistances(tf, bin(anchorLabels), bin(positiveLabels))
  // Bins are whole numbers: 1 − min(distance, 1) is 1 within a bin and 0 across.
  return tf.add(logits, offDiagonal(tf, tf.mul(tf.sub(1, tf.minimum(apart, 1)), NEVER)))
}

/** 0.25 λ (mean_i ‖a_i‖² + mean_i ‖p_i‖²): keeps raw inner products from growing. λ = .002 in the paper. */
export function embeddingPenalty(tf: TensorFlow, anchors: Tensor, positives: Tensor, lambda: number): Tensor {
  const size = (x: Tensor): Tensor => tf.mean(tf.sum(tf.square(x), 1))
  return tf.mul(tf.add(size(anchors), size(positives)), 0.25 * lambda)
}

function offDiagonal(tf: TensorFlow, square: Tensor): Tensor {
  return tf.mul(square, tf.sub(1, tf.eye(square.shape[0] as number)))
}

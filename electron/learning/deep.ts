/**
 * Networks of which more than the head is trained: first the head on the frozen trunk's features, then both together
 * on pixels. Their weights are those of the trunk that were trained, then the head's.
 */
import { MalarError } from '../domain/words'
import type { Depth } from '../domain/records'
import type { TrainedModel, TrainingExample, TrainingOptions, TrainingProgress } from '../engine-protocol'
import { IMAGE_VALUES } from './augment'
import { shrunk } from './crops'
import type { Embedder } from './embed'
import { FeatureStore } from './feature-store'
import { fineTune } from './fine-tune'
import { joinWeights, partWeights } from './fine-tune-step'
import type { TensorFlow } from './tensorflow'
import { train } from './trainer'
import { disposeTrunk } from './trunk'
import type { Trunk, TunedFrom } from './trunk'
import { computeFeatures } from './trunk-graph'
import { flatTrunk, trunkWith } from './trunk-weights'

/** Crops that go through a tuned trunk at once. */
const BATCH = 32

const FROM: Record<Exclude<Depth, 'head'>, TunedFrom> = { upper: 'block5', all: 'stem' }

/** Crops as the trunk sees them, by id: IMAGE_VALUES bytes each. */
export class ImageStore {
  readonly #images = new Map<number, Uint8Array>()

  get size(): number {
    return this.#images.size
  }

  /** @throws MalarError `crop` when it cannot be read, or is of another size */
  add(tf: TensorFlow, id: number, jpeg: Uint8Array): void {
    this.#images.set(id, shrunk(tf, { region: id, jpeg }))
  }

  /** @throws MalarError `crop` when it was not sent */
  get(id: number): Uint8Array {
    const image = this.#images.get(id)
    if (image) return image
    throw new MalarError('crop', `The crop ${id} was not sent to the engine.`)
  }

  /** All of them; not a copy. */
  get all(): ReadonlyMap<number, Uint8Array> {
    return this.#images
  }
}

/** What is learned from: each example's crop has its features and its image under its id. */
export interface DeepData {
  features: FeatureStore
  images: ImageStore
  examples: readonly TrainingExample[]
}

/**
 * Trains the head, then the trunk with it. No subject is held out: with few of them every one counts, and the
 * learning rate has gone down by the last step.
 * @param depth how far down the trunk is trained
 * @throws MalarError as `train` and `fineTune`
 */
export async function trainDeep(
  tf: TensorFlow,
  trunk: Trunk,
  depth: Exclude<Depth, 'head'>,
  { features, images, examples }: DeepData,
  options: TrainingOptions,
  onProgress: (progress: TrainingProgress) => void,
  shouldStop: () => boolean,
): Promise<TrainedModel> {
  const from = FROM[depth]
  let before = 0
  const head = await train(tf, features, examples, options, (progress) => {
    before = progress.steps
    onProgress({ ...progress, steps: 2 * progress.steps })
  }, shouldStop) // prettier-ignore
  // What the head has learned goes with the trunk as it was.
  if (head.cancelled) return { ...head, weights: joinWeights(flatTrunk(trunk, from), head.weights) }
  const data = { images: images.all, training: examples, validation: [] }
  const tuned = await fineTune(tf, trunk, head.weights, data, { ...options, steps: 0, from }, (progress) => {
    const { step, steps, loss, chanceLoss } = progress
    onProgress({ step: before + step, steps: before + steps, loss, chanceLoss })
  }, shouldStop) // prettier-ignore
  const weights = joinWeights(tuned.trunk, tuned.head)
  // What was saved just before a cancel may be what the loop would have gone back from.
  if (!weights.every(Number.isFinite)) {
    throw new MalarError(
      'diverged',
      'The training became unstable. The model in use was not touched. Train again, with another seed.',
    )
  }
  return {
    weights,
    losses: [...head.losses, ...tuned.losses.map(({ step, loss }) => ({ step: before + step, loss }))],
    chanceLoss: tuned.chanceLoss,
    steps: head.steps + tuned.steps,
    cancelled: tuned.cancelled,
  }
}

/**
 * Embeds crops by a network whose trunk was trained, giving way to the event loop in between.
 * @param weights as `trainDeep` gives them
 * @param shouldStop asked before every batch: they are looked at pixel by pixel, which may take minutes
 * @returns as `Embedder.embed`
 * @throws MalarError `model` when the weights are of another network; `crop` when one is missing; `cancelled`
 */
export async function embedDeep(
  tf: TensorFlow,
  trunk: Trunk,
  embedder: Embedder,
  weights: Float32Array,
  images: ImageStore,
  ids: readonly number[],
  shouldStop: () => boolean = () => false,
): Promise<Float32Array> {
  const { trunk: own, head } = partWeights(weights)
  const tuned = trunkWith(tf, trunk, own)
  const store = new FeatureStore()
  try {
    for (let start = 0; start < ids.length; start += BATCH) {
      if (shouldStop()) throw new MalarError('cancelled', 'It was cancelled before every crop was embedded.')
      const batch = ids.slice(start, start + BATCH)
      const pixels = new Float32Array(batch.length * IMAGE_VALUES)
      batch.forEach((id, i) => pixels.set(images.get(id), i * IMAGE_VALUES))
      store.addAll(batch, 1, await computeFeatures(tf, tuned, pixels))
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    disposeTrunk(tuned)
  }
  return embedder.embed(head, store, ids)
}

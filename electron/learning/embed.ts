/** Embeddings of crops by a trained model. */
import { checkWeights, DIMENSIONS } from './encoder'
import type { FeatureStore } from './feature-store'
import { Graph } from './graph/graph'
import type { Tensor, TensorFlow } from './tensorflow'
import { traceEmbedding } from './training-step'
import { FEATURES } from './trunk'

/** Crops in one call of the graph; more would only take memory. */
const BATCH = 256

/** A loaded graph that embeds with whichever weights it is given. Build it once: tracing takes a fifth of a second. */
export class Embedder {
  private constructor(
    private readonly tf: TensorFlow,
    private readonly graph: Graph,
  ) {}

  static async open(tf: TensorFlow): Promise<Embedder> {
    return new Embedder(tf, await Graph.open(tf, traceEmbedding(tf)))
  }

  /**
   * Embeds crops, a few hundred at a time, giving way to the event loop in between.
   * @param weights of a TrainedModel
   * @param ids of features in the store
   * @returns one after the other, DIMENSIONS each, of length one
   * @throws MalarError `model` when the weights are not of this encoder; `crop` when one is missing
   */
  async embed(weights: Float32Array, store: FeatureStore, ids: readonly number[]): Promise<Float32Array> {
    checkWeights(weights)
    const vectors = new Float32Array(ids.length * DIMENSIONS)
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH)
      // The weights are set anew each time: another call may have come in between.
      this.#put(weights)
      vectors.set(this.#run(store, batch), start * DIMENSIONS)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return vectors
  }

  dispose(): void {
    this.graph.dispose()
  }

  #put(weights: Float32Array): void {
    const args = { weights: this.tf.tensor1d(weights) }
    this.tf.dispose([args, this.graph.run('put', args)] as never)
  }

  #run(store: FeatureStore, ids: readonly number[]): Float32Array {
    const values = new Float32Array(ids.length * FEATURES)
    ids.forEach((id, i) => values.set(store.features(id, 0), i * FEATURES))
    const features = this.tf.tensor2d(values, [ids.length, FEATURES])
    const outputs = this.graph.run('embed', { features })
    const vectors = (outputs['vectors'] as Tensor).dataSync() as Float32Array
    this.tf.dispose([features, outputs] as never)
    return vectors
  }
}

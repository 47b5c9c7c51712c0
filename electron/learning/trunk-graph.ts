/**
 * The trunk as a TensorFlow graph. Its weights are constants, so that TensorFlow fuses convolution, bias and
 * activation into one operation and lays the kernels out for the processor once; op by op it takes three to five
 * times as long.
 */
import { Graph } from './graph/graph'
import { GraphBuilder } from './graph/trace'
import type { Tensor, TensorFlow } from './tensorflow'
import { TRUNK_PIXELS, trunkFeatures } from './trunk'
import type { Trunk } from './trunk'

const CHANNELS = 3
const IMAGE_VALUES = TRUNK_PIXELS * TRUNK_PIXELS * CHANNELS

/** Tracing and loading take half a second, so a trunk has its graph once. */
const graphs = new WeakMap<Trunk, Promise<Graph>>()

/**
 * Feature vectors of images. Between 8 and 64 images a call the time of one hardly differs.
 * @param pixels any number of images of TRUNK_PIXELS² × 3 values 0..255, one after the other
 * @returns FEATURES values for each image, one after the other
 * @throws RangeError when the pixels are not whole images
 */
export async function computeFeatures(
  tf: TensorFlow,
  trunk: Trunk,
  pixels: Float32Array,
): Promise<Float32Array> {
  const count = pixels.length / IMAGE_VALUES
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(`${pixels.length} values are not whole images of ${IMAGE_VALUES}.`)
  }
  const graph = await graphOf(tf, trunk)
  const images = tf.tensor4d(pixels, [count, TRUNK_PIXELS, TRUNK_PIXELS, CHANNELS])
  const outputs = graph.run('features', { images })
  const features = (outputs['features'] as Tensor).dataSync() as Float32Array
  tf.dispose([images, outputs] as never)
  return features
}

/** The graph to be loaded: signature `features`, any number of images. */
export function traceTrunk(tf: TensorFlow, trunk: Trunk): GraphBuilder {
  const sample = { images: tf.zeros([2, TRUNK_PIXELS, TRUNK_PIXELS, CHANNELS]) as Tensor }
  try {
    return new GraphBuilder(tf).trace(
      'features',
      sample,
      ({ images }) => ({ features: trunkFeatures(tf, trunk, images as Tensor) }),
      ['images'],
    )
  } finally {
    tf.dispose(sample)
  }
}

function graphOf(tf: TensorFlow, trunk: Trunk): Promise<Graph> {
  let graph = graphs.get(trunk)
  if (!graph) {
    graph = Graph.open(tf, traceTrunk(tf, trunk))
    graphs.set(trunk, graph)
    const opened = graph
    trunk.dependents.push({
      dispose: () => void opened.then((open) => open.dispose()).catch(() => undefined),
    })
    // A failure is told to whoever waits; the next call tries again.
    graph.catch(() => graphs.delete(trunk))
  }
  return graph
}

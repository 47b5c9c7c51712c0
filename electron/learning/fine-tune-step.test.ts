import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIMENSIONS, encode, initialWeights, WEIGHT_COUNT } from './encoder'
import { fineTuneFunction, inputTensor, joinWeights, partWeights, traceFineTuning } from './fine-tune-step'
import { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import { unit } from './losses'
import { DEFAULT_OBJECTIVE, findObjective } from './objectives'
import { Random } from './random'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { stepVariables } from './training-step'
import { disposeTrunk, FEATURES, halfwayMaps, loadTrunk, lowerLayers, TRUNK_PIXELS } from './trunk'
import type { TunedFrom } from './trunk'
import { computeFeatures } from './trunk-graph'
import { flatTrunk, trunkSize, trunkWith } from './trunk-weights'

const { tf } = loadTensorFlow('cpu')
const PAIRS = 3
const SUBJECTS = 20
const VALUES = TRUNK_PIXELS * TRUNK_PIXELS * 3
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
const objective = findObjective(DEFAULT_OBJECTIVE)
afterAll(() => disposeTrunk(trunk))

/** Stripes whose contrast follows the label, under noise. */
function pixelsOf(random: Random, labels: readonly number[]): Float32Array {
  const pixels = new Float32Array(labels.length * VALUES)
  labels.forEach((label, image) => {
    for (let i = 0; i < VALUES; i++) {
      const stripe = Math.floor(i / 3) % 8 < 4 ? 1 : -1
      pixels[image * VALUES + i] = 127 + 90 * label * stripe + 40 * (random.next() - 0.5)
    }
  })
  return pixels
}

/** Inputs of the step, by the op-by-op trunk where they are maps. */
function inputsOf(from: TunedFrom, pixels: Float32Array): Tensor {
  const images = inputTensor(tf, 'stem', pixels)
  if (from === 'stem') return images
  const maps = tf.tidy(() => halfwayMaps(tf, trunk, images))
  images.dispose()
  return maps
}

function argumentsOf(from: TunedFrom, random: Random, step: number): Tensors {
  const labels = Array.from({ length: 2 * PAIRS }, () => random.next())
  return {
    inputs: inputsOf(from, pixelsOf(random, labels)),
    anchorLabels: tf.tensor1d(labels.slice(0, PAIRS)),
    positiveLabels: tf.tensor1d(labels.slice(PAIRS)),
    // Warmed up as in a real training: Adam's first moves are signs, for which rounding decides.
    rate: tf.scalar(0.0001 * step),
    trunkRate: tf.scalar(0.00001 * step),
    step: tf.scalar(step),
  }
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] as number) - (b[i] as number)))
  return most
}

function values(outputs: Tensors): Record<string, Float32Array> {
  const read = Object.fromEntries(Object.entries(outputs).map(([k, t]) => [k, t.dataSync() as Float32Array]))
  tf.dispose(outputs)
  return read
}

describe.each(['stem', 'block5'] as const)('the traced step of fine-tuning from %s', (from) => {
  const head = initialWeights(new Random(1))
  const joined = joinWeights(flatTrunk(trunk, from), head)
  const eager = stepVariables(tf, joined)
  let graph: Graph

  beforeAll(async () => {
    const builder = traceFineTuning(tf, trunk, head, objective, PAIRS, SUBJECTS, from)
    // No images, and no weights but the frozen ones: other large constants of several values would be captured ones.
    const frozen = from === 'stem' ? [] : lowerLayers(trunk).flatMap(({ kernel, bias }) => [kernel, bias])
    const shapes = frozen.filter(({ size }) => size >= 113).map(({ shape }) => shape.join('×'))
    expect(
      builder
        .captured(113)
        .map((name) => name.split(' ')[1])
        .sort(),
    ).toEqual(shapes.sort())
    graph = await Graph.open(tf, builder)
  })
  afterAll(() => {
    graph?.dispose()
    tf.dispose(eager as never)
  })

  /** As with the head's step, a unit at the very edge of its activation may be on in one and off in the other. */
  it('equals the eager step, both given the same state before each, and leaves no tensor', () => {
    const train = fineTuneFunction(tf, trunk, from, eager, objective, SUBJECTS)
    const random = new Random(2)
    const steps = 8
    let tensors = 0
    let tight = 0
    for (let step = 1; step <= steps; step++) {
      const args = argumentsOf(from, random, step)
      const state = values(graph.run('get', {}))
      tf.tidy(() => {
        for (const name of ['weights', 'first', 'second'] as const) {
          eager[name].assign(tf.tensor1d(state[name] as Float32Array) as never)
        }
      })
      const wanted = values(tf.tidy(() => train(args)))
      const got = values(graph.run('train', args))
      const after = values(graph.run('get', {}))
      expect(got['loss']?.[0]).toBeCloseTo(wanted['loss']?.[0] as number, 4)
      expect(got['gradient']?.[0]).toBeGreaterThan(0)
      const first = furthest(after['first'] as Float32Array, eager.first.dataSync())
      const second = furthest(after['second'] as Float32Array, eager.second.dataSync())
      const moved = furthest(after['weights'] as Float32Array, eager.weights.dataSync())
      if (first < 2e-6 && second < 2e-6 && moved < 1e-5) tight++
      expect(Math.max(first, second)).toBeLessThan(1e-3)
      tf.dispose(args)
      if (step === 1) tensors = tf.memory().numTensors
      expect(tf.memory().numTensors).toBe(tensors)
    }
    expect(tight).toBeGreaterThanOrEqual(6)
  })

  it('moves trunk and head each by its own rate', () => {
    const before = partWeights(values(graph.run('get', {}))['weights'] as Float32Array)
    const still = { ...argumentsOf(from, new Random(3), 20), trunkRate: tf.scalar(0) }
    values(graph.run('train', still))
    const after = partWeights(values(graph.run('get', {}))['weights'] as Float32Array)
    expect(after.trunk).toEqual(before.trunk)
    expect(furthest(after.head, before.head)).toBeGreaterThan(1e-4)
    const other = { ...argumentsOf(from, new Random(3), 20), rate: tf.scalar(0) }
    values(graph.run('train', other))
    const then = partWeights(values(graph.run('get', {}))['weights'] as Float32Array)
    expect(then.head).toEqual(after.head)
    expect(furthest(then.trunk, after.trunk)).toBeGreaterThan(1e-5)
    expect(then.trunk).toHaveLength(trunkSize(trunk, from))
    expect(then.head).toHaveLength(WEIGHT_COUNT)
    tf.dispose([still, other] as never)
  })

  it('puts back exactly what it gave', () => {
    const state = values(graph.run('get', {}))
    const args = argumentsOf(from, new Random(4), 21)
    const loss = values(graph.run('train', args))['loss']?.[0]
    const moved = Object.fromEntries(Object.entries(state).map(([k, v]) => [k, tf.tensor1d(v)]))
    tf.dispose(graph.run('put', moved))
    expect(values(graph.run('get', {}))).toEqual(state)
    expect(values(graph.run('train', args))['loss']?.[0]).toBeCloseTo(loss as number, 5)
    tf.dispose([args, moved] as never)
  })

  it('gives features and embeddings of the weights as they are now, which a trunk made of them gives too', async () => {
    const pixels = pixelsOf(new Random(5), [0.1, 0.5, 0.9])
    const inputs = inputsOf(from, pixels)
    const embedded = values(graph.run('embed', { inputs }))
    inputs.dispose()
    const [got, vectors] = [embedded['features'] as Float32Array, embedded['vectors'] as Float32Array]
    const parts = partWeights(values(graph.run('get', {}))['weights'] as Float32Array)
    const tuned = trunkWith(tf, trunk, parts.trunk)
    expect(furthest(got, await computeFeatures(tf, tuned, pixels))).toBeLessThan(1e-4)
    expect(furthest(got, await computeFeatures(tf, trunk, pixels))).toBeGreaterThan(1e-2)
    const wanted = tf.tidy(() => {
      const raw = encode(tf, tf.tensor1d(parts.head), tf.tensor2d(got, [3, FEATURES]))
      return Array.from(unit(tf, raw, 1e-12).dataSync())
    })
    expect(vectors).toHaveLength(3 * DIMENSIONS)
    expect(furthest(vectors, wanted)).toBeLessThan(1e-4)
    disposeTrunk(tuned)
  })

  it('holds the same constants whatever it was traced with: none was frozen', () => {
    const trace = (seed: number): string[] =>
      traceFineTuning(
        tf,
        trunk,
        initialWeights(new Random(seed)),
        objective,
        PAIRS,
        SUBJECTS,
        from,
      ).constants()
    expect(trace(1)).toEqual(trace(2))
  })
})

describe('the layers below block 5', () => {
  it('give in the graph the maps that they give op by op, from which the step starts', async () => {
    const head = initialWeights(new Random(1))
    const graph = await Graph.open(tf, traceFineTuning(tf, trunk, head, objective, PAIRS, SUBJECTS, 'block5'))
    const pixels = pixelsOf(new Random(6), [0, 0.4, 0.6, 1])
    const wanted = inputsOf('block5', pixels)
    const images = inputTensor(tf, 'stem', pixels)
    const got = graph.run('halfway', { images })['inputs'] as Tensor
    expect(got.shape).toEqual(wanted.shape)
    expect(furthest(got.dataSync(), wanted.dataSync())).toBeLessThan(1e-4)
    const features = values(graph.run('embed', { inputs: got }))['features'] as Float32Array
    expect(furthest(features, await computeFeatures(tf, trunk, pixels))).toBeLessThan(1e-4)
    tf.dispose([wanted, images, got])
    graph.dispose()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIMENSIONS, initialWeights, WEIGHT_COUNT } from './encoder'
import { Graph } from './graph/graph'
import type { Tensors } from './graph/trace'
import { DEFAULT_OBJECTIVE, findObjective, OBJECTIVES } from './objectives'
import { Random } from './random'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { embedFunction, stepVariables, traceEmbedding, traceTraining, trainFunction } from './training-step'
import { FEATURES } from './trunk'

const { tf } = loadTensorFlow('cpu')
const PAIRS = 16
const SUBJECTS = 20

/** Arguments of one step: features that follow the label, each by its own share, with much noise. */
function argumentsOf(random: Random, step: number): Tensors {
  const labels = Array.from({ length: 2 * PAIRS }, () => random.next())
  const features = labels.flatMap((label) =>
    Array.from({ length: FEATURES }, (_, i) => label * Math.sin(i) + random.normal()),
  )
  return {
    features: tf.tensor2d(features, [2 * PAIRS, FEATURES]),
    anchorLabels: tf.tensor1d(labels.slice(0, PAIRS)),
    positiveLabels: tf.tensor1d(labels.slice(PAIRS)),
    // Warmed up as in a real training: Adam's first moves are signs, for which rounding decides.
    rate: tf.scalar(0.0001 * step),
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

describe.each(OBJECTIVES.map((o) => [o.name, o] as const))('the traced step, %s', (_name, objective) => {
  const weights = initialWeights(new Random(1))
  const eager = stepVariables(tf, weights)
  let graph: Graph

  beforeAll(async () => {
    const builder = traceTraining(tf, weights, objective, PAIRS, SUBJECTS)
    expect(builder.captured(PAIRS * PAIRS).every((name) => name.endsWith(`${PAIRS}×${PAIRS}`))).toBe(true)
    graph = await Graph.open(tf, builder)
  })
  afterAll(() => {
    graph?.dispose()
    tf.dispose(eager as never)
  })

  /**
   * Rounding differs, and now and then a unit lies so near to zero that it is on in one and off in the
   * other: then the gradient differs by that unit's share. The eager step does the same when its weights
   * are moved by 6e-8. So nearly all steps must agree tightly, and all of them within a share.
   */
  it('equals the eager step for 20 steps, both given the same state before each', () => {
    const train = trainFunction(tf, eager, objective, SUBJECTS)
    const random = new Random(2)
    let tensors = 0
    let tight = 0
    for (let step = 1; step <= 20; step++) {
      const args = argumentsOf(random, step)
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
      const first = furthest(after['first'] as Float32Array, eager.first.dataSync())
      const second = furthest(after['second'] as Float32Array, eager.second.dataSync())
      const moved = furthest(after['weights'] as Float32Array, eager.weights.dataSync())
      if (first < 2e-6 && second < 2e-6 && moved < 1e-5) tight++
      expect(Math.max(first, second)).toBeLessThan(1e-3)
      // Adam's step is at most about the learning rate, whatever the gradient.
      expect(moved).toBeLessThan(0.0001 * step)
      tf.dispose(args)
      if (step === 1) tensors = tf.memory().numTensors
      expect(tf.memory().numTensors).toBe(tensors)
    }
    expect(tight).toBeGreaterThanOrEqual(14)
  })

  it('puts back exactly what it gave, and goes on the same from there', () => {
    const args = argumentsOf(new Random(3), 21)
    const state = values(graph.run('get', {}))
    const loss = values(graph.run('train', args))['loss']
    const moved = Object.fromEntries(Object.entries(state).map(([k, v]) => [k, tf.tensor1d(v)]))
    tf.dispose(graph.run('put', moved))
    expect(values(graph.run('get', {}))).toEqual(state)
    expect(values(graph.run('train', args))['loss']?.[0]).toBeCloseTo(loss?.[0] as number, 5)
    tf.dispose([args, moved] as never)
  })
})

it('two traces with different sample arguments hold the same constants: none was frozen', () => {
  const trace = (seed: number): string[] =>
    traceTraining(
      tf,
      initialWeights(new Random(seed)),
      findObjective(DEFAULT_OBJECTIVE),
      PAIRS,
      SUBJECTS,
    ).constants()
  expect(trace(1)).toEqual(trace(2))
})

it('embeds any number of crops as the eager function does, to length one', async () => {
  const flat = initialWeights(new Random(4))
  const state = stepVariables(tf, flat)
  const graph = await Graph.open(tf, traceEmbedding(tf))
  const put = { weights: tf.tensor1d(flat) }
  tf.dispose(graph.run('put', put))
  for (const count of [1, 5]) {
    const features = tf.randomNormal([count, FEATURES], 0, 1, 'float32', 9)
    const wanted = tf.tidy(() => embedFunction(tf, state.weights)({ features }))
    const got = graph.run('embed', { features })
    const vectors = got['vectors'] as Tensor
    expect(vectors.shape).toEqual([count, DIMENSIONS])
    expect(furthest(vectors.dataSync(), (wanted['vectors'] as Tensor).dataSync())).toBeLessThan(1e-5)
    for (const length of tf.tidy(() => tf.norm(vectors, 2, 1).dataSync())) expect(length).toBeCloseTo(1, 4)
    tf.dispose([features, wanted, got] as never)
  }
  graph.dispose()
  tf.dispose([state, put] as never)
  expect(flat).toHaveLength(WEIGHT_COUNT)
})

import { afterAll, describe, expect, it } from 'vitest'
import { fromHalves, toHalves } from '../../db/half-floats'
import { Random } from './random'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { disposeTrunk, loadTrunk, TRUNK_PIXELS, tunedLayers } from './trunk'
import { computeFeatures } from './trunk-graph'
import { flatTrunk, layersFrom, trunkSize, trunkWith } from './trunk-weights'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
afterAll(() => disposeTrunk(trunk))

const pixels = new Float32Array(TRUNK_PIXELS * TRUNK_PIXELS * 3).map((_, i) => (i * 7) % 256)

/** Weights moved about as far as a fine-tuning moves them. */
function changed(weights: Float32Array): Float32Array {
  const random = new Random(1)
  return weights.map((value) => value + 0.01 * (random.next() - 0.5))
}

describe('the flat weights of the trunk', () => {
  const flat = flatTrunk(trunk)

  it('are all of them, and make the same trunk again', async () => {
    expect(flat).toHaveLength(trunkSize(trunk))
    expect(flat.every(Number.isFinite)).toBe(true)
    const before = tf.memory().numTensors
    const again = trunkWith(tf, trunk, flat)
    expect(flatTrunk(again)).toEqual(flat)
    const [a, b] = [await computeFeatures(tf, again, pixels), await computeFeatures(tf, trunk, pixels)]
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i] as number, 5))
    disposeTrunk(again)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('are those from block 5 on where only these are tuned; below, the trunk stays as it is', async () => {
    const upper = flatTrunk(trunk, 'block5')
    expect(upper).toHaveLength(trunkSize(trunk, 'block5'))
    expect(upper).toEqual(flat.slice(-upper.length))
    expect(tunedLayers(trunk, 'block5')[0]?.name).toBe('block5/expand')
    const before = tf.memory().numTensors
    const moved = trunkWith(tf, trunk, changed(upper))
    expect(flatTrunk(moved, 'block5')).toEqual(changed(upper))
    expect(flatTrunk(moved).slice(0, -upper.length)).toEqual(flat.slice(0, -upper.length))
    disposeTrunk(moved)
    expect(tf.memory().numTensors).toBe(before)
    expect(flatTrunk(trunk)).toEqual(flat)
  })

  it('may be kept as half floats: no feature moves by a hundredth of its spread', async () => {
    const tuned = changed(flatTrunk(trunk, 'block5'))
    const rounded = fromHalves(toHalves(tuned))
    expect(rounded).not.toEqual(tuned)
    const features = async (weights: Float32Array): Promise<Float32Array> => {
      const other = trunkWith(tf, trunk, weights)
      const values = await computeFeatures(tf, other, pixels)
      disposeTrunk(other)
      return values
    }
    const [a, b] = [await features(tuned), await features(rounded)]
    a.forEach((value, i) => expect(Math.abs(value - (b[i] as number))).toBeLessThan(1e-2))
    const start = await computeFeatures(tf, trunk, pixels)
    expect(Math.max(...a.map((value, i) => Math.abs(value - (start[i] as number))))).toBeGreaterThan(1e-1)
  })

  it('are cut into layers where gradients find their way back', () => {
    const [last] = trunk.layers.slice(-1)
    const gradient = tf.tidy(() => {
      const sumOfLast = (given: Tensor): Tensor =>
        tf.sum((layersFrom(tf, trunk.layers, given).at(-1) as { bias: Tensor }).bias)
      return tf.grad(sumOfLast as never)(tf.tensor1d(flat))
    })
    const values = gradient.dataSync()
    gradient.dispose()
    const biases = last?.bias.size as number
    expect(values.slice(-biases).every((value) => value === 1)).toBe(true)
    expect(values.slice(0, -biases).every((value) => value === 0)).toBe(true)
  })

  it('are refused when they are of another length or damaged', () => {
    expect(() => trunkWith(tf, trunk, flat.subarray(1))).toThrow(/another version/)
    expect(() =>
      trunkWith(
        tf,
        trunk,
        flat.map((value, i) => (i === 9 ? NaN : value)),
      ),
    ).toThrow(/damaged/)
  })
})

import { afterAll, describe, expect, it } from 'vitest'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { disposeTrunk, loadTrunk, TRUNK_PIXELS } from './trunk'
import { computeFeatures } from './trunk-graph'
import { flatTrunk, layersFrom, trunkSize, trunkWith } from './trunk-weights'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
afterAll(() => disposeTrunk(trunk))

describe('the flat weights of the trunk', () => {
  const flat = flatTrunk(trunk)

  it('are all of them, and make the same trunk again', async () => {
    expect(flat).toHaveLength(trunkSize(trunk))
    expect(flat.every(Number.isFinite)).toBe(true)
    const before = tf.memory().numTensors
    const again = trunkWith(tf, trunk, flat)
    expect(flatTrunk(again)).toEqual(flat)
    const pixels = new Float32Array(TRUNK_PIXELS * TRUNK_PIXELS * 3).map((_, i) => (i * 7) % 256)
    const [a, b] = [await computeFeatures(tf, again, pixels), await computeFeatures(tf, trunk, pixels)]
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i] as number, 5))
    disposeTrunk(again)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('are cut into layers where gradients find their way back', () => {
    const [last] = trunk.layers.slice(-1)
    const gradient = tf.tidy(() => {
      const sumOfLast = (given: Tensor): Tensor =>
        tf.sum((layersFrom(tf, trunk, given).at(-1) as { bias: Tensor }).bias)
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

import { expect, it } from 'vitest'
import { calibrate } from './calibration'
import { encode, initialWeights, LAYERS, WEIGHT_COUNT } from './encoder'
import { Random } from './random'
import { loadTensorFlow } from './tensorflow'
import { waveCrops } from './testing/waves'
import { FEATURES } from './trunk'

const { tf } = loadTensorFlow('cpu')

it('gives every channel of every layer mean 0 and deviation 1 on the features, and keeps the given weights', () => {
  const { crops, examples } = waveCrops(16, ['jowl'])
  const values = examples.flatMap(({ crop }) => [...crops.features(crop, 0)])
  const features = tf.tensor2d(values, [examples.length, FEATURES])
  const weights = initialWeights(new Random(1))
  const before = weights.slice()
  const tensors = tf.memory().numTensors
  const scaled = calibrate(tf, weights, features)
  expect(tf.memory().numTensors).toBe(tensors)
  expect(weights).toEqual(before)
  expect(scaled).toHaveLength(WEIGHT_COUNT)
  const seen: string[] = []
  tf.tidy(() => {
    encode(tf, tf.tensor1d(scaled), features, (layer, output) => {
      seen.push(layer)
      const { mean, variance } = tf.moments(
        output,
        output.shape.slice(0, -1).map((_, axis) => axis),
      )
      const means = mean.dataSync()
      const variances = variance.dataSync()
      variances.forEach((v, i) => {
        if (v < 1e-3) return
        expect(Math.abs(means[i] as number)).toBeLessThan(0.02)
        expect(Math.abs(v - 1)).toBeLessThan(0.02)
      })
    })
  })
  expect(seen).toEqual(LAYERS)
  features.dispose()
})

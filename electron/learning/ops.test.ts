import type { Scalar } from '@tensorflow/tfjs-node'
import { describe, expect, it } from 'vitest'
import { addBias, relu, relu6 } from './ops'
import { loadTensorFlow, type Tensor } from './tensorflow'

const { tf } = loadTensorFlow('cpu')

/** Value and gradient of a function, weighted so that no two elements have the same share. */
function both(f: (x: Tensor) => Tensor, x: Tensor): number[] {
  return tf.tidy(() => {
    const weighted = (y: Tensor): Tensor => tf.sum(tf.mul(y, tf.reshape(tf.range(1, y.size + 1), y.shape)))
    const { value, grad } = tf.valueAndGrad((given: Tensor) => weighted(f(given)) as Scalar)(x)
    return [...value.dataSync(), ...grad.dataSync()]
  })
}

describe('layers with fused gradients equal those that tfjs builds', () => {
  const x = tf.tensor2d([-3, 0.5, 2, 5.9, 6.5, 40, -0.1, 3], [2, 4])

  it('relu', () => expect(both((t) => relu(tf, t), x)).toEqual(both((t) => tf.relu(t), x)))

  it('relu6', () => expect(both((t) => relu6(tf, t), x)).toEqual(both((t) => tf.clipByValue(t, 0, 6), x)))

  it('bias, for the input and for the bias', () => {
    const bias = tf.tensor1d([1, -2, 3, 0.5])
    expect(both((t) => addBias(tf, t, bias), x)).toEqual(both((t) => tf.add(t, bias), x))
    expect(both((b) => addBias(tf, x, b), bias)).toEqual(both((b) => tf.add(x, b), bias))
  })
})

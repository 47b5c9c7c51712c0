/**
 * Layers whose gradients TensorFlow has as one fused operation, where tfjs would build them from several.
 * Fewer passes over the large maps, eagerly and in a graph. Without TensorFlow they are tfjs's own.
 */
import { isNative, type Tensor, type TensorFlow } from './tensorflow'
import { backendOf } from './graph/internals'

/**
 * max(x, 0), with TensorFlow's own ReluGrad.
 * @param x any shape, float32
 */
export function relu(tf: TensorFlow, x: Tensor): Tensor {
  return isNative(tf) ? rectify(tf, x, 'Relu') : tf.relu(x)
}

/**
 * min(max(x, 0), 6), with TensorFlow's own Relu6Grad. In a graph it melts into the convolution before it, which
 * ClipByValue does not.
 * @param x any shape, float32
 */
export function relu6(tf: TensorFlow, x: Tensor): Tensor {
  return isNative(tf) ? rectify(tf, x, 'Relu6') : tf.relu6(x)
}

/**
 * x plus a bias for each channel, with TensorFlow's own BiasAddGrad.
 * @param x [..., channels]
 * @param bias [channels]
 */
export function addBias(tf: TensorFlow, x: Tensor, bias: Tensor): Tensor {
  if (!isNative(tf)) return tf.add(x, bias)
  const backend = backendOf(tf)
  const attributes = [
    { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT },
    { name: 'data_format', type: backend.binding.TF_ATTR_STRING, value: 'NHWC' },
  ]
  const op = tf.customGrad(((input: Tensor, added: Tensor) => ({
    value: backend.executeSingleOutput('BiasAdd', attributes, [input, added]),
    gradFunc: (dy: Tensor) => [dy, backend.executeSingleOutput('BiasAddGrad', attributes, [dy])],
  })) as never)
  return op(x, bias)
}

/**
 * The product of two matrices. WebAssembly multiplies a matrix that is read transposed ten times as slowly as one that
 * was transposed before, and its gradient consists of such products.
 * @param x [B, inputs]
 * @param weights [inputs, outputs]
 */
export function product(tf: TensorFlow, x: Tensor, weights: Tensor): Tensor {
  if (isNative(tf)) return tf.matMul(x, weights)
  const op = tf.customGrad(((a: Tensor, b: Tensor, save: (kept: Tensor[]) => void) => {
    save([a, b])
    return {
      value: tf.matMul(a, b),
      gradFunc: (dy: Tensor, [a, b]: [Tensor, Tensor]) => [
        tf.matMul(dy, tf.transpose(b)),
        tf.matMul(tf.transpose(a), dy),
      ],
    }
  }) as never)
  return op(x, weights)
}

/** Only the output is kept for the gradient: it tells as much as the input, which can then be freed. */
function rectify(tf: TensorFlow, x: Tensor, name: 'Relu' | 'Relu6'): Tensor {
  const backend = backendOf(tf)
  const types = [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT }]
  const op = tf.customGrad(((input: Tensor, save: (kept: Tensor[]) => void) => {
    const value = backend.executeSingleOutput(name, types, [input])
    save([value])
    return {
      value,
      gradFunc: (dy: Tensor, [kept]: Tensor[]) =>
        backend.executeSingleOutput(`${name}Grad`, types, [dy, kept as Tensor]),
    }
  }) as never)
  return op(x)
}

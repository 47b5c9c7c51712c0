/**
 * Pixels as they go to a graphics card: red, green and blue of one in a whole number below 2^24. A third of what floats
 * take; and whole numbers wait in the processor's memory, where tfjs-node would send floats to the card, fetch them
 * back and send them again with the step.
 */
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'

const SECOND = 256
const THIRD = 65536

/** @param bytes red, green, blue of one pixel after the other, 0..255 */
export function packPixels(bytes: Uint8Array): Int32Array {
  return Int32Array.from(
    { length: bytes.length / 3 },
    (_, i) =>
      (bytes[3 * i] as number) + SECOND * (bytes[3 * i + 1] as number) + THIRD * (bytes[3 * i + 2] as number),
  )
}

/**
 * The inverse, to be traced. Floats hold such numbers exactly, and only floats are computed on the card.
 * @param packed int32, any shape
 * @returns float32 0..255, with one more axis of 3
 */
export function unpackPixels(tf: TensorFlow, packed: Tensor): Tensor {
  const whole = tf.cast(packed, 'float32')
  const blue = tf.floor(tf.mul(whole, 1 / THIRD))
  const rest = tf.sub(whole, tf.mul(blue, THIRD))
  const green = tf.floor(tf.mul(rest, 1 / SECOND))
  return tf.stack([tf.sub(rest, tf.mul(green, SECOND)), green, blue], -1)
}

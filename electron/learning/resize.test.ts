import { expect, it } from 'vitest'
import { Random } from './random'
import { resized } from './resize'
import { loadTensorFlow } from './tensorflow'

const { tf } = loadTensorFlow('cpu')

it.each([
  [128, 112],
  [128, 64],
  [50, 33],
  [9, 9],
])('an image of %i pixels comes out at %i bit for bit as TensorFlow makes it', (from, to) => {
  const random = new Random(from)
  const image = Uint8Array.from({ length: from * from * 3 }, () => random.below(256))
  const wanted = tf.tidy(() =>
    tf.image
      .resizeBilinear(tf.tensor3d(image, [from, from, 3], 'int32'), [to, to], false, true)
      .dataSync()
      .map((value) => Math.floor(value + 0.5)),
  )
  expect(Array.from(resized(image, from, to))).toEqual(Array.from(wanted))
})

/** Makes a square image smaller as TensorFlow does, bit for bit, whatever computes. */

const CHANNELS = 3

/** Single precision, as TensorFlow computes. */
const single = Math.fround

/**
 * ResizeBilinear with half-pixel centres (tensorflow/core/kernels/image/resize_bilinear_op.cc), rounded.
 * @param image from² × 3 bytes, row by row, RGB
 * @returns to² × 3 bytes
 */
export function resized(image: Uint8Array, from: number, to: number): Uint8Array {
  const { lower, upper, share } = weights(from, to)
  const values = new Uint8Array(to * to * CHANNELS)
  const row = from * CHANNELS
  for (let y = 0, at = 0; y < to; y++) {
    const above = (lower[y] as number) * row
    const below = (upper[y] as number) * row
    const down = share[y] as number
    for (let x = 0; x < to; x++) {
      const left = (lower[x] as number) * CHANNELS
      const right = (upper[x] as number) * CHANNELS
      const across = share[x] as number
      for (let channel = 0; channel < CHANNELS; channel++) {
        const top = between(image[above + left + channel], image[above + right + channel], across)
        const bottom = between(image[below + left + channel], image[below + right + channel], across)
        values[at++] = between(top, bottom, down) + 0.5
      }
    }
  }
  return values
}

function between(a = 0, b = 0, share: number): number {
  return single(a + single(single(b - a) * share))
}

/** For each target pixel the two source pixels beside it, and how far it lies from the lower to the upper. */
function weights(from: number, to: number) {
  const lower = new Int32Array(to)
  const upper = new Int32Array(to)
  const share = new Float32Array(to)
  const scale = single(from / to)
  for (let i = 0; i < to; i++) {
    const place = single(single((i + 0.5) * scale) - 0.5)
    lower[i] = Math.max(Math.floor(place), 0)
    upper[i] = Math.min(Math.ceil(place), from - 1)
    share[i] = place - Math.floor(place)
  }
  return { lower, upper, share }
}

import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { CROP_PIXELS } from '../domain/crop'
import { IMAGE_VALUES } from './augment'
import { CropStore } from './crops'
import { Embedder } from './embed'
import { DIMENSIONS, initialWeights } from './encoder'
import { Random } from './random'
import { loadTensorFlow } from './tensorflow'

const { tf } = loadTensorFlow('cpu')

/** A JPEG whose left half is red and whose right half is grey. */
function picture(size = CROP_PIXELS): Uint8Array {
  const data = Buffer.alloc(size * size * 4, 120)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size / 2; x++) data.set([220, 30, 30, 255], (y * size + x) * 4)
  return new Uint8Array(jpeg.encode({ width: size, height: size, data }, 95).data)
}

describe('the crop store', () => {
  it('keeps a half-size image, channels in place', () => {
    const store = new CropStore()
    store.add(tf, 7, picture())
    const image = store.image(7)
    expect(image).toHaveLength(IMAGE_VALUES)
    const [red, green] = [image[(32 * 64 + 10) * 3] as number, image[(32 * 64 + 10) * 3 + 1] as number]
    expect(Math.abs(red - 220)).toBeLessThan(8)
    expect(Math.abs(green - 30)).toBeLessThan(8)
    expect(Math.abs((image[(32 * 64 + 54) * 3] as number) - 120)).toBeLessThan(8)
  })

  it('grows without losing anything, and replaces a crop of the same id', () => {
    const store = new CropStore()
    for (let id = 0; id < 700; id++) store.addPixels(id, new Uint8Array(IMAGE_VALUES).fill(id % 251))
    store.addPixels(3, new Uint8Array(IMAGE_VALUES).fill(99))
    expect(store.size).toBe(700)
    for (let id = 0; id < 700; id++) expect(store.image(id)[5]).toBe(id === 3 ? 99 : id % 251)
  })

  it('refuses what is no crop, with its id', () => {
    const store = new CropStore()
    const tensors = tf.memory().numTensors
    expect(() => store.add(tf, 4, new Uint8Array([1, 2, 3]))).toThrow(/crop 4 cannot be read/)
    expect(() => store.add(tf, 4, picture().subarray(0, 200))).toThrow(/crop 4 cannot be read/)
    expect(() => store.add(tf, 4, picture(64))).toThrow(/64 × 64 pixels instead of 128/)
    expect(() => store.image(4)).toThrow(/crop 4 was not sent/)
    expect(store.size).toBe(0)
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

describe('the embedder', () => {
  it('gives one unit vector a crop, in order, the same whatever the batch, and leaves no tensor', async () => {
    const store = new CropStore()
    const random = new Random(1)
    for (let id = 0; id < 300; id++) {
      store.addPixels(
        id,
        new Uint8Array(IMAGE_VALUES).map((_, i) => (i * (id + 1)) % (50 + random.below(200))),
      )
    }
    const embedder = await Embedder.open(tf)
    const weights = initialWeights(new Random(2))
    const tensors = tf.memory().numTensors
    const all = await embedder.embed(weights, store, [...Array(300).keys()])
    expect(all).toHaveLength(300 * DIMENSIONS)
    const one = await embedder.embed(weights, store, [280])
    one.forEach((value, i) => expect(value).toBeCloseTo(all[280 * DIMENSIONS + i] as number, 4))
    expect(Math.hypot(...one)).toBeCloseTo(1, 4)
    expect(await embedder.embed(weights, store, [])).toHaveLength(0)
    expect(tf.memory().numTensors).toBe(tensors)
    await expect(embedder.embed(new Float32Array(5), store, [1])).rejects.toThrow(/another version/)
    await expect(
      embedder.embed(
        weights.map(() => NaN),
        store,
        [1],
      ),
    ).rejects.toThrow(/damaged/)
    await expect(embedder.embed(weights, store, [1000])).rejects.toThrow(/crop 1000/)
    embedder.dispose()
  })
})

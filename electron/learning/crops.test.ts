import jpeg from 'jpeg-js'
import { afterAll, describe, expect, it } from 'vitest'
import { CROP_PIXELS } from '../domain/crop'
import { CropStore, VARIANTS } from './crops'
import { Embedder } from './embed'
import { DIMENSIONS, initialWeights } from './encoder'
import { Random } from './random'
import { loadTensorFlow } from './tensorflow'
import { disposeTrunk, FEATURES, loadTrunk } from './trunk'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
afterAll(() => disposeTrunk(trunk))

/** A JPEG whose left part is red and whose right part is grey. */
function picture(redShare = 0.5, size = CROP_PIXELS): Uint8Array {
  const data = Buffer.alloc(size * size * 4, 120)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size * redShare; x++) data.set([220, 30, 30, 255], (y * size + x) * 4)
  return new Uint8Array(jpeg.encode({ width: size, height: size, data }, 95).data)
}

describe('the crop store', () => {
  it('computes the features of a crop and of its changed copies, whatever else is prepared with it', async () => {
    const one = new CropStore()
    one.add(7, picture())
    await one.prepare(tf, trunk, [7], VARIANTS)
    const many = new CropStore()
    for (let id = 0; id < 10; id++) many.add(id, picture(id === 7 ? 0.5 : id / 10))
    const tensors = tf.memory().numTensors
    await many.prepare(tf, trunk, [9, 7, 3, 7], VARIANTS)
    expect(tf.memory().numTensors).toBe(tensors)
    for (let variant = 0; variant < VARIANTS; variant++) {
      const [a, b] = [one.features(7, variant), many.features(7, variant)]
      expect(a).toHaveLength(FEATURES)
      a.forEach((value, i) => expect(value).toBeCloseTo(b[i] as number, 3))
    }
    expect(one.features(7, 1)).not.toEqual(one.features(7, 0))
    expect(many.features(3, 0)).not.toEqual(many.features(7, 0))
    expect(() => many.features(4, 0)).toThrow(/crop 4 was not prepared/)
  })

  it('computes nothing twice, and a replaced crop anew', async () => {
    const store = new CropStore()
    store.add(1, picture())
    await store.prepare(tf, trunk, [1], 1)
    const first = store.features(1, 0)
    await store.prepare(tf, trunk, [1], 1)
    expect(store.features(1, 0)).toBe(first)
    store.add(1, picture(0.2))
    await store.prepare(tf, trunk, [1], 1)
    expect(store.features(1, 0)).not.toEqual(first)
    expect(store.size).toBe(1)
  })

  it('stops between batches when it is told to', async () => {
    const store = new CropStore()
    const ids = Array.from({ length: 70 }, (_, id) => id)
    for (const id of ids) store.addFeatures(id, [])
    for (const id of ids) store.add(id, picture(id / 70))
    let asked = 0
    expect(await store.prepare(tf, trunk, ids, 1, () => ++asked > 1)).toBe(false)
    expect(store.features(0, 0)).toHaveLength(FEATURES)
    expect(() => store.features(69, 0)).toThrow(/not prepared/)
  })

  it('refuses what is no crop, with its id', async () => {
    const store = new CropStore()
    store.add(4, new Uint8Array([1, 2, 3]))
    store.add(5, picture().subarray(0, 200))
    store.add(6, picture(0.5, 64))
    const tensors = tf.memory().numTensors
    await expect(store.prepare(tf, trunk, [4], 1)).rejects.toThrow(/crop 4 cannot be read/)
    await expect(store.prepare(tf, trunk, [5], 1)).rejects.toThrow(/crop 5 cannot be read/)
    await expect(store.prepare(tf, trunk, [6], 1)).rejects.toThrow(/64 × 64 pixels instead of 128/)
    await expect(store.prepare(tf, trunk, [8], 1)).rejects.toThrow(/crop 8 was not sent/)
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

describe('the embedder', () => {
  it('gives one unit vector a crop, in order, the same whatever the batch, and leaves no tensor', async () => {
    const store = new CropStore()
    const random = new Random(1)
    for (let id = 0; id < 300; id++) {
      store.addFeatures(id, [Float32Array.from({ length: FEATURES }, () => random.normal())])
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

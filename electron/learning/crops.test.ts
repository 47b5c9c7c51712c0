import jpeg from 'jpeg-js'
import { afterAll, describe, expect, it } from 'vitest'
import { CROP_PIXELS } from '../domain/crop'
import { VARIANTS, type CropToCompute } from '../engine-protocol'
import { computeTrunkFeatures, describeCrops } from './crops'
import { Embedder } from './embed'
import { DIMENSIONS, initialWeights } from './encoder'
import { FeatureStore } from './feature-store'
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

/** A crop whose variants are wanted. */
const crop = (jpeg: Uint8Array, variants = [0], region = 1): CropToCompute => ({ region, jpeg, variants })
const ALL = [...Array(VARIANTS).keys()]
const row = (values: Float32Array, i: number): Float32Array =>
  values.subarray(i * FEATURES, (i + 1) * FEATURES)
const expectClose = (a: Float32Array, b: Float32Array): void =>
  a.forEach((value, i) => expect(value).toBeCloseTo(b[i] as number, 3))

describe('features of crops', () => {
  it('depend on the crop and the variant, not on the region or on what else is computed with it', async () => {
    const one = await computeTrunkFeatures(tf, trunk, [crop(picture(), ALL, 7)])
    expect(one).toHaveLength(VARIANTS * FEATURES)
    const tensors = tf.memory().numTensors
    const many = await computeTrunkFeatures(tf, trunk, [
      crop(picture(0.9), ALL, 1),
      crop(picture(0.3), [0], 2),
      crop(picture(), [2, 0], 3),
    ])
    expect(tf.memory().numTensors).toBe(tensors)
    expect(many).toHaveLength((VARIANTS + 1 + 2) * FEATURES)
    expectClose(row(many, VARIANTS + 1), row(one, 2))
    expectClose(row(many, VARIANTS + 2), row(one, 0))
    for (const i of [1, 2, 3]) expect(row(one, i)).not.toEqual(row(one, 0))
    expect(row(one, 1)).not.toEqual(row(one, 2))
    expect(row(many, 0)).not.toEqual(row(one, 0))
    expect(await computeTrunkFeatures(tf, trunk, [])).toHaveLength(0)
  })

  it('end with the batch under way when they are told to stop', async () => {
    const crops = Array.from({ length: 70 }, (_, i) => crop(picture(i / 70)))
    let asked = 0
    const values = await computeTrunkFeatures(tf, trunk, crops, () => ++asked > 1)
    expect(values.length).toBeGreaterThan(0)
    expect(values.length).toBeLessThan(70 * FEATURES)
    expect(values.length % FEATURES).toBe(0)
    expectClose(row(values, 5), await computeTrunkFeatures(tf, trunk, [crop(picture(5 / 70))]))
    expect(await computeTrunkFeatures(tf, trunk, crops, () => true)).toHaveLength(0)
  })

  it('are not computed of what is no crop, which is told with its region', async () => {
    const tensors = tf.memory().numTensors
    const bad = async (jpeg: Uint8Array, sentence: RegExp): Promise<void> =>
      expect(computeTrunkFeatures(tf, trunk, [crop(jpeg, [0], 4)])).rejects.toThrow(sentence)
    await bad(new Uint8Array([1, 2, 3]), /region 4 cannot be read/)
    await bad(picture().subarray(0, 200), /region 4 cannot be read/)
    await bad(picture(0.5, 64), /region 4 is 64 × 64 pixels instead of 128/)
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

describe('descriptors of crops', () => {
  /** Share of red and the size. */
  const describeRed = (image: Uint8Array): Float32Array => {
    const red = image.filter((value, i) => i % 3 === 0 && value > 170).length
    return Float32Array.of(red / CROP_PIXELS ** 2, image.length)
  }

  it('see the crop at full size, crop by crop, until they are told to stop', async () => {
    const tensors = tf.memory().numTensors
    const crops = [0.25, 0.5, 1].map((share) => crop(picture(share)))
    const values = await describeCrops(tf, crops, 2, describeRed)
    ;[0.25, 0.5, 1].forEach((share, i) => expect(values[2 * i]).toBeCloseTo(share, 1))
    expect(values[1]).toBe(CROP_PIXELS * CROP_PIXELS * 3)
    let asked = 0
    expect(await describeCrops(tf, crops, 2, describeRed, () => ++asked > 2)).toEqual(values.slice(0, 4))
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('are refused for changed copies and for what is no crop', async () => {
    const bad = describeCrops(tf, [crop(new Uint8Array(3), [0], 4)], 2, describeRed)
    await expect(bad).rejects.toThrow(/region 4/)
    const changed = describeCrops(tf, [crop(picture(), [0, 1])], 2, describeRed)
    await expect(changed).rejects.toMatchObject({ code: 'request' })
  })
})

describe('the embedder', () => {
  it('gives one unit vector a crop, in order, the same whatever the batch, and leaves no tensor', async () => {
    const store = new FeatureStore()
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

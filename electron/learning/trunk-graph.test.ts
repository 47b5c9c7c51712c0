import jpeg from 'jpeg-js'
import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { afterAll, describe, expect, it } from 'vitest'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { disposeTrunk, FEATURES, loadTrunk, TRUNK_PIXELS, trunkFeatures } from './trunk'
import { computeFeatures, traceTrunk } from './trunk-graph'

const { tf } = loadTensorFlow('cpu')
const FOLDER = new URL('../../assets/trunk', import.meta.url).pathname
const VALUES = TRUNK_PIXELS * TRUNK_PIXELS * 3
const trunk = loadTrunk(tf, FOLDER)
afterAll(() => disposeTrunk(trunk))

/** Parts of a photograph, after a pass through JPEG as stored crops have had. */
function crops(count: number): Float32Array {
  const file = readFileSync(new URL('../../e2e/fixtures/astronaut.png', import.meta.url))
  const png = PNG.sync.read(file)
  const { data } = jpeg.decode(jpeg.encode({ width: png.width, height: png.height, data: png.data }, 90).data)
  const pixels = new Float32Array(count * VALUES)
  let at = 0
  for (let i = 0; i < count; i++) {
    const [left, top] = [(i * 61) % (png.width - TRUNK_PIXELS), (i * 97) % (png.height - TRUNK_PIXELS)]
    for (let y = 0; y < TRUNK_PIXELS; y++)
      for (let x = 0; x < TRUNK_PIXELS; x++)
        for (let c = 0; c < 3; c++) pixels[at++] = data[((y + top) * png.width + x + left) * 4 + c] as number
  }
  return pixels
}

describe('the trunk as a graph', () => {
  it('gives what the op-by-op trunk gives, for any number of crops', async () => {
    for (const count of [1, 5, 9]) {
      const pixels = crops(count)
      const got = await computeFeatures(tf, trunk, pixels)
      const wanted = tf.tidy(() => {
        const images = tf.tensor4d(pixels, [count, TRUNK_PIXELS, TRUNK_PIXELS, 3])
        return trunkFeatures(tf, trunk, images as Tensor).dataSync()
      })
      expect(got).toHaveLength(count * FEATURES)
      expect(Math.max(...wanted.map(Math.abs))).toBeGreaterThan(1)
      got.forEach((value, i) => expect(Math.abs(value - (wanted[i] as number))).toBeLessThan(1e-4))
    }
  })

  it('does not let one crop of a batch change another', async () => {
    const alone = await computeFeatures(tf, trunk, crops(6).slice(4 * VALUES, 5 * VALUES))
    const among = (await computeFeatures(tf, trunk, crops(6))).slice(4 * FEATURES, 5 * FEATURES)
    alone.forEach((value, i) => expect(Math.abs(value - (among[i] as number))).toBeLessThan(1e-4))
  })

  it('leaves no tensor in 50 calls', async () => {
    const pixels = crops(1)
    await computeFeatures(tf, trunk, pixels)
    const before = tf.memory().numTensors
    for (let i = 0; i < 50; i++) await computeFeatures(tf, trunk, pixels)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('holds its own weights as constants and nothing else that is large', () => {
    const own = trunk.layers
      .flatMap(({ kernel, bias }) => [kernel, bias])
      .concat([trunk.mean, trunk.deviation])
      .filter((tensor) => tensor.size >= 64)
      .map((tensor) => tensor.shape.join('×'))
    const captured = traceTrunk(tf, trunk).captured(64)
    expect(captured.map((name) => name.split(' ')[1]).sort()).toEqual(own.sort())
  })

  it('refuses what are not whole images', async () => {
    await expect(computeFeatures(tf, trunk, new Float32Array(VALUES - 1))).rejects.toThrow(/whole images/)
    await expect(computeFeatures(tf, trunk, new Float32Array(0))).rejects.toThrow(/whole images/)
  })
})

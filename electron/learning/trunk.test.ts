import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { disposeTrunk, FEATURES, loadTrunk, TRUNK_PIXELS, trunkFeatures, trunkMap } from './trunk'

const { tf } = loadTensorFlow('cpu')
const FOLDER = new URL('../../assets/trunk', import.meta.url).pathname

describe('the trunk', () => {
  it('gives what the original network gives, but for half floats', () => {
    const check = JSON.parse(readFileSync(join(FOLDER, 'check.json'), 'utf8')) as {
      pixels: number
      image: number[]
      shape: number[]
      output: number[]
    }
    const trunk = loadTrunk(tf, FOLDER)
    const values = check.image.map((value) => (value - 127) / 128)
    const image = tf.tensor4d(values, [1, check.pixels, check.pixels, 3])
    const output = tf.tidy(() => trunkMap(tf, trunk, image))
    expect(output.shape).toEqual([1, ...check.shape])
    const got = output.dataSync()
    const largest = Math.max(...check.output.map(Math.abs))
    expect(largest).toBeGreaterThan(1)
    check.output.forEach((value, i) =>
      expect(Math.abs((got[i] as number) - value)).toBeLessThan(0.005 * largest),
    )
    tf.dispose([image, output])
    disposeTrunk(trunk)
  })

  it('tells left from right and up from down, and leaves no tensor', () => {
    const before = tf.memory().numTensors
    const trunk = loadTrunk(tf, FOLDER)
    const pixels = new Float32Array(TRUNK_PIXELS * TRUNK_PIXELS * 3).fill(120)
    // Stripes in the upper left corner only.
    for (let y = 0; y < 30; y++)
      for (let x = 0; x < 30; x++)
        pixels.fill(x % 6 < 3 ? 250 : 10, (y * TRUNK_PIXELS + x) * 3, (y * TRUNK_PIXELS + x + 1) * 3)
    const images = tf.tensor4d(pixels, [1, TRUNK_PIXELS, TRUNK_PIXELS, 3])
    const plain = tf.fill([1, TRUNK_PIXELS, TRUNK_PIXELS, 3], 120)
    const difference = tf.tidy(() =>
      Array.from(
        tf
          .abs(tf.sub(trunkFeatures(tf, trunk, images), trunkFeatures(tf, trunk, plain as Tensor)))
          .dataSync(),
      ),
    )
    expect(difference).toHaveLength(FEATURES)
    const cell = (index: number): number =>
      difference.slice((index * FEATURES) / 9, ((index + 1) * FEATURES) / 9).reduce((a, b) => a + b, 0)
    expect(cell(0)).toBeGreaterThan(2 * cell(8))
    expect(cell(0)).toBeGreaterThan(cell(2))
    expect(cell(0)).toBeGreaterThan(cell(6))
    tf.dispose([images, plain])
    disposeTrunk(trunk)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('says so when its files are missing or cut short', () => {
    const folder = mkdtempSync(join(tmpdir(), 'malar-trunk-'))
    expect(() => loadTrunk(tf, folder)).toThrow(/Install Malar again/)
    copyFileSync(join(FOLDER, 'trunk.json'), join(folder, 'trunk.json'))
    writeFileSync(join(folder, 'trunk.bin'), readFileSync(join(FOLDER, 'trunk.bin')).subarray(0, 1000))
    expect(() => loadTrunk(tf, folder)).toThrow(/another length/)
    rmSync(folder, { recursive: true })
  })
})

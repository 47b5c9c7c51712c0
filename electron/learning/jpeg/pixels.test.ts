import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Random } from '../random'
import { loadTensorFlow } from '../tensorflow'
import { decodeJpeg } from './pixels'

const { tf } = loadTensorFlow('cpu')

/** As TensorFlow decodes it. */
function wanted(jpeg: Uint8Array): number[] {
  const image = tf.node.decodeJpeg(jpeg, 3)
  const values = Array.from(image.dataSync())
  image.dispose()
  return values
}

/** Waves of light and colour under noise, as libjpeg encodes them. */
async function encoded(
  width: number,
  height: number,
  quality: number,
  seed: number,
  { grey = false, progressive = false, halved = true } = {},
): Promise<Uint8Array> {
  const random = new Random(seed)
  const channels = grey ? 1 : 3
  const [across, down] = [random.between(0.05, 1), random.between(0.05, 1)]
  const values = Array.from({ length: width * height * channels }, (_, i) => {
    const pixel = Math.floor(i / channels)
    const wave = Math.sin(across * (pixel % width) + (i % channels)) + Math.cos((down * pixel) / width)
    return Math.min(255, Math.max(0, Math.round(128 + 70 * wave + random.between(-20, 20))))
  })
  const image = tf.tensor3d(values, [height, width, channels], 'int32')
  const format = grey ? 'grayscale' : 'rgb'
  const jpeg = await tf.node.encodeJpeg(image, format, quality, progressive, false, halved)
  image.dispose()
  return jpeg
}

it.each(['crop-1', 'crop-2'])(
  'a crop as Chromium wrote it comes out as TensorFlow decodes it: %s',
  (name) => {
    const jpeg = readFileSync(new URL(`fixtures/${name}.jpg`, import.meta.url))
    const { width, height, rgb } = decodeJpeg(jpeg)
    expect([width, height]).toEqual([128, 128])
    expect(Array.from(rgb)).toEqual(wanted(jpeg))
  },
)

it('images of any size, quality and sampling of colours come out bit for bit as TensorFlow decodes them', async () => {
  const side = fc.integer({ min: 8, max: 70 })
  const quality = fc.integer({ min: 5, max: 100 })
  await fc.assert(
    fc.asyncProperty(side, side, quality, fc.nat(), fc.boolean(), async (width, height, quality, seed, halved) => {
      const jpeg = await encoded(width, height, quality, seed, { halved })
      const decoded = decodeJpeg(jpeg)
      expect([decoded.width, decoded.height]).toEqual([width, height])
      expect(Array.from(decoded.rgb)).toEqual(wanted(jpeg))
    }),
    { numRuns: 40, seed: 1 },
  ) // prettier-ignore
})

it('an image without colours comes out grey', async () => {
  const jpeg = await encoded(40, 30, 90, 3, { grey: true })
  expect(Array.from(decodeJpeg(jpeg).rgb)).toEqual(wanted(jpeg))
})

it('what cannot be read is refused: another kind, another size, damage, and every length cut short', async () => {
  const progressive = await encoded(32, 32, 90, 1, { progressive: true })
  expect(() => decodeJpeg(progressive)).toThrow(/another kind/)
  const whole = await encoded(16, 16, 60, 2)
  const entropy = whole.lastIndexOf(0xda)
  for (let length = 0; length < entropy + 12; length++) {
    expect(() => decodeJpeg(whole.subarray(0, length))).toThrow(/JPEG image/)
  }
  const huge = Uint8Array.from(whole)
  const frame = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0xc0)
  huge.fill(255, frame + 5, frame + 9)
  expect(() => decodeJpeg(huge)).toThrow(/too large/)
  expect(() => decodeJpeg(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toThrow(/not a JPEG/)
})

it('bytes that were changed anywhere are read or refused, and never read for ever', async () => {
  const whole = await encoded(32, 24, 70, 4)
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const changed = Uint8Array.from(whole)
      changed[at] = value
      try {
        decodeJpeg(changed)
      } catch (error) {
        expect((error as Error).message).toMatch(/JPEG image/)
      }
    }),
    { numRuns: 500, seed: 2 },
  )
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../domain/words'
import { parseCanonicalMesh } from '../landmarks/canonical-mesh'
import { interOcularDistance } from '../landmarks/mesh'
import type { RgbaImage } from '../landmarks/sampling'
import { exposureOf } from './exposure'
import { facePixels } from './face-pixels'
import { measureQuality } from './measure'
import { blurOf } from './sharpness'
import { blurred, lit } from './testing'

const canonical = parseCanonicalMesh(readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'))
const SIDE = 320
/** A face that fills most of the picture, at so many pixels a centimetre. */
const face = (scale = 14, cx = SIDE / 2, cy = SIDE / 2): Point[] =>
  canonical.vertices.map(([x, y]): Point => [cx + scale * x, cy - scale * y])
const points = face()
const eyes = interOcularDistance(points)

function drawn(side: number, grey: (x: number, y: number) => number): RgbaImage {
  const rgba = new Uint8Array(side * side * 4).fill(255)
  for (let i = 0; i < side * side; i++) rgba.fill(grey(i % side, Math.floor(i / side)), i * 4, i * 4 + 3)
  return { width: side, height: side, rgba }
}
/** Squares of two greys: sharp edges in both directions. */
const squares = drawn(SIDE, (x, y) => (((x >> 5) + (y >> 5)) % 2 ? 180 : 90))
const blurIn = (image: RgbaImage) => blurOf(facePixels(image, points)) as number

describe('blur', () => {
  it('is what was put in, as a share of the distance between the eyes', () => {
    // What is finer than a pixel cannot be seen.
    expect(blurIn(squares) * eyes).toBeLessThan(0.9)
    for (const deviation of [2, 3, 4]) {
      const found = blurIn(blurred(squares, deviation)) * eyes
      expect(Math.abs(found - deviation)).toBeLessThan(0.25 * deviation)
    }
  })
  it('is the worse of the two directions: a moved camera blurs only one', () => {
    expect(blurIn(blurred(squares, 3, 0)) * eyes).toBeGreaterThan(2.5)
    expect(blurIn(blurred(squares, 0, 3)) * eyes).toBeGreaterThan(2.5)
  })
  it('does not depend on light or size', () => {
    const soft = blurred(squares, 3)
    expect(blurIn(lit(soft, 0.3))).toBeCloseTo(blurIn(soft), 2)
    const large = drawn(2 * SIDE, (x, y) => (((x >> 6) + (y >> 6)) % 2 ? 180 : 90))
    const twice = blurOf(facePixels(blurred(large, 6), face(28, SIDE, SIDE))) as number
    expect(Math.abs(twice - blurIn(soft))).toBeLessThan(0.15 * twice)
  })
  it('has no number where there is no edge', () => {
    expect(
      blurOf(
        facePixels(
          drawn(SIDE, () => 120),
          points,
        ),
      ),
    ).toBeNull()
  })
})

describe('exposure', () => {
  const of = (image: RgbaImage) => exposureOf(facePixels(image, points).luma)
  it('says how light the face is, and how much of it shows nothing', () => {
    expect(of(drawn(SIDE, () => 102))).toEqual({ mean: 0.4, light: 0.4, black: 0, white: 0 })
    expect(of(drawn(SIDE, () => 4))).toMatchObject({ black: 1, white: 0 })
    expect(of(drawn(SIDE, (x) => (x < SIDE / 2 ? 255 : 90)))?.white).toBeCloseTo(0.5, 1)
  })
  it('goes by the light parts, so that dark skin is not a dark photograph', () => {
    const darkSkin = drawn(SIDE, (x) => (x % 16 === 0 ? 200 : 50))
    expect(of(darkSkin)?.light).toBeGreaterThan(0.7)
    expect(of(lit(darkSkin, 0.2))?.light).toBeLessThan(0.2)
  })
  it('has no number without pixels', () => {
    expect(exposureOf(new Float32Array())).toBeNull()
  })
})

describe('a photograph', () => {
  it('is measured on the face, whatever is around it', () => {
    const outline = facePixels(squares, points)
    expect(outline.inside.filter((one) => one === 1).length).toBeLessThan(outline.inside.length)
    const framed = drawn(SIDE, (x, y) => {
      const beside = x < 40 || x > 280
      return beside ? 255 : ((x >> 5) + (y >> 5)) % 2 ? 180 : 90
    })
    expect(measureQuality(canonical, framed, { points, faces: 2 })).toMatchObject({
      faces: 2,
      exposure: { white: 0, black: 0 },
      face: { eyesApart: Number(eyes.toFixed(1)), yaw: expect.closeTo(0, 1), pitch: expect.closeTo(0, 1) },
    })
  })
  it('without a face is measured as a whole', () => {
    expect(
      measureQuality(
        canonical,
        drawn(SIDE, () => 51),
        null,
      ),
    ).toEqual({
      faces: 0,
      exposure: { mean: 0.2, light: 0.2, black: 0, white: 0 },
      face: null,
    })
    expect(
      measureQuality(
        canonical,
        drawn(1, () => 255),
        null,
      ).exposure?.white,
    ).toBe(1)
  })
  it('whose face lies outside of it has nothing to measure', () => {
    expect(measureQuality(canonical, squares, { points: face(14, -900, -900), faces: 1 })).toMatchObject({
      exposure: null,
      face: { blur: null },
    })
  })
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flagsOf } from '../../domain/quality'
import type { Point } from '../../domain/words'
import { loadTensorFlow } from '../../learning/tensorflow'
import { blurred, lit } from '../quality/testing'
import { measureQuality } from '../quality/measure'
import { parseCanonicalMesh } from './canonical-mesh'
import { findFace, findFaces } from './find-face'
import type { ChosenFace } from './find-face'
import { interOcularDistance } from './mesh'
import { disposeLandmarkModels, loadLandmarkModels } from './models'
import type { LandmarkModels } from './models'
import { headPose } from './pose'
import type { RgbaImage } from './sampling'

const canonical = parseCanonicalMesh(readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'))
const astronaut = readImage('e2e/fixtures/astronaut.png')
let models: LandmarkModels
let tensors: number
let upright: ChosenFace

beforeAll(async () => {
  const { tf } = loadTensorFlow('cpu')
  models = await loadLandmarkModels(tf, 'assets/landmarks', canonical)
  tensors = tf.memory().numTensors
  upright = (await findFace(models, astronaut)) as ChosenFace
})

afterAll(() => disposeLandmarkModels(models))

function readImage(path: string): RgbaImage {
  const bytes = readFileSync(path)
  const { width, height, data } = path.endsWith('.png') ? PNG.sync.read(bytes) : jpeg.decode(bytes)
  return { width, height, rgba: new Uint8Array(data) }
}

/** A picture whose pixel (x, y) is the pixel `from(x, y)` of another; null is black. */
function remap(
  image: RgbaImage,
  width: number,
  height: number,
  from: (x: number, y: number) => Point | null,
): RgbaImage {
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = from(x, y)
      if (!source) continue
      const at = (Math.floor(source[1]) * image.width + Math.floor(source[0])) * 4
      rgba.set(image.rgba.subarray(at, at + 4), (y * width + x) * 4)
    }
  }
  return { width, height, rgba }
}

function made(width: number, height: number, grey: (x: number, y: number) => number): RgbaImage {
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) rgba.fill(grey(i % width, Math.floor(i / width)), i * 4, i * 4 + 3)
  return { width, height, rgba }
}

/** The sentences that an unmirrored frontal photograph gets. */
function flagged(image: RgbaImage, face: ChosenFace): string[] {
  const quality = measureQuality(canonical, image, face)
  return flagsOf(quality, { view: 'frontal', mirrored: false }).map(({ words }) => words)
}

/** Mean distance of two meshes as a part of the inter-ocular distance. */
function difference(a: readonly Point[], b: readonly Point[]): number {
  const sum = a.reduce(
    (total, [x, y], i) => total + Math.hypot(x - (b[i] as Point)[0], y - (b[i] as Point)[1]),
    0,
  )
  return sum / a.length / interOcularDistance(a)
}

describe('the astronaut’s face', () => {
  it('is found, surely and once', () => {
    expect(upright.points).toHaveLength(468)
    expect(upright.confidence).toBeGreaterThan(0.98)
    expect(upright.faces).toBe(1)
    expect(interOcularDistance(upright.points)).toBeCloseTo(62, -1)
    // Where one sees them in the picture: the tip of the nose, and the corners of the mouth.
    expect(
      Math.hypot((upright.points[1] as Point)[0] - 224, (upright.points[1] as Point)[1] - 124),
    ).toBeLessThan(8)
    expect(
      Math.hypot((upright.points[61] as Point)[0] - 205, (upright.points[61] as Point)[1] - 144),
    ).toBeLessThan(8)
  })

  it('has the subject’s right eye on the image’s left', () => {
    expect((upright.points[33] as Point)[0]).toBeLessThan((upright.points[263] as Point)[0])
  })

  it('gives the same points a second time, and leaves no tensor behind', async () => {
    expect((await findFace(models, astronaut))?.points).toEqual(upright.points)
    expect(models.tf.memory().numTensors).toBe(tensors)
  })

  const { width, height } = astronaut
  it.each<[string, RgbaImage, (point: Point) => Point]>([
    [
      'upside down',
      remap(astronaut, width, height, (x, y) => [width - 1 - x, height - 1 - y]),
      ([x, y]) => [width - x, height - y],
    ],
    [
      'turned clockwise',
      remap(astronaut, height, width, (x, y) => [y, height - 1 - x]),
      ([x, y]) => [height - y, x],
    ],
    [
      'turned anticlockwise',
      remap(astronaut, height, width, (x, y) => [width - 1 - y, x]),
      ([x, y]) => [y, width - x],
    ],
    [
      'twice as large',
      remap(astronaut, 2 * width, 2 * height, (x, y) => [x / 2, y / 2]),
      ([x, y]) => [2 * x, 2 * y],
    ],
    [
      'in the corner of a wide picture',
      remap(astronaut, 2000, 700, (x, y) => (x < width && y < height ? [x, y] : null)),
      (point) => point,
    ],
  ])('is found %s, at the same places', async (_, image, moved) => {
    const found = (await findFace(models, image)) as ChosenFace
    expect(difference(upright.points.map(moved), found.points)).toBeLessThan(0.03)
  })

  it('is found in a tilted picture', async () => {
    const angle = (25 * Math.PI) / 180
    const turn = ([x, y]: Point, by: number): Point => [
      width / 2 + (x - width / 2) * Math.cos(by) - (y - height / 2) * Math.sin(by),
      height / 2 + (x - width / 2) * Math.sin(by) + (y - height / 2) * Math.cos(by),
    ]
    const tilted = remap(astronaut, width, height, (x, y) => {
      const [u, v] = turn([x, y], -angle)
      return u >= 0 && v >= 0 && u < width && v < height ? [u, v] : null
    })
    const found = (await findFace(models, tilted)) as ChosenFace
    expect(
      difference(
        upright.points.map((point) => turn(point, angle)),
        found.points,
      ),
    ).toBeLessThan(0.04)
  })

  it('is the same in the mirror, with right and left exchanged', async () => {
    const mirrored = remap(astronaut, width, height, (x, y) => [width - 1 - x, y])
    const found = (await findFace(models, mirrored)) as ChosenFace
    const back = canonical.mirror.map((twin): Point => {
      const [x, y] = found.points[twin] as Point
      return [width - x, y]
    })
    expect(difference(upright.points, back)).toBeLessThan(0.04)
    expect(headPose(canonical, found.points).yaw).toBeCloseTo(-headPose(canonical, upright.points).yaw, -1)
  })

  it('is counted when it is there twice, and the larger one is taken', async () => {
    const both = remap(astronaut, 1.5 * width, height, (x, y) => {
      if (x < width) return [x, y]
      const [u, v] = [(x - width) * 2, y * 2]
      return v < height ? [u, v] : null
    })
    const faces = await findFaces(models, both)
    expect(faces).toHaveLength(2)
    const found = (await findFace(models, both)) as ChosenFace
    expect(found.faces).toBe(2)
    expect(difference(upright.points, found.points)).toBeLessThan(0.03)
  })

  it('is flagged when it is small', async () => {
    const small = remap(astronaut, 213, 213, (x, y) => [x * 2.4, y * 2.4])
    const found = (await findFace(models, small)) as ChosenFace
    expect(flagged(small, found)).toEqual([expect.stringMatching(/The face is small, with 2\d pixels/)])
  })

  it('is flagged when it is blurred, dark or far too light, and not as it is', () => {
    expect(flagged(astronaut, upright)).toEqual([])
    expect(flagged(blurred(astronaut, 2), upright)).toEqual([expect.stringContaining('The face is blurred')])
    expect(flagged(blurred(astronaut, 3, 0), upright)).toEqual([
      expect.stringContaining('The face is blurred'),
    ])
    expect(flagged(lit(astronaut, 0.2), upright)).toEqual([expect.stringContaining('The face is too dark')])
    expect(flagged(lit(astronaut, 2), upright)).toEqual([expect.stringContaining('The face is too light')])
  })
})

describe('pictures without a face', () => {
  let state = 1
  const noise = () => (state = (state * 48_271) % 2_147_483_647) & 255
  it.each<[string, RgbaImage]>([
    ['noise', made(600, 400, noise)],
    ['a gradient', made(600, 400, (x, y) => (x + y) / 4)],
    ['a disc', made(400, 400, (x, y) => (Math.hypot(x - 200, y - 200) < 120 ? 200 : 60))],
    ['nothing', made(64, 64, () => 0)],
    ['a single pixel', made(1, 1, () => 128)],
    ['a strip', made(3000, 2, (x) => x & 255)],
    ['the astronaut’s suit', remap(astronaut, 360, 250, (x, y) => [x + 20, y + 260])],
  ])('%s', async (_, image) => {
    expect(await findFace(models, image)).toBeNull()
    expect(models.tf.memory().numTensors).toBe(tensors)
  })
})

it('refuses pixels that do not fit their size, and a folder without models', async () => {
  await expect(findFace(models, { width: 10, height: 10, rgba: new Uint8Array(10) })).rejects.toThrow(
    RangeError,
  )
  await expect(loadLandmarkModels(models.tf, 'assets/nowhere', canonical)).rejects.toMatchObject({
    code: 'landmark-models',
  })
})

/** Portraits of identifiable people that are never copied into the project. */
const portraitFolder = '../shared/faces'
const portraits = existsSync(portraitFolder)
  ? readdirSync(portraitFolder).filter((name) => name.endsWith('.jpg'))
  : []

describe.skipIf(portraits.length === 0)('portraits', () => {
  it.each(portraits)('%s', async (name) => {
    const found = (await findFace(models, readImage(join(portraitFolder, name)))) as ChosenFace
    expect(found.faces).toBe(1)
    expect((found.points[33] as Point)[0]).toBeLessThan((found.points[263] as Point)[0])
    expect(flagged(readImage(join(portraitFolder, name)), found)).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Atlas } from '../domain/atlas'
import { drawConditions } from './conditions'
import { createFaceModel } from './model'
import { renderPhotograph } from './photograph'
import type { SyntheticPhotograph } from './photograph'
import { createRandom } from './random'
import { createSubject } from './subject'

const SIZE = 256
const model = createFaceModel(
  readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'),
  JSON.parse(readFileSync('assets/atlas/fat-pad-atlas.json', 'utf8')) as Atlas,
)

/** Sum of absolute differences of two photographs left and right of the nose's bridge. */
function changeBySide(one: SyntheticPhotograph, other: SyntheticPhotograph): { left: number; right: number } {
  const bridge = one.trueLandmarks[2 * 168]
  const change = { left: 0, right: 0 }
  one.rgba.forEach((value, i) => {
    const x = Math.floor(i / 4) % SIZE
    change[x < bridge ? 'left' : 'right'] += Math.abs(value - other.rgba[i])
  })
  return change
}

function withMalar(right: number, left: number, seed = 11): SyntheticPhotograph {
  const subject = createSubject(model, 2, { scores: { malar_soof: { right, left } } })
  return renderPhotograph(model, subject, 0, seed, SIZE)
}

test('the same seeds give the same bytes', () => {
  const subject = createSubject(model, 8)
  const [once, again] = [1, 2].map(() => renderPhotograph(model, subject, 0, 3, SIZE))
  expect(again).toEqual(once)
  expect(once.rgba).toHaveLength(SIZE * SIZE * 4)
  expect(once.rgba.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true)
})

test('other conditions change the picture and not the truth', () => {
  const subject = createSubject(model, 8)
  const before = structuredClone(subject)
  const [one, other] = [3, 4].map((seed) => renderPhotograph(model, subject, 0, seed, SIZE))
  expect(other.rgba).not.toEqual(one.rgba)
  expect(subject).toEqual(before)
})

test("raising the subject's right malar pad changes the image's left, and the reverse", () => {
  const flat = withMalar(0.2, 0.2)
  const onRight = changeBySide(flat, withMalar(0.9, 0.2))
  expect(onRight.left).toBeGreaterThan(1000)
  expect(onRight.right).toBeLessThan(0.01 * onRight.left)
  const onLeft = changeBySide(flat, withMalar(0.2, 0.9))
  expect(onLeft.right).toBeGreaterThan(1000)
  expect(onLeft.left).toBeLessThan(0.01 * onLeft.right)
})

test('landmarks lie on the face: right eye on the left, chin below, all inside', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { trueLandmarks } = renderPhotograph(model, createSubject(model, seed), 0, seed, 64)
    const [rightEye, leftEye, forehead, chin] = [33, 263, 10, 152].map((i) => [
      trueLandmarks[2 * i],
      trueLandmarks[2 * i + 1],
    ])
    expect(rightEye[0]).toBeLessThan(leftEye[0])
    expect(forehead[1]).toBeLessThan(chin[1])
    expect(trueLandmarks).toHaveLength(936)
    expect(trueLandmarks.every((value) => value > 0 && value < 64)).toBe(true)
  }
})

test('landmarks scale with the size of the picture', () => {
  const subject = createSubject(model, 1)
  const [small, large] = [64, 128].map((size) => renderPhotograph(model, subject, 0, 1, size).trueLandmarks)
  large.forEach((value, i) => expect(value / 2).toBeCloseTo(small[i], 3))
})

test('a visit that the subject does not have is refused', () => {
  expect(() => renderPhotograph(model, createSubject(model, 1), 1, 1, 64)).toThrow(RangeError)
})

test('conditions keep to their ranges', () => {
  for (let seed = 0; seed < 300; seed++) {
    const { pose, light, camera } = drawConditions(512, createRandom(seed))
    expect(Math.abs(pose.yaw)).toBeLessThan((12.001 * Math.PI) / 180)
    expect(Math.abs(pose.pitch)).toBeLessThan((10.001 * Math.PI) / 180)
    expect(pose.cameraDistance).toBeGreaterThanOrEqual(45)
    expect(pose.cameraDistance).toBeLessThan(130)
    expect(Math.hypot(...light.keyDirection)).toBeCloseTo(1, 9)
    expect(camera.jpegQuality).toBeGreaterThanOrEqual(55)
    expect(camera.jpegQuality).toBeLessThanOrEqual(95)
    expect(camera.blur).toBeLessThanOrEqual((1.1 * 512) / 384)
  }
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../domain/words'
import { parseCanonicalMesh } from './canonical-mesh'
import { decodeBoxes, suppressOverlaps } from './detector'
import { interOcularDistance, roiAround } from './mesh'
import { headPose } from './pose'
import { fromRoi, makePyramid, sampleRoi } from './sampling'

const obj = readFileSync('assets/atlas/canonical_face_model.obj', 'utf8')
const canonical = parseCanonicalMesh(obj)

/** The canonical face as a far camera sees it; degrees, yaw to the subject's left, pitch with the chin up. */
function seen(yaw: number, pitch: number, roll = 0, scale = 20): Point[] {
  const [a, b, c] = [yaw, pitch, roll].map((angle) => (angle * Math.PI) / 180) as [number, number, number]
  return canonical.vertices.map(([x, y, z]): Point => {
    const right = x * Math.cos(a) + z * Math.sin(a)
    const forward = z * Math.cos(a) - x * Math.sin(a)
    const up = y * Math.cos(b) + forward * Math.sin(b)
    return [
      500 + scale * (right * Math.cos(c) + up * Math.sin(c)),
      400 + scale * (right * Math.sin(c) - up * Math.cos(c)),
    ]
  })
}

describe('the canonical mesh', () => {
  it('pairs right and left', () => {
    expect(canonical.mirror[33]).toBe(263)
    expect(canonical.mirror[61]).toBe(291)
    expect(canonical.mirror[1]).toBe(1)
    canonical.mirror.forEach((twin, vertex) => expect(canonical.mirror[twin]).toBe(vertex))
  })

  it('is refused when it is another one', () => {
    expect(() => parseCanonicalMesh('v 1 2 3\n')).toThrow('damaged')
    expect(() => parseCanonicalMesh(obj.replace('v 0.000000 -3.4', 'v 9.000000 -3.4'))).toThrow('damaged')
  })
})

describe('head pose', () => {
  it.each([
    [0, 0, 0],
    [30, 0, 0],
    [-45, 0, 10],
    [10, 20, -30],
    [0, -25, 90],
    [60, 15, 170],
  ])('is measured: yaw %i, pitch %i at roll %i', (yaw, pitch, roll) => {
    const pose = headPose(canonical, seen(yaw, pitch, roll))
    expect(pose.yaw).toBeCloseTo(yaw, 6)
    expect(pose.pitch).toBeCloseTo(pitch, 6)
  })
})

describe('boxes', () => {
  it('are read relative to their anchors', () => {
    const logits = new Float32Array(896).fill(-10)
    const boxes = new Float32Array(896 * 16)
    logits[3] = 5 // second anchor of the second cell of the fine grid
    logits[512 + 6 * 8] = 0 // first anchor of the second row of the coarse grid, at 0.5 exactly
    boxes.set([25.6, 0, 51.2, 102.4, -12.8, 0, 12.8, 0], 3 * 16)
    const [fine, coarse] = decodeBoxes(logits, boxes)
    expect(fine?.score).toBeCloseTo(0.993, 3)
    expect(fine?.cx).toBeCloseTo(1.5 / 16 + 0.1)
    expect(fine?.cy).toBeCloseTo(0.5 / 16)
    expect(fine?.height).toBeCloseTo(0.4)
    expect(fine?.rightEye[0]).toBeCloseTo(1.5 / 16 - 0.05)
    expect(fine?.leftEye[0]).toBeCloseTo(1.5 / 16 + 0.05)
    expect([coarse?.cx, coarse?.cy]).toEqual([0.5 / 8, 1.5 / 8])
  })

  it('that overlap by more than 0.3 leave the best', () => {
    const box = (score: number, cx: number) => ({ score, cx, cy: 0, width: 1, height: 1 })
    const kept = suppressOverlaps([box(0.6, 0.4), box(0.9, 0), box(0.7, 0.6), box(0.5, 3)])
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.7, 0.5])
  })
})

describe('squares', () => {
  it('lie around the face, turned with it', () => {
    const roi = roiAround(seen(0, 0, 40))
    expect(roi.angle).toBeCloseTo((40 * Math.PI) / 180)
    const height =
      Math.max(...canonical.vertices.map(([, y]) => y)) - Math.min(...canonical.vertices.map(([, y]) => y))
    expect(roi.size).toBeCloseTo(1.5 * 20 * height)
    expect(interOcularDistance(seen(0, 0, 40))).toBeCloseTo(20 * 2 * 4.445859)
  })

  it('are sampled where they lie, at every size', () => {
    // Red grows to the right and green downwards, so that a colour tells its place.
    const [width, height] = [1000, 800]
    const rgba = new Uint8Array(width * height * 4)
    for (let i = 0; i < width * height; i++) rgba.set([(i % width) / 4, Math.floor(i / width) / 4], i * 4)
    const pyramid = makePyramid({ width, height, rgba })
    for (const size of [60, 200, 500, 700]) {
      const roi = { cx: 500, cy: 400, size, angle: 0.7 }
      const pixels = sampleRoi(pyramid, roi, 100, 0, 255)
      for (const [column, row] of [
        [50, 50],
        [20, 70],
        [80, 30],
      ] as const) {
        const [x, y] = fromRoi(roi, (column + 0.5) / 100, (row + 0.5) / 100)
        const at = (row * 100 + column) * 3
        expect(Math.abs((pixels[at] as number) * 4 - x)).toBeLessThan(4)
        expect(Math.abs((pixels[at + 1] as number) * 4 - y)).toBeLessThan(4)
      }
    }
  })

  it('are black outside the photograph', () => {
    const pyramid = makePyramid({ width: 10, height: 10, rgba: new Uint8Array(400).fill(255) })
    const pixels = sampleRoi(pyramid, { cx: 0, cy: 5, size: 10, angle: 0 }, 10, -1, 1)
    expect(pixels[5 * 30]).toBe(-1)
    expect(pixels[5 * 30 + 27]).toBe(1)
  })
})

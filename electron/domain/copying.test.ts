import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applySimilarity,
  copiedOrigin,
  copyPolygon,
  fitSimilarity,
  lastVisitRegion,
  registersByLandmarks,
  type CopyPlace,
  type CopyableRegion,
  type Similarity,
} from './copying'
import type { Point, Polygon } from './words'

const at = (day: number, id: number): CopyableRegion =>
  ({ id, photograph: id, region: 'jowl', side: 'left', day }) as CopyableRegion
const SQUARE: Polygon = [[40, 40], [60, 40], [60, 60], [40, 60]] // prettier-ignore
const place = (changes: Partial<CopyPlace> = {}): CopyPlace => ({
  width: 100,
  height: 200,
  mirrored: false,
  landmarks: null,
  ...changes,
})
/** Points all over a face of 100 × 200 pixels. */
const FACE: Point[] = Array.from({ length: 60 }, (_, i) => [5 + (i % 10) * 10, 10 + Math.floor(i / 10) * 35])

describe('the region to copy', () => {
  it('is that of the last visit before, else of the nearest day', () => {
    expect(lastVisitRegion([at(0, 1), at(30, 2), at(91, 3)], 90)?.id).toBe(2)
    expect(lastVisitRegion([at(120, 1), at(91, 3)], 90)?.id).toBe(3)
    expect(lastVisitRegion([at(90, 4), at(91, 3)], 90)?.id).toBe(4)
    expect(lastVisitRegion([], 90)).toBeNull()
  })
  it('is called by hand where it was made by hand', () => {
    expect((['atlas', 'edited', 'drawn'] as const).map(copiedOrigin)).toEqual(['edited', 'edited', 'drawn'])
  })
})

describe('a similarity', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  const turn = fc
    .record({ a: number, b: number, tx: number, ty: number })
    .filter(({ a, b }) => Math.hypot(a, b) > 0.05)
  it('is found again from points that it moved', () => {
    fc.assert(
      fc.property(turn, fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }), (truth, weights) => {
        const moved = FACE.map((point) => applySimilarity(truth, point))
        const found = fitSimilarity(FACE, moved, weights) as Similarity
        for (const name of ['a', 'b', 'tx', 'ty'] as const) expect(found[name]).toBeCloseTo(truth[name], 6)
      }),
    ) // prettier-ignore
  })
  it('is not made up where the points do not determine it', () => {
    const same = FACE.map((): Point => [3, 4])
    expect(fitSimilarity(same, FACE, FACE.map(() => 1))).toBeNull() // prettier-ignore
    expect(fitSimilarity(FACE, same, FACE.map(() => 1))).toBeNull() // prettier-ignore
    expect(fitSimilarity(FACE, FACE, FACE.map(() => 0))).toBeNull() // prettier-ignore
  })
})

describe('a copied polygon', () => {
  it('lies on the face as it did, wherever the face is and however large', () => {
    const moved = (point: Point): Point => [300 + 2 * point[0] - point[1], 50 + 2 * point[1] + point[0]]
    const there = place({ width: 900, height: 900, landmarks: FACE.map(moved) })
    const copy = copyPolygon(SQUARE, place({ landmarks: FACE }), there)
    copy.forEach((point, i) => {
      const [x, y] = moved(SQUARE[i] as Point)
      expect([point[0], point[1]]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)])
    })
  })
  it('goes by the landmarks around it, not by those of a mouth that is open', () => {
    // The lowest points of the face went down by 30 pixels, the pad lies at the top.
    const pad: Polygon = [[40, 20], [60, 20], [60, 30]] // prettier-ignore
    const open = FACE.map(([x, y]): Point => [x, y > 180 ? y + 30 : y])
    const copy = copyPolygon(pad, place({ landmarks: FACE }), place({ landmarks: open }))
    const far = Math.max(
      ...copy.map(([x, y], i) => Math.hypot(x - (pad[i]?.[0] ?? 0), y - (pad[i]?.[1] ?? 0))),
    )
    expect(far).toBeLessThan(1)
  })
  it('keeps its place in the photograph where a face was not found', () => {
    const there = place({ width: 200, height: 100, landmarks: FACE })
    expect(copyPolygon(SQUARE, place(), there)).toEqual([[80, 20], [120, 20], [120, 30], [80, 30]]) // prettier-ignore
  })
  it('changes sides of the image where one photograph is a mirror image', () => {
    const here = place({ landmarks: FACE })
    const there = place({ landmarks: FACE, mirrored: true })
    const left: Polygon = [[10, 40], [20, 40], [20, 60]] // prettier-ignore
    expect(copyPolygon(left, here, there)).toEqual([[90, 40], [80, 40], [80, 60]]) // prettier-ignore
  })
  it('is registered by landmarks where both have a face, seen the same way round', () => {
    const seen = (hasFace: boolean, mirrored = false) => ({ hasFace, mirrored })
    expect(registersByLandmarks(seen(true), seen(true))).toBe(true)
    expect(registersByLandmarks(seen(true), seen(false))).toBe(false)
    expect(registersByLandmarks(seen(true), seen(true, true))).toBe(false)
  })
  it('is cut off at the border, and empty outside', () => {
    const shifted = (dx: number): CopyPlace => place({ landmarks: FACE.map(([x, y]): Point => [x + dx, y]) })
    const cut = copyPolygon(SQUARE, place({ landmarks: FACE }), shifted(-50))
    expect(cut.every(([x]) => x >= 0 && x <= 10 + 1e-9)).toBe(true)
    expect(cut.length).toBeGreaterThanOrEqual(4)
    expect(copyPolygon(SQUARE, place({ landmarks: FACE }), shifted(-90))).toEqual([])
  })
})

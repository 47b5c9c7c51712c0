import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkPolygon,
  clipPolygon,
  contains,
  crossesItself,
  deleteVertex,
  insertVertex,
  movePolygon,
  movePolygonInside,
  moveVertex,
  nearestVertex,
  polygonArea,
  polygonCentroid,
} from './geometry'
import type { Polygon } from './words'

const SQUARE: Polygon = [[10, 10], [30, 10], [30, 30], [10, 30]] // prettier-ignore
const BOW_TIE: Polygon = [[0, 0], [20, 20], [20, 0], [0, 20]] // prettier-ignore
const L: Polygon = [[0, 0], [30, 0], [30, 10], [10, 10], [10, 30], [0, 30]] // prettier-ignore

/** A star-shaped polygon about a centre never crosses itself. */
const stars = fc
  .record({
    cx: fc.integer({ min: -50, max: 150 }),
    cy: fc.integer({ min: -50, max: 150 }),
    radii: fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 3, maxLength: 20 }),
  })
  .map(({ cx, cy, radii }): Polygon =>
    radii.map((r, i) => {
      const angle = (2 * Math.PI * i) / radii.length
      return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)]
    }),
  )

describe('measures', () => {
  it('knows area and centroid', () => {
    expect(polygonArea(SQUARE)).toBe(400)
    expect(polygonArea([...SQUARE].reverse())).toBe(400)
    expect(polygonCentroid(SQUARE)).toEqual([20, 20])
    expect(polygonArea(L)).toBe(500)
    expect(polygonCentroid(L)).toEqual([11, 11])
    expect(polygonCentroid([[1, 1], [3, 3], [2, 2]])).toEqual([2, 2]) // prettier-ignore
  })
  it('moves the centroid with the polygon and keeps the area', () => {
    fc.assert(
      fc.property(stars, (star) => {
        const [x, y] = polygonCentroid(star)
        const moved = movePolygon(star, 1000, -2000)
        expect(polygonCentroid(moved)[0]).toBeCloseTo(x + 1000, 6)
        expect(polygonCentroid(moved)[1]).toBeCloseTo(y - 2000, 6)
        expect(polygonArea(moved)).toBeCloseTo(polygonArea(star), 5)
      }),
    )
  })
  it('knows inside and outside', () => {
    expect(contains(L, [5, 25])).toBe(true)
    expect(contains(L, [20, 20])).toBe(false)
    expect(contains(L, [-1, 5])).toBe(false)
  })
})

describe('crossesItself', () => {
  it('finds crossings, touching and folding back', () => {
    expect(crossesItself(SQUARE)).toBe(false)
    expect(crossesItself(L)).toBe(false)
    expect(crossesItself(BOW_TIE)).toBe(true)
    expect(crossesItself([[0, 0], [20, 0], [10, 0]])).toBe(true) // prettier-ignore
    expect(crossesItself([[0, 0], [10, 10], [20, 0], [20, 20], [10, 10], [0, 20]])).toBe(true) // prettier-ignore
    expect(crossesItself([[0, 0], [20, 0], [10, 0], [10, 20]])).toBe(true) // prettier-ignore
  })
  it('is false for stars, true for stars with two far corners swapped', () => {
    fc.assert(
      fc.property(stars, (star) => {
        expect(crossesItself(star)).toBe(false)
      }),
    )
    const ring: [number, number][] = Array.from({ length: 12 }, (_, i) => [
      Math.cos(i / 2) * 50,
      Math.sin(i / 2) * 50,
    ])
    for (let i = 0; i < 9; i++) {
      const swapped = [...ring]
      swapped[i] = ring[i + 3] as [number, number]
      swapped[i + 3] = ring[i] as [number, number]
      expect(crossesItself(swapped)).toBe(true)
    }
  })
})

describe('editing', () => {
  it('finds the nearest vertex', () => {
    expect(nearestVertex(SQUARE, [29, 12])).toEqual({ index: 1, distance: Math.hypot(1, 2) })
  })
  it('inserts, moves and deletes without touching the old polygon', () => {
    const before = JSON.stringify(SQUARE)
    const more = insertVertex(SQUARE, 3, [5, 20])
    expect(more).toEqual([...SQUARE, [5, 20]])
    expect(insertVertex(SQUARE, 0, [20, 5])[1]).toEqual([20, 5])
    expect(moveVertex(SQUARE, 2, [40, 40])[2]).toEqual([40, 40])
    expect(deleteVertex(more, 4)).toEqual(SQUARE)
    expect(() => deleteVertex(SQUARE.slice(1), 0)).toThrow(/three corners/)
    expect(JSON.stringify(SQUARE)).toBe(before)
  })
  it('keeps within the picture', () => {
    expect(clipPolygon(movePolygon(SQUARE, 500, 0), 100, 100)).toEqual([])
    expect(polygonArea(clipPolygon(SQUARE, 20, 100))).toBe(200)
    fc.assert(
      fc.property(stars, (star) => {
        const clipped = clipPolygon(star, 100, 100)
        for (const [x, y] of clipped) expect(x >= 0 && x <= 100 && y >= 0 && y <= 100).toBe(true)
        expect(polygonArea(clipped)).toBeLessThanOrEqual(polygonArea(star) + 1e-6)
      }),
    )
  })
})

describe('checkPolygon', () => {
  it('says what is wrong', () => {
    expect(checkPolygon(SQUARE, 100, 100)).toBe(SQUARE)
    expect(checkPolygon([...SQUARE, [10, 30], [10, 10]], 100, 100)).toEqual([[30, 10], [30, 30], [10, 30], [10, 10]]) // prettier-ignore
    expect(() => checkPolygon([[5, 5], [5, 5], [5, 5]], 100, 100)).toThrow(/three corners/) // prettier-ignore
    expect(() => checkPolygon(SQUARE.slice(2), 100, 100)).toThrow(/three corners/)
    expect(() => checkPolygon(SQUARE, 25, 100)).toThrow(/outside/)
    expect(() => checkPolygon([[NaN, 1], [2, 3], [9, 9]], 100, 100)).toThrow(/outside/) // prettier-ignore
    expect(() => checkPolygon([[1, 1], [3, 1], [3, 3]], 100, 100)).toThrow(/too small/) // prettier-ignore
    expect(() => checkPolygon(BOW_TIE, 100, 100)).toThrow(/crosses itself/)
  })
})

it('a whole polygon moves as far as the picture goes, without changing its shape', () => {
  expect(movePolygonInside(SQUARE, 5, -4, 100, 100)).toEqual(movePolygon(SQUARE, 5, -4))
  expect(movePolygonInside(SQUARE, 500, -40, 100, 100)).toEqual(movePolygon(SQUARE, 70, -10))
  // One that reaches outside already is not pushed further, and not pulled either.
  expect(movePolygonInside(movePolygon(SQUARE, -20, 0), -5, 0, 100, 100)).toEqual(movePolygon(SQUARE, -20, 0))
})

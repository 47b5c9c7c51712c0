import { describe, expect, it } from 'vitest'
import type { Polygon } from '../../electron/domain/words'
import {
  boxAround,
  gripAt,
  handleRadius,
  longestEdge,
  middles,
  octagon,
  problemOf,
  svgPoints,
} from './polygons'

const SQUARE: Polygon = [[10, 10], [50, 10], [50, 50], [10, 50]] // prettier-ignore

describe('an outline under the pointer', () => {
  it('is held by a corner, else by the middle of an edge, else as a whole', () => {
    expect(gripAt(SQUARE, [14, 14], 1)).toEqual({ kind: 'vertex', index: 0 })
    expect(gripAt(SQUARE, [32, 6], 1)).toEqual({ kind: 'middle', edge: 0 })
    expect(gripAt(SQUARE, [30, 30], 1)).toEqual({ kind: 'inside' })
    expect(gripAt(SQUARE, [80, 30], 1)).toBeNull()
  })
  it('is caught within as many pixels of the screen at every zoom', () => {
    expect(gripAt(SQUARE, [14, 14], 4)).toEqual({ kind: 'inside' })
    expect(gripAt(SQUARE, [11, 11], 4)).toEqual({ kind: 'vertex', index: 0 })
  })
  it('has handles in the middle of edges that are long enough on the screen, and small ones where it is small', () => {
    expect(middles(SQUARE, 1).map(({ edge, at }) => [edge, ...at])).toEqual([
      [0, 30, 10],
      [1, 50, 30],
      [2, 30, 50],
      [3, 10, 30],
    ])
    expect(middles(SQUARE, 0.5)).toEqual([])
    expect(handleRadius(SQUARE, 10)).toBe(4)
    expect(handleRadius(SQUARE, 0.5)).toBeLessThan(3)
    expect(handleRadius([[3, 3]], 1)).toBe(1.5)
  })
})

it('boxes, edges and octagons', () => {
  expect(boxAround([SQUARE, [[60, 20]]], 0.1)).toEqual({ x: 5, y: 5, width: 60, height: 50 })
  expect(boxAround([])).toBeNull()
  expect(longestEdge([[0, 0], [10, 0], [10, 30]])).toBe(2) // prettier-ignore
  const eight = octagon([50, 60], 20)
  expect(eight).toHaveLength(8)
  for (const [x, y] of eight) expect(Math.hypot(x - 50, y - 60)).toBeCloseTo(20)
  expect(svgPoints([[1, 2.345]])).toBe('1.0,2.3')
})

it('an outline that cannot be saved says why', () => {
  const picture = { width: 100, height: 100 }
  expect(problemOf(SQUARE, picture)).toBe('')
  expect(problemOf([[0, 0], [20, 20], [20, 0], [0, 20]], picture)).toMatch(/crosses itself/) // prettier-ignore
  expect(problemOf([[0, 0], [120, 20], [20, 90]], picture)).toMatch(/outside the picture/) // prettier-ignore
})

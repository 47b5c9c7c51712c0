import fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Atlas } from './atlas'
import { CROP_MARGIN, cropFrame } from './crop'
import { stripSpan, usualSpan, viewingFrames, withinCrop } from './viewing'
import type { ViewedPad } from './viewing'
import type { Point, Polygon } from './words'

const asset = (name: string): string =>
  fs.readFileSync(new URL(`../../assets/atlas/${name}`, import.meta.url), 'utf8')
const ATLAS = JSON.parse(asset('fat-pad-atlas.json')) as Atlas
const CANONICAL = asset('canonical_face_model.obj')
  .split('\n')
  .filter((line) => line.startsWith('v '))
  .map((line) => line.split(/\s+/).slice(1).map(Number) as [number, number, number])

/** A square of a given side about a point. */
const square = (cx: number, cy: number, side: number): Polygon =>
  [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => [cx + (x as number) * side / 2, cy + (y as number) * side / 2] as Point) // prettier-ignore

const pad = (changes: Partial<ViewedPad> = {}): ViewedPad => ({
  polygon: square(300, 200, 40),
  side: 'left',
  roll: 0,
  mirrored: false,
  interOcular: 100,
  ...changes,
})

describe('the usual span', () => {
  it('shows every pad of the atlas with its surroundings', () => {
    const [outer, inner] = [CANONICAL[33], CANONICAL[263]] as [number[], number[]]
    const eyes = Math.abs((outer[0] as number) - (inner[0] as number))
    for (const { id, left } of ATLAS.regions) {
      if (!left) continue
      const points = left.map((vertex) => CANONICAL[vertex] as [number, number, number])
      const extent = (axis: 0 | 1): number => {
        const values = points.map((point) => point[axis])
        return Math.max(...values) - Math.min(...values)
      }
      const ratio = (usualSpan(id) * eyes) / Math.max(extent(0), extent(1))
      expect(ratio, id).toBeGreaterThan(1.45)
      expect(ratio, id).toBeLessThan(2.4)
    }
  })
})

describe('viewing frames', () => {
  it('are as wide as so many eye distances, whatever the outline', () => {
    const [small] = viewingFrames('jowl', [pad()])
    const [large] = viewingFrames('jowl', [pad({ polygon: square(300, 200, 60) })])
    expect(small).toMatchObject({ cx: 300, cy: 200, size: 75, eyes: 0.75, mirrored: false })
    expect(large).toEqual(small)
  })

  it('show the same part of the face on a photograph of twice the size', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 8, noNaN: true }), (factor) => {
        const [frame] = viewingFrames('jowl', [pad()])
        const scaled = square(300 * factor, 200 * factor, 40 * factor)
        const [other] = viewingFrames('jowl', [pad({ polygon: scaled, interOcular: 100 * factor })])
        expect(other?.size).toBeCloseTo(factor * (frame?.size ?? 0), 8)
        expect(other?.cx).toBeCloseTo(factor * 300, 8)
        expect(other?.eyes).toBe(frame?.eyes)
      }),
    )
  })

  it('are of one scale side by side: where one does not fit, all are wider', () => {
    const frames = viewingFrames('jowl', [
      pad(),
      pad({ side: 'right' }),
      pad({ interOcular: 50, polygon: square(100, 100, 50) }),
    ])
    expect(frames.map(({ eyes }) => eyes)).toEqual([1.125, 1.125, 1.125])
    expect(frames.map(({ size }) => size)).toEqual([112.5, 112.5, 56.25])
    expect(frames.map(({ mirrored }) => mirrored)).toEqual([false, true, false])
  })

  it('hold every outline', () => {
    const placed = fc.record({
      extent: fc.double({ min: 1, max: 2000, noNaN: true }),
      interOcular: fc.option(fc.double({ min: 20, max: 900, noNaN: true })),
    })
    fc.assert(
      fc.property(fc.array(placed, { minLength: 1, maxLength: 3 }), (all) => {
        const frames = viewingFrames(
          'buccal',
          all.map(({ extent, interOcular }) => pad({ polygon: square(0, 0, extent), interOcular })),
        )
        frames.forEach(({ size }, i) => expect(size).toBeGreaterThan(all[i]?.extent ?? Infinity))
      }),
    )
  })

  it('follow the largest outline where no face was found', () => {
    const faceless = { interOcular: null }
    const frames = viewingFrames('jowl', [pad(faceless), pad({ ...faceless, polygon: square(0, 0, 80) })])
    expect(frames.map(({ size, eyes }) => [size, eyes])).toEqual([
      [CROP_MARGIN * 80, null],
      [CROP_MARGIN * 80, null],
    ])
  })
})

describe('crops in a strip', () => {
  it('are at one scale: the narrowest fills its tile', () => {
    expect(stripSpan([0.6, null, 0.5, 0.7])).toBe(0.5)
    expect(stripSpan([null])).toBeNull()
    expect(stripSpan([])).toBeNull()
  })
  it('hold the widest outline', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.05, max: 3, noNaN: true }), { minLength: 1 }), (eyes) => {
        const span = stripSpan(eyes) as number
        for (const one of eyes) expect(one / CROP_MARGIN).toBeLessThanOrEqual(span)
      }),
    )
  })
})

describe('a polygon within its crop', () => {
  it('lies about the middle, and is mirrored with the crop', () => {
    const polygon: Polygon = [[100, 100], [140, 100], [140, 120]] // prettier-ignore
    const round = (points: Polygon): number[][] => points.map(([x, y]) => [+x.toFixed(6), +y.toFixed(6)])
    const sixth = +(1 / 6).toFixed(6)
    const left = round(withinCrop(polygon, cropFrame(polygon, 0, 'left')))
    expect(left[0]?.[0]).toBe(sixth)
    expect(left[1]?.[0]).toBe(1 - sixth)
    const right = round(withinCrop(polygon, cropFrame(polygon, 0, 'right')))
    expect(right.map(([x]) => x)).toEqual(left.map(([x]) => +(1 - (x as number)).toFixed(6)))
    expect(right.map(([, y]) => y)).toEqual(left.map(([, y]) => y))
  })

  it('stays where it is when photograph and eye line turn together', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (roll) => {
        const polygon: Polygon = [[100, 100], [140, 100], [140, 120], [110, 150]] // prettier-ignore
        const turned = polygon.map(([x, y]): Point => [x * Math.cos(roll) - y * Math.sin(roll), x * Math.sin(roll) + y * Math.cos(roll)]) // prettier-ignore
        const upright = withinCrop(polygon, cropFrame(polygon, 0, 'left'))
        withinCrop(turned, cropFrame(turned, roll, 'left')).forEach(([x, y], i) => {
          expect(x).toBeCloseTo(upright[i]?.[0] ?? NaN, 8)
          expect(y).toBeCloseTo(upright[i]?.[1] ?? NaN, 8)
        })
      }),
    )
  })
})

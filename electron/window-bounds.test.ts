import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_BOUNDS, fitBounds, readBounds } from './window-bounds'
import type { Area, Bounds } from './window-bounds'

const MAIN: Area = { x: 0, y: 25, width: 1920, height: 1055 }
const SECOND: Area = { x: 1920, y: 0, width: 1280, height: 800 }
const BOUNDS: Bounds = { x: 2000, y: 40, width: 1000, height: 700, maximized: false }

describe('bounds of the window', () => {
  it('are read as they were kept, and anew where they are damaged', () => {
    expect(readBounds(JSON.stringify({ ...BOUNDS, more: 1 }))).toEqual(BOUNDS)
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"width":"1000","height":700}',
      '{"width":10,"height":10,"maximized":false}',
    ])
      expect(readBounds(text)).toEqual(DEFAULT_BOUNDS)
  })

  it('stay on a second screen while it is there', () => {
    expect(fitBounds(BOUNDS, [MAIN, SECOND])).toEqual(BOUNDS)
    expect(fitBounds({ ...BOUNDS, maximized: true }, [MAIN])).toEqual({
      width: 1000,
      height: 700,
      maximized: true,
    })
  })

  it('fall back where the upper edge is out of sight', () => {
    for (const place of [{ x: 3190 }, { y: -100 }, { y: 790 }, { x: 900 - 1000 - 900 }])
      expect(fitBounds({ ...BOUNDS, ...place }, [SECOND])).toEqual({
        width: 1000,
        height: 700,
        maximized: false,
      })
  })

  it('never exceed the screen, and can always be taken hold of', () => {
    const whole = fc.integer({ min: -5000, max: 5000 })
    const size = fc.integer({ min: 960, max: 5000 })
    fc.assert(
      fc.property(whole, whole, size, size, (x, y, width, height) => {
        const fitted = fitBounds({ x, y, width, height, maximized: false }, [MAIN, SECOND])
        expect(fitted.width).toBeLessThanOrEqual(1920)
        if (fitted.x === undefined || fitted.y === undefined) return
        const { x: left, y: top } = fitted
        const held = [MAIN, SECOND].some(
          (area) =>
            left + fitted.width > area.x + 50 &&
            left < area.x + area.width - 50 &&
            top > area.y - 30 &&
            top < area.y + area.height,
        )
        expect(held).toBe(true)
      }),
    )
  })
})

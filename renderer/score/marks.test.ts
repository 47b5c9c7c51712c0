import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SuggestionView } from '../../electron/contract'
import { CONTINUOUS, gradeScale } from '../../electron/domain/scale'
import { faceWindow } from './face-window'
import { closenessWords, marksOf, spread } from './marks'

describe('where things lie', () => {
  it('puts a suggestion on the scale in percent', () => {
    const view = { suggestion: { value: 2, low: 1, high: 5 } } as SuggestionView
    expect(marksOf(gradeScale(4, 1), view)).toEqual({ value: 50, low: 25, width: 75 })
    expect(marksOf(CONTINUOUS, null)).toEqual({ value: null, low: null, width: null })
  })
  it('says closeness in words', () => {
    expect([0, 0.5, 0.9, 1.4].map(closenessWords)).toEqual(['very alike', 'alike', 'less alike', 'far apart'])
  })
  it('sets tiles where they should lie, apart from each other and within the row', () => {
    expect(spread([100, 300], 60, 400)).toEqual([100, 300])
    expect(spread([100, 120], 60, 400)).toEqual([80, 140])
    expect(spread([0, 400], 60, 400)).toEqual([30, 370])
    const wanted = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(wanted, (all) => {
        const middles = spread(
          [...all].sort((a, b) => a - b),
          50,
          500,
        )
        middles.forEach((middle, i) => {
          expect(middle).toBeGreaterThanOrEqual(25 - 1e-9)
          expect(middle).toBeLessThanOrEqual(475 + 1e-9)
          if (i > 0) expect(middle - (middles[i - 1] as number)).toBeGreaterThanOrEqual(50 - 1e-9)
        })
      }),
    )
  })
  it('keeps the face window inside the photograph', () => {
    const box = faceWindow(
      [
        {
          polygon: [
            [0, 0],
            [90, 90],
          ],
        },
      ],
      { width: 100, height: 120 },
    )
    expect(box.side).toBe(100)
    expect([box.x, box.y >= 0 && box.y <= 20]).toEqual([0, true])
  })
})

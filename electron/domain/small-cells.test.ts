import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownCount, shownCounts } from './small-cells'

describe('small counts', () => {
  it('are not shown', () => {
    expect([0, 1, 9, 10, 1234].map(shownCount)).toEqual(['< 10', '< 10', '< 10', '10', '1234'])
  })
  it('take a total with them that would give one away', () => {
    expect(shownCounts([20, 30])).toEqual({ counts: ['20', '30'], total: '50' })
    expect(shownCounts([20, 7, 30]).total).toBe('withheld')
    expect(shownCounts([20, 7, 6, 30]).total).toBe('withheld')
    expect(shownCounts([20, 3, 6, 7, 30]).total).toBe('66')
    expect(shownCounts([20, 0, 0, 0]).total).toBe('withheld')
    expect(shownCounts([20, 9, 9, 9]).total).toBe('withheld')
    expect(shownCounts([4, 3]).total).toBe('< 10')
  })
  it('could be anything from 0 to 9 by all that is shown', () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 500 })), {
      minLength: 1,
      maxLength: 10,
    })
    fc.assert(
      fc.property(counts, (true_) => {
        const { counts: shown, total } = shownCounts(true_)
        const hidden = shown.filter((cell) => cell === '< 10').length
        if (hidden === 0 || !/^\d+$/.test(total)) return
        const known = shown.reduce((sum, cell) => sum + (cell === '< 10' ? 0 : Number(cell)), 0)
        for (let guess = 0; guess <= 9; guess++) {
          const others = Number(total) - known - guess
          expect(others).toBeGreaterThanOrEqual(0)
          expect(others).toBeLessThanOrEqual(9 * (hidden - 1))
        }
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { EarlyStop } from './early-stop'

function after(errors: readonly number[]): EarlyStop {
  const stop = new EarlyStop()
  errors.forEach((error, i) => stop.consider(20 * i, error, Float32Array.of(i)))
  return stop
}

describe('stopping early', () => {
  it('keeps the weights of the lowest error, the first of equals', () => {
    expect(after([3, 2, 1, 1, 2]).best).toEqual({ step: 40, error: 1, weights: Float32Array.of(2) })
    expect(after([3, 4, 5]).best?.step).toBe(0)
    expect(after([]).best).toBeUndefined()
  })

  it('gives up after six checks in a row without a new best', () => {
    expect(after([3, 4, 4, 4, 4, 4]).inVain).toBe(false)
    expect(after([3, 4, 4, 4, 4, 4, 4]).inVain).toBe(true)
    expect(after([3, 4, 4, 4, 4, 4, 2, 4, 4, 4]).inVain).toBe(false)
    expect(after([3, NaN, NaN, NaN, NaN, NaN, NaN]).inVain).toBe(true)
  })

  it('records every check', () => {
    expect(after([3, 2]).checks).toEqual([
      { step: 0, error: 3 },
      { step: 20, error: 2 },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import {
  addToDiagonal,
  cholesky,
  dot,
  gramOfColumns,
  gramOfRows,
  solvePositive,
  trace,
} from './linear-algebra'
import { seeded } from './random'

describe('linear algebra', () => {
  const random = seeded(3)
  const [rows, columns] = [12, 7]
  const x = Float64Array.from({ length: rows * columns }, () => random.normal())
  it('solves what it was given', () => {
    const a = addToDiagonal(gramOfColumns(x, rows, columns), columns, 0.1)
    const b = Float64Array.from({ length: columns }, () => random.normal())
    const solution = solvePositive(a, b, columns)
    for (let i = 0; i < columns; i++) {
      expect(dot(a.subarray(i * columns, (i + 1) * columns), solution)).toBeCloseTo(b[i] as number, 10)
    }
  })
  it('multiplies both ways round', () => {
    expect(trace(gramOfColumns(x, rows, columns), columns)).toBeCloseTo(dot(x, x), 10)
    expect(trace(gramOfRows(x, rows, columns), rows)).toBeCloseTo(dot(x, x), 10)
    const g = gramOfRows(x, rows, columns)
    expect(g[3 * rows + 5]).toBe(g[5 * rows + 3])
  })
  it('says when there is no solution', () => {
    expect(() => cholesky(Float64Array.of(1, 1, 1, 1), 2)).toThrow(/do not determine/)
    expect(() => cholesky(Float64Array.of(NaN), 1)).toThrow(/do not determine/)
  })
})

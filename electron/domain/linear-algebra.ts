/** Small dense matrices as row-major Float64Arrays. */
import { MalarError } from './words'

/**
 * Factor of a symmetric positive definite matrix, A = L Lᵀ.
 * @param a n × n; only its lower triangle is read
 * @returns L, n × n, zero above the diagonal
 * @throws MalarError `singular` when A is not positive definite
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number)
      if (i !== j) l[i * n + j] = sum / (l[j * n + j] as number)
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum)
      else throw new MalarError('singular', 'These data do not determine a fit: too many of them are alike.')
    }
  }
  return l
}

/** Solves L y = b for a lower triangular L (n × n); answers a new vector. */
export function solveLower(l: Float64Array, b: Float64Array, n: number): Float64Array {
  const y = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    let sum = y[i] as number
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (y[k] as number)
    y[i] = sum / (l[i * n + i] as number)
  }
  return y
}

/** Solves Lᵀ x = y for a lower triangular L (n × n); answers a new vector. */
export function solveUpper(l: Float64Array, y: Float64Array, n: number): Float64Array {
  const x = Float64Array.from(y)
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] as number) / (l[i * n + i] as number)
    x[i] = value
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (l[i * n + k] as number) * value
  }
  return x
}

/**
 * Solves A x = b for a symmetric positive definite A (n × n).
 * @throws MalarError `singular` when A is not positive definite
 */
export function solvePositive(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const l = cholesky(a, n)
  return solveUpper(l, solveLower(l, b, n), n)
}

/** Xᵀ X (columns × columns) of X (rows × columns). */
export function gramOfColumns(x: Float64Array, rows: number, columns: number): Float64Array {
  const g = new Float64Array(columns * columns)
  for (let r = 0; r < rows; r++) {
    const at = r * columns
    for (let i = 0; i < columns; i++) {
      const value = x[at + i] as number
      if (value === 0) continue
      for (let j = 0; j <= i; j++)
        g[i * columns + j] = (g[i * columns + j] as number) + value * (x[at + j] as number)
    }
  }
  return mirrorLower(g, columns)
}

/** X Xᵀ (rows × rows) of X (rows × columns). */
export function gramOfRows(x: Float64Array, rows: number, columns: number): Float64Array {
  const g = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let c = 0; c < columns; c++) sum += (x[i * columns + c] as number) * (x[j * columns + c] as number)
      g[i * rows + j] = sum
    }
  }
  return mirrorLower(g, rows)
}

/** A copy of the square matrix with `value` added to its diagonal. */
export function addToDiagonal(a: Float64Array, n: number, value: number): Float64Array {
  const result = Float64Array.from(a)
  for (let i = 0; i < n; i++) result[i * n + i] = (result[i * n + i] as number) + value
  return result
}

/** Sum of the diagonal. */
export function trace(a: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += a[i * n + i] as number
  return sum
}

/** Inner product of two vectors of equal length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function mirrorLower(g: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) g[j * n + i] = g[i * n + j] as number
  return g
}

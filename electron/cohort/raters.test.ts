import { expect, test } from 'vitest'
import { DEFAULT_RATERS, simulateRater } from './raters'

/** Mean and standard deviation of a rater's errors at one truth over many presentations. */
function errorsOf(name: string, bias: number, noiseSd: number, truth: number, slope?: number) {
  const rater = simulateRater(name, { bias, noiseSd, slope }, 42)
  const errors = Array.from({ length: 20_000 }, (_, i) => rater.score(truth, `S-${i}/0/jowl/right/1`) - truth)
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (errors.length - 1)
  return { mean, sd: Math.sqrt(variance), errors }
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanOf = (values: readonly number[]): number => values.reduce((s, v) => s + v, 0) / values.length
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  const sum = (f: (i: number) => number): number => a.reduce((total, _, i) => total + f(i), 0)
  const covariance = sum((i) => (a[i] - meanA) * (b[i] - meanB))
  return covariance / Math.sqrt(sum((i) => (a[i] - meanA) ** 2) * sum((i) => (b[i] - meanB) ** 2))
}

test.each(DEFAULT_RATERS)('$name errs as declared', ({ name, bias, noiseSd }) => {
  const { mean, sd } = errorsOf(name, bias, noiseSd, 0.5)
  expect(Math.abs(mean - bias)).toBeLessThan(0.0015)
  expect(Math.abs(sd - noiseSd)).toBeLessThan(0.0015)
})

test('the default raters differ in bias and noise, as documented', () => {
  expect(DEFAULT_RATERS).toEqual([
    { name: 'Rater A', bias: 0.02, noiseSd: 0.05 },
    { name: 'Rater B', bias: -0.03, noiseSd: 0.06 },
  ])
})

test('raters err independently of each other and from presentation to presentation', () => {
  const [a, b] = ['Rater A', 'Rater B'].map((name) => errorsOf(name, 0, 0.06, 0.5).errors)
  expect(Math.abs(correlation(a, b))).toBeLessThan(0.025)
  expect(Math.abs(correlation(a.slice(1), a.slice(0, -1)))).toBeLessThan(0.025)
  const rater = simulateRater('Rater A', { bias: 0, noiseSd: 0.06 }, 1)
  const presentations = Array.from({ length: 3000 }, (_, i) => `S-${i}/0/jowl`)
  const errors = (suffix: string): number[] => presentations.map((text) => rater.score(0.5, text + suffix))
  expect(Math.abs(correlation(errors('/right/1'), errors('/left/1')))).toBeLessThan(0.06)
  expect(Math.abs(correlation(errors('/right/1'), errors('/right/2')))).toBeLessThan(0.06)
})

test('a score depends on its presentation and not on the order of the round', () => {
  const traits = { bias: 0.02, noiseSd: 0.05 }
  const [one, other] = [simulateRater('A', traits, 1), simulateRater('A', traits, 1)]
  const forwards = ['x', 'y', 'z'].map((text) => one.score(0.4, text))
  const backwards = ['z', 'y', 'x'].map((text) => other.score(0.4, text))
  expect(backwards.reverse()).toEqual(forwards)
})

test('scores are hundredths within 0–1', () => {
  const rater = simulateRater('Wild', { bias: 0, noiseSd: 0.8 }, 3)
  const scores = Array.from({ length: 500 }, (_, i) => rater.score(0.5, String(i)))
  expect(Math.min(...scores)).toBe(0)
  expect(Math.max(...scores)).toBe(1)
  for (const score of scores) expect(score * 100).toBeCloseTo(Math.round(score * 100), 9)
})

test('the slope turns around the middle of the scale', () => {
  const rater = simulateRater('Timid', { bias: 0, slope: 0.5, noiseSd: 0 }, 1)
  expect([0, 0.5, 1].map((truth) => rater.score(truth, 'once'))).toEqual([0.25, 0.5, 0.75])
})

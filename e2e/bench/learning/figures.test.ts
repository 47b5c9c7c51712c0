import { describe, expect, it } from 'vitest'
import { Random } from '../../../electron/learning/random'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import type { Prediction } from './data'
import { type Answer, type Figures, figuresOf, spearman } from './metrics'
import { report } from './report'
import { ridge } from './ridge'
import type { Result } from './run-job'
import { Summary } from './summary'
import { judge, short } from './targets'

const { tf } = loadTensorFlow('cpu')
const known = (value: number | null, low: number | null = null, high: number | null = null): Prediction => ({
  value,
  low,
  high,
})

describe('figures', () => {
  const answer = (
    subject: string,
    visit: number,
    side: string,
    truth: number,
    prediction: Prediction,
  ): Answer => ({
    subject,
    visit,
    side,
    region: 'jowl',
    truth,
    fallback: 0.5,
    prediction,
  })

  it('are of the predictions, or of the mean where there is none', () => {
    const figures = figuresOf([
      answer('A', 0, 'right', 0.2, known(0.3, 0.1, 0.5)),
      answer('A', 0, 'left', 0.4, known(null)),
      answer('B', 0, 'right', 0.6, known(0.9, 0.7, 1)),
      answer('B', 0, 'left', 0.8, known(0.8)),
    ])
    expect(figures.mae).toBeCloseTo((0.1 + 0.1 + 0.3 + 0) / 4)
    expect(figures.unknown).toBe(0.25)
    expect(figures.coverage).toBe(0.5)
    expect(figures.width).toBeCloseTo(0.35)
    expect(figures.spearman).toBeCloseTo(0.8)
  })

  it('tell right from left within a visit, and over both', () => {
    const rows = [
      ['A', 0.3, 0.1],
      ['B', -0.2, 0.05],
      ['C', 0.1, 0.2],
    ] as const
    const answers = rows.flatMap(([subject, read, real]) =>
      [0, 1].flatMap((visit) => {
        // In the second visit all differences are read the other way round, but less.
        const seen = visit === 0 ? read : -read / 2
        return [
          answer(subject, visit, 'right', 0.5 + real, known(0.5 + seen)),
          answer(subject, visit, 'left', 0.5, known(0.5)),
        ]
      }),
    )
    const figures = figuresOf(answers)
    expect(figures.asymmetrySubject).toBeCloseTo(0.5)
    expect(Math.abs(figures.asymmetryVisit as number)).toBeLessThan(0.3)
  })

  it('have no rank correlation without variance', () => {
    expect(spearman([1, 2, 3], [0.5, 0.5, 0.5])).toBeNull()
    expect(spearman([1, 2, 3, 4], [10, 20, 40, 30])).toBeCloseTo(0.8)
    expect(spearman([1, 1, 2], [5, 5, 9])).toBeCloseTo(1)
  })
})

describe('ridge', () => {
  it('finds a linear relation, and damps where there is none', () => {
    const random = new Random(3)
    const [n, dimensions] = [60, 8]
    const draw = (count: number): Float32Array =>
      Float32Array.from({ length: count * dimensions }, () => random.normal())
    const value = (x: Float32Array, i: number): number =>
      0.5 + 0.1 * (x[i * dimensions] as number) - 0.2 * (x[i * dimensions + 3] as number)
    const x = draw(n)
    const asked = draw(20)
    const subjectOf = (i: number): string => `S${Math.floor(i / 4)}`
    const linear = Array.from({ length: n }, (_, i) => ({ subject: subjectOf(i), label: value(x, i) }))
    ridge(tf, x, linear, asked).forEach((predicted, i) => expect(predicted).toBeCloseTo(value(asked, i), 1))
    const noise = linear.map(({ subject }) => ({ subject, label: random.next() }))
    const mean = noise.reduce((sum, { label }) => sum + label / n, 0)
    for (const predicted of ridge(tf, x, noise, asked)) expect(Math.abs(predicted - mean)).toBeLessThan(0.25)
  })
})

describe('targets', () => {
  const figures = (mae: number, more: Partial<Figures> = {}): Figures => ({
    mae,
    spearman: 0.5,
    icc: 0.5,
    asymmetryVisit: 0.2,
    asymmetrySubject: 0.3,
    coverage: null,
    width: null,
    unknown: 0,
    ...more,
  })
  /** Errors of two pads by method. */
  function results(
    size: number,
    errors: Record<string, [number, number]>,
    more: Partial<Figures> = {},
  ): Result[] {
    return [1, 2].flatMap((seed) =>
      Object.entries(errors).map(([method, [malar, jowl]]) => {
        const pad = (mae: number): Result['pads'][string] => ({
          figures: figures(mae, method === 'shipped' ? more : {}),
          errors: Object.fromEntries(
            Array.from({ length: 12 }, (_, i) => [`S${i}`, mae + 0.001 * (i - 5.5)]),
          ),
        })
        return { method, size, seed, pads: { malar_soof: pad(malar), jowl: pad(jowl) } }
      }),
    )
  }
  const summary = new Summary(
    [
      ...results(20, {
        mean: [0.24, 0.24],
        'hog-ridge': [0.22, 0.2],
        shipped: [0.21, 0.15],
        shuffled: [0.245, 0.24],
      }),
      ...results(
        50,
        { mean: [0.24, 0.24], 'hog-ridge': [0.22, 0.2], 'trunk-ridge': [0.202, 0.16], shipped: [0.2, 0.17] },
        { coverage: 0.9, width: 0.5 },
      ),
      ...results(400, { 'hog-knn': [0.2, 0.16] }),
    ],
    [1, 2],
  )
  const outcomes = judge(summary).map(({ outcome }) => outcome)

  it('are met on all pads, on their mean, or missed', () => {
    expect(outcomes).toEqual([
      // .010 and .050 ahead at 20, .020 and .030 at 50.
      'met on average',
      'missed',
      // .010 behind ridge on the jowl.
      'missed',
      'missed',
      'not measured',
      'met',
      'met',
      'met',
    ])
  })

  it('are told in Markdown, the same for the same results', () => {
    const text = report(summary, { command: 'npm run bench:learning', sentences: ['Made up.'] })
    expect(text).toContain('| at 20 subjects ahead of HOG + ridge by at least .020 | ✗ +.010')
    expect(text).toContain('| Malar | .210 ± .001 (.000) | .200 ± .001 (.000) |')
    expect(text).toContain('| 50 | .900 (.900 to .900) | .500 | 2 | .000 |')
    expect(report(summary, { command: 'npm run bench:learning', sentences: ['Made up.'] })).toBe(text)
  })

  it('are written without a leading zero', () => {
    expect([short(0.1234), short(-0.5, 1), short(1)]).toEqual(['.123', '-.5', '1.000'])
  })
})

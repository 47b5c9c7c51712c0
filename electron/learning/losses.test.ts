import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  embeddingPenalty,
  explicitNegativesLoss,
  innerProducts,
  labelDistances,
  marginLogits,
  maskedLogits,
  multiClassLoss,
  oneVersusOneLoss,
  scaledCosines,
  softTargetLoss,
  softTargets,
  unit,
  weightedLogits,
} from './losses'
import { findObjective, OBJECTIVES, softWidth } from './objectives'
import { loadTensorFlow, type Tensor } from './tensorflow'

const { tf } = loadTensorFlow('cpu')

interface Params {
  form: string
  scale?: number
  sigma?: number
  l2?: number
  w0?: number
  alpha?: number
  bins?: number
  normalise?: boolean
  targets?: number[][]
  ya?: number[]
  yp?: number[]
}
interface Case {
  name: string
  params: Params
  inputs: { anchors: number[][]; positives: number[][]; negatives?: number[][][] }
  loss: number
  grads?: { anchors: number[][]; positives: number[][]; negatives?: number[][][] }
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../../e2e/fixtures/${name}`, import.meta.url), 'utf8')
const golden = JSON.parse(fixture('golden-npair.json')) as {
  cases: Case[]
  properties: Record<string, unknown>[]
}
const first = (JSON.parse(fixture('golden.json')) as { npair: { cases: Record<string, never>[] } }).npair
  .cases

/** The form that a golden case names, as a function of its inputs [anchors, positives, negatives?]. */
function lossOf({ params }: Case): (...inputs: Tensor[]) => Tensor {
  const { form, scale, sigma, l2, ya, yp } = params
  return (a, p, n) => {
    const anchors = a as Tensor
    const positives = p as Tensor
    const labels = (): [Tensor, Tensor] => [tf.tensor1d(ya as number[]), tf.tensor1d(yp as number[])]
    const logits = (): Tensor =>
      scale === undefined
        ? innerProducts(tf, anchors, positives)
        : scaledCosines(tf, anchors, positives, scale)
    const value = (): Tensor => {
      switch (form) {
        case 'mc':
        case 'cosine':
          return multiClassLoss(tf, logits())
        case 'ovo':
          return oneVersusOneLoss(tf, logits())
        case 'explicit': {
          const scaled = (x: Tensor): Tensor => (params.normalise ? unit(tf, x, 1e-24) : x)
          return explicitNegativesLoss(tf, scaled(anchors), scaled(positives), scaled(n ?? others(positives)))
        }
        case 'soft':
          return softTargetLoss(tf, logits(), softTargets(tf, ...labels(), sigma as number))
        case 'soft targets given':
          return softTargetLoss(tf, logits(), tf.tensor2d(params.targets as number[][]))
        case 'weighted':
          return multiClassLoss(
            tf,
            weightedLogits(tf, logits(), labelDistances(tf, ...labels()), params.w0 as number),
          )
        case 'margin':
          return multiClassLoss(
            tf,
            marginLogits(
              tf,
              logits(),
              labelDistances(tf, ...labels()),
              scale as number,
              params.alpha as number,
            ),
          )
        case 'masked':
          return multiClassLoss(tf, maskedLogits(tf, logits(), ...labels(), params.bins as number))
        default:
          throw new Error(`The golden file names the form ${form}, which nobody wrote.`)
      }
    }
    return l2 === undefined ? value() : tf.add(value(), embeddingPenalty(tf, anchors, positives, l2))
  }
}

/** positives[j], j ≠ i, in order: [N, N - 1, D]. */
function others(positives: Tensor): Tensor {
  const count = positives.shape[0] as number
  const order = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, j) => j).filter((j) => j !== i),
  )
  return tf.stack(order.map((list) => tf.gather(positives, tf.tensor1d(list, 'int32'))))
}

/** float32 keeps 7 digits, of the value or of what was subtracted to get it. */
function near(actual: ArrayLike<number>, wanted: number[], scale = 1): void {
  expect(actual.length).toBe(wanted.length)
  wanted.forEach((value, i) =>
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(3e-6 * Math.max(scale, Math.abs(value))),
  )
}

describe('golden values', () => {
  it('has all 29 cases', () => expect(golden.cases).toHaveLength(29))

  it.each(golden.cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    tf.tidy(() => {
      const inputs: Tensor[] = [tf.tensor(c.inputs.anchors), tf.tensor(c.inputs.positives)]
      if (c.inputs.negatives) inputs.push(tf.tensor(c.inputs.negatives))
      const { value, grads } = tf.valueAndGrads(lossOf(c) as never)(inputs)
      // The value at a zero anchor depends on the epsilon of unit(): the reference has none to speak of.
      near(value.dataSync(), [c.loss])
      const wanted = c.grads && [c.grads.anchors, c.grads.positives, c.grads.negatives]
      grads.forEach((gradient, i) => {
        const values = gradient.dataSync()
        expect(values.every(Number.isFinite)).toBe(true)
        if (wanted?.[i]) near(values, (wanted[i] as number[][]).flat(2) as number[])
      })
    })
  })

  it('agrees with the first golden file', () => {
    tf.tidy(() => {
      for (const c of first as unknown as Record<string, number & number[][]>[]) {
        const a = tf.tensor2d(c['anchors'] as number[][])
        const p = tf.tensor2d(c['positives'] as number[][])
        const raw = innerProducts(tf, a, p)
        near(multiClassLoss(tf, raw).dataSync(), [c['mc'] as number])
        near(oneVersusOneLoss(tf, raw).dataSync(), [c['ovo'] as number])
        near(multiClassLoss(tf, scaledCosines(tf, a, p, 1)).dataSync(), [c['cosine_s1'] as number])
        near(multiClassLoss(tf, scaledCosines(tf, a, p, 10)).dataSync(), [c['cosine_s10'] as number], 10)
        const penalty = embeddingPenalty(tf, a, p, 0.002)
        near(tf.add(multiClassLoss(tf, raw), penalty).dataSync(), [c['mc_l2'] as number])
        const soft = c['soft'] as unknown as { scores: number[]; sigma: number; value: number } | undefined
        if (!soft) continue
        const labels = tf.tensor1d(soft.scores)
        near(softTargetLoss(tf, raw, softTargets(tf, labels, labels, soft.sigma)).dataSync(), [soft.value])
        const times40 = innerProducts(tf, a.mul(40), p.mul(40))
        near(multiClassLoss(tf, times40).dataSync(), [(c['times40'] as unknown as { mc: number }).mc])
      }
    })
  })
})

describe('traps', () => {
  const random = (rows: number): Tensor => tf.randomNormal([rows, 5], 0, 1, 'float32', 3)

  it('the naive form overflows float32 where ours does not', () => {
    tf.tidy(() => {
      const gap = tf.tensor2d([
        [0, 95],
        [95, 0],
      ])
      const naive = tf.log1p(tf.exp(tf.scalar(95)))
      expect(naive.dataSync()[0]).toBe(Infinity)
      near(multiClassLoss(tf, gap).dataSync(), [95])
    })
  })

  it.each(OBJECTIVES.map((o) => [o.name, o] as const))(
    '%s: chance when all embeddings are equal, finite gradients at zero vectors',
    (_name, objective) => {
      tf.tidy(() => {
        const labels = tf.tensor1d([0.1, 0.4, 0.7, 0.9])
        const loss = (a: Tensor, p: Tensor): Tensor =>
          objective.loss(tf, { anchors: a, positives: p, anchorLabels: labels, positiveLabels: labels }, 20)
        const equal = tf.fill([4, 5], 0.01)
        expect(loss(equal, equal).dataSync()[0]).toBeCloseTo(objective.chanceLoss(4), 4)
        for (const input of [tf.zeros([4, 5]), random(4)]) {
          for (const gradient of tf.grads(loss as never)([input, input.clone()])) {
            expect(gradient.dataSync().every((g) => Number.isFinite(g) && Math.abs(g) < 1e5)).toBe(true)
          }
        }
      })
    },
  )

  it('unit() gives a gradient of at most 1000 at zero, and length one elsewhere', () => {
    tf.tidy(() => {
      const gradient = tf.grad((x) => tf.sum(unit(tf, x)))(tf.zeros([1, 3]))
      expect(Math.max(...gradient.dataSync())).toBeCloseTo(1000, 0)
      near(tf.norm(unit(tf, tf.tensor2d([[3, 4]]))).dataSync(), [1])
    })
  })

  it('soft targets become the identity as the width goes to zero', () => {
    tf.tidy(() => {
      const labels = tf.tensor1d([0.1, 0.3, 0.8])
      near(softTargets(tf, labels, labels, 1e-3).dataSync(), [1, 0, 0, 0, 1, 0, 0, 0, 1])
    })
  })
})

describe('objectives', () => {
  it('finds by name, and lists the names when there is none such', () => {
    expect(findObjective('').name).toBe('soft-n-pair')
    expect(findObjective('n-pair-mc').name).toBe('n-pair-mc')
    expect(() => findObjective('triplet')).toThrow(/soft-n-pair, n-pair-mc, n-pair-ovo, n-pair-cosine/)
  })

  it('draws the targets wider where subjects are few', () => {
    expect(softWidth(49)).toBe(0.2)
    expect(softWidth(50)).toBe(0.1)
  })
})

import { expect, it } from 'vitest'
import { compareModels } from './compare-models'
import type { HeldOutResidual, Model } from './records'

/** Held-out errors of 30 subjects that are the same for all, their regions numbered from a key on. */
const held = (region: string, residual: number, from: number): HeldOutResidual[] =>
  Array.from({ length: 30 }, (_, i) => ({
    region,
    subject: `S${i}`,
    key: from + i,
    residual,
    residualOfMean: 0.3,
  }))
const model = (residuals: HeldOutResidual[]): Model => ({ figures: { residuals } }) as Model

it('compares two models on the regions that both were judged on, over all pads and pad by pad', () => {
  const one = model([...held('jowl', 0.1, 0), ...held('buccal', 0.3, 100), ...held('temple', 0.9, 200)])
  const other = model([...held('buccal', -0.2, 100), ...held('jowl', 0.2, 0), ...held('perioral', 0, 300)])
  const [all, jowl, buccal, ...more] = compareModels(one, other)
  expect(more).toEqual([])
  expect(all).toMatchObject({ region: null, comparison: { outcome: 'alike', regions: 60, subjects: 30 } })
  expect(jowl).toMatchObject({ region: 'jowl', comparison: { outcome: 'better' } })
  expect(buccal).toMatchObject({ region: 'buccal', comparison: { outcome: 'worse' } })
  expect(buccal?.comparison?.candidate).toBeCloseTo(0.3, 9)
  expect(buccal?.comparison?.current).toBeCloseTo(0.2, 9)
})

it('knows nothing of models that share no subjects', () => {
  const one = model(held('jowl', 0.1, 0))
  expect(compareModels(one, model(held('jowl', 0.1, 100)))).toEqual([{ region: null, comparison: null }])
  expect(compareModels(one, model(held('jowl', 0.1, 29)))).toEqual([
    { region: null, comparison: null },
    { region: 'jowl', comparison: null },
  ])
})

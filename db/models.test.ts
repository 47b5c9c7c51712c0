/** Models and what they made of crops. */
import { describe, expect, it } from 'vitest'
import { filledStudy } from './testing/filled-study'
import { MODEL } from './testing/fixtures'

const study = filledStudy()

describe('what learning leaves', () => {
  it('models: weights come back as they were, and one at most is current', () => {
    const { reader, writer } = study
    expect(reader.currentModel()).toBeNull()
    const weights = Float32Array.from({ length: 1001 }, (_, i) => Math.fround(i / 3))
    const first = writer.addModel(weights.subarray(1), MODEL)
    const second = writer.addModel(weights, MODEL)
    expect(first).toMatchObject({ ...MODEL, id: 1, promoted: false })
    expect(reader.modelWeights(first.id)).toEqual(weights.slice(1))
    writer.promote(first.id)
    expect(writer.promote(second.id).promoted).toBe(true)
    expect(reader.models().map((model) => model.promoted)).toEqual([false, true])
    writer.promote(first.id)
    expect(reader.currentModel()?.id).toBe(first.id)
    expect(() => writer.promote(9)).toThrow(/no model 9/)
    expect(reader.currentModel()?.id).toBe(first.id)
    expect(() => writer.addModel(new Float32Array([NaN]), MODEL)).toThrow(/not all numbers/)
  })

  it('embeddings: only of present revisions', () => {
    const { reader, writer } = study
    const model = writer.addModel(new Float32Array([1]), MODEL).id
    const vector = new Float32Array([0.6, 0.8])
    expect(
      writer.saveEmbeddings(
        model,
        [1, 2].map((region) => ({ region, revision: 1, vector })),
      ),
    ).toBe(2)
    expect([...reader.embeddings(model)]).toEqual([1, 2].map((region) => ({ region, revision: 1, vector })))
    writer.resetRegion(1, reader.region(1).polygon, null)
    expect([...reader.embeddings(model)].map((row) => row.region)).toEqual([2])
    for (const row of reader.embeddings(model)) {
      expect(reader.region(row.region).id).toBe(2)
      break
    }
    writer.saveEmbeddings(model, [{ region: 1, revision: 2, vector }])
    expect([...reader.embeddings(model)].map((row) => row.region)).toEqual([1, 2])
  })
})

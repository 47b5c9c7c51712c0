import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCAL, estimate, localLinear, weightedMean } from './estimate'
import type { EstimateNeighbour } from './estimate'
import { nearest, prepare } from './neighbours'
import type { Labelled, NeighbourIndex, RegionIndex } from './neighbours'
import { seeded } from './random'
import { prepareSecondOpinion, secondOpinion } from './second-opinion'

const D = 16

/** Unit embeddings that turn with a score, with nuisance in other directions; two crops a subject. */
function simulate(
  seed: number,
  subjects: number,
  prefix: string,
): { labelled: Labelled[]; vectors: Float32Array } {
  const random = seeded(seed)
  const vectors = new Float32Array(subjects * 2 * D)
  const labelled = Array.from({ length: subjects * 2 }, (_, i): Labelled => {
    const subject = `${prefix}${i >> 1}`
    const own = seeded(`${seed} ${subject}`)
    const score = Math.min(1, Math.max(0, own.next() + 0.05 * random.normal()))
    const row = Float64Array.from({ length: D }, (_, d) =>
      d === 0
        ? Math.cos(2 * score)
        : d === 1
          ? Math.sin(2 * score)
          : 0.15 * own.normal() + 0.05 * random.normal(),
    )
    const length = Math.hypot(...row)
    vectors.set(
      row.map((value) => value / length),
      i * D,
    )
    return {
      key: i,
      photograph: i,
      subject,
      day: 0,
      region: 'jowl',
      side: i % 2 ? 'left' : 'right',
      label: score,
      raters: 1,
    }
  })
  return { labelled, vectors }
}

function neighboursOf(index: NeighbourIndex, vector: Float32Array): EstimateNeighbour[] {
  return nearest(index, { vector, region: 'jowl', subject: '', k: LOCAL }).map(({ labelled, ...rest }) => ({
    ...rest,
    label: labelled.label,
  }))
}

describe('estimate', () => {
  const known = simulate(1, 150, 'K')
  const fresh = simulate(2, 60, 'F')
  const index = prepare(known.labelled, known.vectors, D)
  const pad = index.byRegion.get('jowl') as RegionIndex
  const rows = fresh.labelled.map(({ label }, i) => ({
    label,
    vector: fresh.vectors.subarray(i * D, (i + 1) * D),
  }))
  const error = (predict: (vector: Float32Array) => number): number =>
    rows.reduce((sum, { label, vector }) => sum + Math.abs(predict(vector) - label), 0) / rows.length
  const mean = known.labelled.reduce((sum, { label }) => sum + label, 0) / known.labelled.length

  it('beats the mean by far, the linear fit no worse than the neighbours’ mean, the ridge too', () => {
    const chance = error(() => mean)
    const plain = error((vector) => weightedMean(neighboursOf(index, vector)))
    const linear = error((vector) => localLinear(neighboursOf(index, vector), vector))
    const shipped = error((vector) => estimate(neighboursOf(index, vector), vector).value as number)
    const fit = prepareSecondOpinion(pad)
    const second = error((vector) => secondOpinion(fit as NonNullable<typeof fit>, vector))
    expect(plain).toBeLessThan(chance / 2)
    expect(linear).toBeLessThan(plain)
    expect(shipped).toBeCloseTo(linear, 10)
    expect(second).toBeLessThan(chance / 2)
  })

  it('goes from the mean to the fit as neighbours grow', () => {
    const { vector } = rows[0] as (typeof rows)[number]
    const all = neighboursOf(index, vector)
    expect(estimate(all.slice(0, 5), vector)).toMatchObject({ share: 0, used: 5 })
    expect(estimate(all.slice(0, 5), vector).value).toBe(weightedMean(all.slice(0, 5)))
    const some = estimate(all.slice(0, 10), vector)
    expect(some.share).toBeGreaterThan(0)
    expect(some.share).toBeLessThan(1)
    expect(estimate(all, vector)).toMatchObject({ share: 1, used: 60 })
  })

  it('does not know with fewer than three, and does not count what is left out', () => {
    const { vector } = rows[1] as (typeof rows)[number]
    const three = neighboursOf(index, vector).slice(0, 3)
    expect(estimate(three, vector).value).not.toBeNull()
    const [first, ...rest] = three as [EstimateNeighbour, ...EstimateNeighbour[]]
    const without = estimate([{ ...first, leftOut: true }, ...rest], vector)
    expect(without).toMatchObject({ value: null, used: 2 })
    expect(without.because).toContain('3 other subjects')
    expect(estimate([], vector).because).not.toBe('')
  })

  it('follows a plane exactly when hardly damped, and a constant always', () => {
    const random = seeded(3)
    const query = [0.3, -0.2]
    const neighbours = Array.from({ length: 30 }, () => {
      const vector = [random.next(), random.next() - 0.5]
      const distance = Math.hypot((vector[0] as number) - 0.3, (vector[1] as number) + 0.2)
      return { vector, distance, label: 0.5 + 0.2 * (vector[0] as number) + 0.3 * (vector[1] as number) }
    }).sort((a, b) => a.distance - b.distance)
    expect(localLinear(neighbours, query, 1e-9)).toBeCloseTo(0.5 + 0.06 - 0.06, 6)
    expect(
      localLinear(
        neighbours.map((one) => ({ ...one, label: 0.7 })),
        query,
      ),
    ).toBeCloseTo(0.7, 12)
  })

  it('stays on the scale and is a number, whatever the neighbours', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            vector: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
            label: fc.double({ min: 0, max: 1, noNaN: true }),
            distance: fc.double({ min: 0, max: 2, noNaN: true }),
          }),
          { maxLength: 70 },
        ),
        (found) => {
          const { value } = estimate(
            found.sort((a, b) => a.distance - b.distance),
            [1, 0, 0],
          )
          if (found.length < 3) expect(value).toBeNull()
          else expect((value as number) >= 0 && (value as number) <= 1).toBe(true)
        },
      ),
    )
    const same = Array.from({ length: 40 }, () => ({ vector: [1, 0, 0], label: 0.25, distance: 0 }))
    expect(estimate(same, [1, 0, 0]).value).toBeCloseTo(0.25, 12)
  })

  it('leaves a subject out of its own second opinion exactly as if it had never been fitted', () => {
    const fit = prepareSecondOpinion(pad) as NonNullable<ReturnType<typeof prepareSecondOpinion>>
    const kept = known.labelled.map((_, i) => i).filter((i) => known.labelled[i]?.subject !== 'K7')
    const others = prepare(
      kept.map((i) => known.labelled[i] as Labelled),
      Float32Array.from(kept.flatMap((i) => [...known.vectors.subarray(i * D, (i + 1) * D)])),
      D,
    ).byRegion.get('jowl') as RegionIndex
    const refit = prepareSecondOpinion(others, [fit.lambda]) as typeof fit
    const vector = known.vectors.subarray(14 * D, 15 * D)
    expect(secondOpinion(fit, vector, 'K7')).toBeCloseTo(secondOpinion(refit, vector), 6)
    expect(secondOpinion(fit, vector, 'K7')).not.toBeCloseTo(secondOpinion(fit, vector), 6)
  })

  it('has no second opinion from two subjects, or from crops that all look the same', () => {
    const two = simulate(4, 2, 'T')
    expect(
      prepareSecondOpinion(prepare(two.labelled, two.vectors, D).byRegion.get('jowl') as RegionIndex),
    ).toBeNull()
    const flat = new Float32Array(known.vectors.length).fill(0.25)
    expect(
      prepareSecondOpinion(prepare(known.labelled, flat, D).byRegion.get('jowl') as RegionIndex),
    ).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { bothSides, labelledPart, padKey, poolVisits } from './visits'
import type { SeenPad, SeenRegion } from './visits'

let next = 1
function region(turn: number, given: Partial<SeenRegion> = {}): SeenRegion {
  const vector = Float32Array.of(Math.cos(turn), Math.sin(turn))
  return { key: next++, photograph: 1, subject: 'A', day: 0, region: 'jowl', side: 'left', vector, ...given }
}
const turnOf = ([x, y]: ArrayLike<number> & Iterable<number>) => Math.atan2(y as number, x as number)
const only = (regions: SeenRegion[], labels: [number, number][] = []): SeenPad => {
  const pads = poolVisits(regions, new Map(labels.map(([key, label]) => [key, { label, raters: 1 }])))
  expect(pads.size).toBe(1)
  return [...pads.values()][0] as SeenPad
}

describe('pooling a visit', () => {
  it('keeps subjects, visits and pads apart', () => {
    const regions = [
      region(0),
      region(0, { subject: 'B' }),
      region(0, { day: 90 }),
      region(0, { region: 'buccal' }),
    ]
    const pads = poolVisits(regions, new Map())
    expect([...pads.keys()]).toEqual(regions.map(padKey))
  })
  it('takes the mean direction of the photographs, then of the sides, which weigh the same', () => {
    const pad = only([region(0), region(0.2), region(0.3, { side: 'right' })])
    const { left, right } = bothSides(pad) as NonNullable<ReturnType<typeof bothSides>>
    expect(turnOf(left.vector)).toBeCloseTo(0.1, 6)
    expect(turnOf(right.vector)).toBeCloseTo(0.3, 6)
    expect(turnOf(pad.vector)).toBeCloseTo(0.2, 6)
    expect(Math.hypot(...pad.vector)).toBeCloseTo(1, 6)
  })
  it('sees no two sides where there is one, or a midline', () => {
    expect(bothSides(only([region(0)]))).toBeNull()
    expect(bothSides(only([region(0, { side: 'midline' })]))).toBeNull()
  })
  it('does not divide by zero where views cancel out', () => {
    expect(turnOf(only([region(0), region(Math.PI)]).vector)).toBeCloseTo(0, 6)
  })
  it('refuses embeddings of different lengths and what is no number', () => {
    expect(() => poolVisits([region(0), region(0, { vector: new Float32Array(3) })], new Map())).toThrow(
      /Train again/,
    )
    expect(() => poolVisits([region(0, { vector: Float32Array.of(NaN, 0) })], new Map())).toThrow(
      /Train again/,
    )
  })
})

describe('the labelled part of a pad', () => {
  it('is nothing without a label', () => {
    expect(labelledPart(only([region(0)]))).toBeNull()
  })
  it('weighs sides the same, however many photographs of each were scored', () => {
    const regions = [region(0), region(0.2), region(0.4, { side: 'right' })]
    const [a, b, c] = regions.map(({ key }) => key) as [number, number, number]
    const part = labelledPart(only(regions, [[a, 0.2], [b, 0.4], [c, 0.9]])) // prettier-ignore
    expect(part?.label).toBeCloseTo(0.6, 9)
    expect(turnOf(part?.vector as Float32Array)).toBeCloseTo(0.25, 6)
  })
  it('looks at the scored side alone where the other has no label', () => {
    const regions = [region(0), region(0.4, { side: 'right' })]
    const part = labelledPart(only(regions, [[regions[1]?.key as number, 0.9]]))
    expect(part?.label).toBe(0.9)
    expect(turnOf(part?.vector as Float32Array)).toBeCloseTo(0.4, 6)
  })
})

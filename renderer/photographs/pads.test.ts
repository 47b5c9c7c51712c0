import { describe, expect, it } from 'vitest'
import type { PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import type { Polygon } from '../../electron/domain/words'
import { padAt, padKey, padRows, padWords, type PadRow } from './pads'

const entry = (id: string, inMesh: boolean) =>
  ({ id, name: id, right: inMesh ? [1] : null, left: inMesh ? [1] : null }) as unknown as AtlasRegion
const square = (from: number, to: number): Polygon => [[from, from], [to, from], [to, to], [from, to]] // prettier-ignore

describe('the pads of a photograph', () => {
  it('come in the order of the atlas, both sides, and once where a pad lies outside the mesh', () => {
    const details = {
      regions: [{ id: 9, region: 'jowl', side: 'right', polygon: square(0, 9), origin: 'edited' }],
      unchecked: [9],
      copies: [{ region: 'jowl', side: 'left', key: 4, day: 0, byLandmarks: true }],
    } as unknown as PhotographDetails
    const atlas = [entry('malar', true), entry('jowl', true), entry('submental', false)]
    const rows = padRows(details, ['submental', 'jowl'], atlas)
    expect(rows.map((row) => [padKey(row), row.placed?.id ?? null, row.unchecked, row.copy?.key])).toEqual([
      ['jowl right', 9, true, undefined],
      ['jowl left', null, false, 4],
      ['submental midline', null, false, undefined],
    ])
    expect(rows.map(padWords)).toEqual(['jowl, right', 'jowl, left', 'submental'])
    expect(padRows(null, ['jowl'], atlas)).toEqual([])
  })
  it('are chosen by a click: the small one over the large one, then the large one, and round again', () => {
    const pads = [
      { region: 'large', side: 'left', placed: { polygon: square(0, 100) } },
      { region: 'small', side: 'left', placed: { polygon: square(40, 60) } },
      { region: 'none', side: 'left', placed: null },
    ] as unknown as PadRow[]
    expect(padAt(pads, [50, 50], '')).toBe('small left')
    expect(padAt(pads, [50, 50], 'small left')).toBe('large left')
    expect(padAt(pads, [50, 50], 'large left')).toBe('small left')
    expect(padAt(pads, [10, 10], 'small left')).toBe('large left')
    expect(padAt(pads, [200, 10], 'small left')).toBeNull()
  })
})

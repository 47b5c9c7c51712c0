import { describe, expect, it } from 'vitest'
import type { PhotographDetails } from '../../electron/contract'
import { measuredOf } from './measured'
import { raterScores } from './rater-scores'

describe('what was measured', () => {
  const exposure = { mean: 0.5, light: 0.7, black: 0, white: 0.004 }
  const face = { eyesApart: 120.4, blur: 0.009, yaw: 12, pitch: -3 }
  it('is told in plain words, beside what it is measured against', () => {
    const rows = measuredOf({ faces: 1, exposure, face }, false)
    expect(rows.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Blur: 0.9 % of the distance between the eyes',
      'Eyes apart: 120 pixels where the face was sought',
      'Head turned: 12° to the subject’s left',
      'Chin lowered: 3°',
      'Light parts: 70 % of white',
      'Mean light: 50 %',
      'Plain black: 0 %',
      'Plain white: 0.4 %',
    ])
    expect(rows.map(({ against }) => against)).toContain('at least 22 %')
  })
  it('goes by the subject’s side in a mirror image', () => {
    expect(measuredOf({ faces: 1, exposure: null, face }, true)[2]?.value).toContain('right')
  })
  it('without a face tells the light alone', () => {
    expect(measuredOf({ faces: 0, exposure, face: null }, false)).toHaveLength(4)
    expect(measuredOf({ faces: 0, exposure: null, face: null }, false)).toEqual([])
  })
})

it('scores stand by pad and rater, and a pad without any is left out', () => {
  const details = {
    regions: [
      { id: 7, region: 'jowl', side: 'right' },
      { id: 8, region: 'jowl', side: 'left' },
      { id: 9, region: 'buccal', side: 'left' },
    ],
    scores: [
      { region: 9, rater: 'B', value: null, reason: 'covered' },
      { region: 7, rater: 'B', value: 0.5, reason: null },
      { region: 7, rater: 'A', value: 0.3, reason: null },
      { region: 7, rater: 'B', value: 0.6, reason: null },
    ],
  } as unknown as PhotographDetails
  const { raters, rows } = raterScores(details)
  expect(raters).toEqual(['A', 'B'])
  expect(rows.map(({ key, given }) => [key, given.map((one) => one.map(({ value }) => value))])).toEqual([
    [7, [[0.3], [0.5, 0.6]]],
    [9, [[], [null]]],
  ])
})

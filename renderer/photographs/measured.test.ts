import { describe, expect, it } from 'vitest'
import { measuredOf } from './measured'

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

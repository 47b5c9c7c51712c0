import { describe, expect, it } from 'vitest'
import { FLAG_WORDS, flagOfSentence, flagsOf, percent, type PhotographQuality } from './quality'

const FRONTAL = { view: 'frontal', mirrored: false } as const
const good = (): PhotographQuality & { face: object } => ({
  faces: 1,
  exposure: { mean: 0.5, light: 0.7, black: 0, white: 0.006 },
  face: { eyesApart: 120, blur: 0.013, yaw: 15, pitch: -20 },
})
const face = (changes: Partial<NonNullable<PhotographQuality['face']>>): PhotographQuality => {
  const quality = good()
  return { ...quality, face: { ...(quality.face as NonNullable<PhotographQuality['face']>), ...changes } }
}
const light = (changes: Partial<NonNullable<PhotographQuality['exposure']>>): PhotographQuality => ({
  ...good(),
  exposure: { mean: 0.5, light: 0.7, black: 0, white: 0, ...changes },
})
const told = (quality: PhotographQuality, seen: Parameters<typeof flagsOf>[1] = FRONTAL) =>
  flagsOf(quality, seen).map(({ kind, words }) => `${kind}: ${words}`)

describe('flags', () => {
  it('are none for an ordinary portrait', () => {
    expect(told(good())).toEqual([])
  })
  it('say what was measured', () => {
    expect(told(face({ blur: 0.03 }))[0]).toMatch(/^blur: .* 3 % .* 1.8 %/)
    expect(told(light({ light: 0.15 }))[0]).toMatch(/^exposure: The face is too dark.* 15 % of white/)
    expect(told(light({ white: 0.2 }))[0]).toMatch(/^exposure: The face is too light: 20 %/)
    expect(told(light({ black: 0.08 }))[0]).toMatch(/^exposure: Parts of the face are too dark: 8 %/)
    expect(told(face({ eyesApart: 26.7 }))).toEqual([expect.stringMatching(/^small-face: .* 26 pixels/)])
    expect(told({ ...good(), faces: 3 })).toEqual([expect.stringMatching(/^several-faces: There are 3/)])
  })
  it('name the subject’s side', () => {
    expect(told(face({ yaw: 32 }))).toEqual([expect.stringContaining('about 30° to the subject’s left')])
    expect(told(face({ yaw: -32 }))).toEqual([expect.stringContaining('right')])
    expect(told(face({ yaw: -32 }), { view: 'frontal', mirrored: true })).toEqual([
      expect.stringContaining('left'),
    ])
    expect(told(face({ pitch: 30 }))).toEqual([expect.stringContaining('chin is raised by about 30°')])
    expect(told(face({ pitch: -30 }))).toEqual([expect.stringContaining('chin is lowered')])
  })
  it('do not hold the turned head of an oblique view against it', () => {
    expect(told(face({ yaw: 45 }), { view: 'oblique-left', mirrored: false })).toEqual([])
  })
  it('do not call a small face blurred for its pixels', () => {
    expect(told(face({ eyesApart: 40, blur: 0.02 }))).toEqual([])
    expect(told(face({ blur: null }))).toEqual([])
  })
  it('without a face say so, and allow a white wall', () => {
    const none = (white: number, at = 0.8): PhotographQuality => ({
      faces: 0,
      exposure: { mean: 0.5, light: at, black: 0, white },
      face: null,
    })
    expect(told(none(0.4))).toEqual([expect.stringMatching(/^no-face: No face was found/)])
    expect(told(none(0, 0.1))[1]).toContain('The photograph is too dark')
    expect(told(none(0.7))[1]).toContain('The photograph is too light')
  })
})

describe('sentences of before', () => {
  it.each([
    ['The face is small, with 26 pixels between the eyes: check', 'small-face'],
    ['The head is turned by about 30° to the subject’s left.', 'pose'],
    ['The chin is raised by about 30°.', 'pose'],
    ['There are 3 faces in the photograph.', 'several-faces'],
    ['No face was found; draw the regions by hand.', 'no-face'],
    ['Something else.', 'other'],
  ])('%s', (words, kind) => {
    expect(flagOfSentence(words)).toEqual({ kind, words })
    expect(FLAG_WORDS).toHaveProperty(kind)
  })
})

it('shares are read in percent', () => {
  expect([0.0175, 0.05, 0.123, 0.0004].map(percent)).toEqual(['1.8 %', '5 %', '12 %', '0 %'])
})

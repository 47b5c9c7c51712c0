import { describe, expect, it } from 'vitest'
import { MIN_NEIGHBOURS } from '../../electron/domain/estimate'
import { asymmetryWords, helpWords, opinionWords, spokenWords } from './suggestion-words'

const words = (value: number): string => value.toFixed(2)
const suggestion = { value: 0.5, low: 0.4, high: 0.6, because: '', secondOpinion: 0.55 } as Parameters<
  typeof spokenWords
>[0]

describe('asymmetry', () => {
  it('is told only where its interval leaves no side to none', () => {
    expect(asymmetryWords(null)).toBe('')
    expect(asymmetryWords({ difference: -0.125, low: null, high: null } as never)).toBe(
      'Right minus left −0.13, no interval yet.',
    )
    expect(asymmetryWords({ difference: 0.1, low: -0.05, high: 0.25 } as never)).toMatch(
      /: no asymmetry shown\.$/,
    )
    expect(asymmetryWords({ difference: 0.2, low: 0.1, high: 0.3 } as never)).toBe(
      'Right minus left +0.20 (+0.10 to +0.30).',
    )
  })
})

it('help says what this rater can do now', () => {
  expect(helpWords(true, 0)).toMatch(/^Take neighbours in again/)
  expect(helpWords(false, MIN_NEIGHBOURS - 1)).toMatch(/press Learn/)
  expect(helpWords(false, MIN_NEIGHBOURS)).toMatch(/next model/)
})

it('a screen reader hears the value and its interval, or why there is none', () => {
  expect(spokenWords(suggestion, words)).toBe('Suggestion 0.50, 0.40 to 0.60.')
  expect(spokenWords({ ...suggestion, low: null }, words)).toBe('Suggestion 0.50, no interval.')
  expect(spokenWords({ ...suggestion, value: null, because: 'Nothing like it was scored.' }, words)).toBe(
    'The model does not know. Nothing like it was scored.',
  )
})

describe('the second opinion', () => {
  it('asks to look twice only beyond what two raters differ by', () => {
    expect(opinionWords(suggestion, 0.07, words)).toEqual({
      words: 'Second opinion 0.55, agrees within what two raters differ by (0.07).',
      twice: false,
    })
    expect(opinionWords(suggestion, 0.04, words)).toMatchObject({ twice: true })
    expect(opinionWords(suggestion, null, words)).toEqual({
      words: 'Second opinion 0.55, 0.05 apart.',
      twice: false,
    })
  })

  it('is silent where the model is', () => {
    expect(opinionWords({ ...suggestion, value: null }, 0.07, words)).toBeNull()
    expect(opinionWords({ ...suggestion, secondOpinion: null }, 0.07, words)).toBeNull()
  })
})

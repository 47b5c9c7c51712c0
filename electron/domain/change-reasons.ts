import { MalarError } from './words'

/** Why a score that stood is changed afterwards: a short list to choose from, each with room for own words. */
export const CHANGE_REASONS = [
  'compared with the others',
  'the scale had drifted',
  'slip of the key',
  'looked again',
  'moved back',
  'other',
] as const

export type ChangeReason = (typeof CHANGE_REASONS)[number]

/** Room for a reason in the study. */
const LONGEST = 200

/**
 * The reason as it is kept: `looked again: the light was low`.
 * @throws MalarError `change-reason` where `other` has no words, or there are too many
 */
export function changeReason(reason: ChangeReason, ownWords: string): string {
  const words = ownWords.trim()
  if (reason === 'other' && words === '') {
    throw new MalarError('change-reason', 'Say in your own words why the score is changed.')
  }
  const whole = reason === 'other' ? words : words === '' ? reason : `${reason}: ${words}`
  if (whole.length > LONGEST) {
    throw new MalarError('change-reason', `A reason has at most ${LONGEST} characters.`)
  }
  return whole
}

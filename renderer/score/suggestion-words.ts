/** What the panel beside an assisted round says of a suggestion, in sentences. */
import type { SuggestionView } from '../../electron/contract'
import { MIN_NEIGHBOURS } from '../../electron/domain/estimate'

type Suggestion = SuggestionView['suggestion']
type Words = (value: number) => string

/** Right minus left with its interval; empty where there is nothing to say. */
export function asymmetryWords(sides: SuggestionView['asymmetry']): string {
  if (!sides) return ''
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
  const read = `Right minus left ${signed(sides.difference)}`
  if (sides.low === null || sides.high === null) return `${read}, no interval yet.`
  const ends = `${signed(sides.low)} to ${signed(sides.high)}`
  return sides.low <= 0 && sides.high >= 0 ? `${read} (${ends}): no asymmetry shown.` : `${read} (${ends}).`
}

/**
 * What a rater can do where the model does not know.
 * @param labelledSubjects how many subjects have a score for this pad
 */
export function helpWords(someLeftOut: boolean, labelledSubjects: number): string {
  if (someLeftOut) return 'Take neighbours in again, or score it without.'
  if (labelledSubjects < MIN_NEIGHBOURS) {
    return 'Score it without. Once more subjects have a score for this pad, press Learn on the Model screen.'
  }
  return 'Score it without: your score is what the next model learns from.'
}

/** What a screen reader says of every new suggestion. */
export function spokenWords({ value, low, high, because }: Suggestion, words: Words): string {
  if (value === null) return `The model does not know. ${because}`
  const interval = low === null || high === null ? 'no interval' : `${words(low)} to ${words(high)}`
  return `Suggestion ${words(value)}, ${interval}.`
}

/**
 * How far the second opinion lies from the suggestion; null where there is none.
 * @param raterDifference mean absolute difference of two raters on this pad; null where it is not known
 * @returns `twice` where they are further apart than two raters are, so that one had better look twice
 */
export function opinionWords(
  { value, secondOpinion }: Suggestion,
  raterDifference: number | null,
  words: Words,
): { words: string; twice: boolean } | null {
  if (secondOpinion === null || value === null) return null
  const apart = Math.abs(secondOpinion - value)
  const second = `Second opinion ${words(secondOpinion)}`
  if (raterDifference === null) return { words: `${second}, ${words(apart)} apart.`, twice: false }
  const limit = raterDifference.toFixed(2)
  return apart <= raterDifference
    ? { words: `${second}, agrees within what two raters differ by (${limit}).`, twice: false }
    : { words: `${second}, apart by more than two raters differ (${limit}): look twice.`, twice: true }
}

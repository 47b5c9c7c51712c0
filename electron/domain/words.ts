/**
 * The words of the field as types. One word per idea, the same in the window,
 * the code, the study file and the CSV.
 */

import type { ErrorCode } from './error-codes'

/** The SUBJECT's side: in an unmirrored frontal photograph the subject's right lies on the image's left. */
export type Side = 'right' | 'left' | 'midline'

export const SIDES: readonly Side[] = ['right', 'left', 'midline']

export const VIEWS = [
  'frontal',
  'oblique-right',
  'oblique-left',
  'lateral-right',
  'lateral-left',
  'basal',
] as const

/** How the camera saw the subject. */
export type View = (typeof VIEWS)[number]

/** A point in pixels of the upright photograph, x to the right, y down. */
export type Point = readonly [x: number, y: number]

/** A closed polygon in pixels of the upright photograph; the last point joins the first. */
export type Polygon = readonly Point[]

/** Where a region's polygon comes from. */
export type RegionOrigin = 'atlas' | 'edited' | 'drawn'

/**
 * What a rater is shown in a round. Blind: the photograph alone. Reveal: the suggestion after the score is committed.
 * Assisted: the suggestion beside the scale. Repeat: blind, over the pads of an earlier round. Practice: blind, then
 * what others said; its scores are no data.
 */
export const ROUND_MODES = ['blind', 'reveal', 'assisted', 'repeat', 'practice'] as const

export type RoundMode = (typeof ROUND_MODES)[number]

/** How the photographs of a round follow each other: by chance, the least certain first, or from empty to full. */
export const ROUND_ORDERINGS = ['random', 'uncertainty', 'suggested'] as const

export type RoundOrdering = (typeof ROUND_ORDERINGS)[number]

/** Whether a round keeps subject, visit, suggestion and the scores of others from its rater until a score is given. */
export function isBlind(mode: RoundMode): boolean {
  return mode !== 'assisted'
}

/** Whether a round's rater sees suggestions at some time: beside the scale, or after a score. */
export function hasSuggestions(mode: RoundMode): boolean {
  return mode === 'assisted' || mode === 'reveal'
}

/** How a score came to be: in a round, from a table, by moving it along the strip, or from comparisons in pairs. */
export const SCORE_ORIGINS = ['round', 'imported', 'strip', 'pairs'] as const

export type ScoreOrigin = (typeof SCORE_ORIGINS)[number]

/** Whether, and when, a rater saw the suggestion for a region: never, or before the score was given. */
export type SuggestionSeen = 'no' | 'before'

/** Why a rater gave no value. The list is closed so that exports can be counted. */
export const CANNOT_JUDGE_REASONS = ['covered', 'blurred', 'lighting', 'expression', 'pose', 'other'] as const

export type CannotJudgeReason = (typeof CANNOT_JUDGE_REASONS)[number]

/** Days since the subject's first visit. */
export type DayOffset = number

/** An error whose sentence a clinician can act on. `code` is for tests and scripts. */
export class MalarError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'MalarError'
  }
}

/** Pseudonyms and ids go into files unescaped, and no spreadsheet may take one for a formula. */
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/

/** Raters are people with names; like an identifier, a name begins with a letter or digit. */
const RATER_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _.'’-]{0,62}[\p{L}\p{M}\p{N}.])?$/u

/**
 * Checks a subject's pseudonym, a rater's name or a region's id.
 * @throws MalarError `identifier` with a sentence that says which characters are allowed
 */
export function checkIdentifier(kind: 'subject' | 'rater' | 'region', value: string): string {
  if ((kind === 'rater' ? RATER_NAME : IDENTIFIER).test(value)) return value
  if (kind === 'rater') {
    throw new MalarError(
      'identifier',
      `“${value.slice(0, 80)}” cannot be a rater's name. Use up to 64 letters, digits and blanks, beginning with a letter or digit.`,
    )
  }
  throw new MalarError(
    'identifier',
    `The ${kind} “${value.slice(0, 80)}” cannot be used. Use up to 64 letters, digits, “_”, “.” and “-”, beginning with a letter or digit.`,
  )
}

/** What a round may be: its rules, and which of them contradict each other. */
import type { RoundMode, RoundOrdering } from './words'

export interface RoundRules {
  mode: RoundMode
  ordering: RoundOrdering
  /** How many photographs the round shows; null for all there are. */
  photographs: number | null
  /** How many of them come a second time, unannounced. */
  repeats: number
  /** Photographs that lie at least between a photograph and its repeat. */
  gap: number
  /** The round whose pads a repeat round shows again; null in every other mode. */
  repeatOf: number | null
  /** The other side of a pad is not shown. */
  oneSided: boolean
}

/** What a study has, as far as a round depends on it. */
export interface RoundFacts {
  /** Photographs with regions that the round could show. */
  photographs: number
  hasModel: boolean
  /** The round to be repeated, if one is named. */
  repeated: { mode: RoundMode; ownRater: boolean; finished: boolean } | null
}

/** Photographs between a photograph and its repeat, unless a rater says otherwise. */
export const USUAL_GAP = 10

/** A rater may look back at the photograph before, which must not be the one that is shown again. */
const LEAST_GAP = 2

/** The plainest rules of a mode. */
export function plainRules(mode: RoundMode): RoundRules {
  return {
    mode,
    ordering: 'random',
    photographs: null,
    repeats: 0,
    gap: USUAL_GAP,
    repeatOf: null,
    oneSided: false,
  }
}

/** Why a round cannot be. */
export interface Refusal {
  /** The rule to change. */
  about: keyof RoundRules
  /** What is wrong and what to do. */
  sentence: string
}

/**
 * Why such a round cannot be, or null where it can.
 * Rules that contradict each other are refused rather than bent.
 */
export function refusedRound(rules: RoundRules, facts: RoundFacts): Refusal | null {
  return contradiction(rules) ?? impossibility(rules, facts)
}

function contradiction({ mode, ordering, repeats, gap, repeatOf }: RoundRules): Refusal | null {
  if (ordering !== 'random' && mode !== 'assisted') {
    return about(
      'ordering',
      'Only an assisted round may be ordered by the model: the order itself would tell what the model thinks. Choose a random order, or an assisted round.',
    )
  }
  if (repeats > 0 && mode === 'assisted') {
    return about(
      'repeats',
      'Repeats measure how well a rater agrees with herself, which suggestions would spoil. Choose no repeats, or a blind round.',
    )
  }
  if (repeats > 0 && mode === 'repeat') {
    return about('repeats', 'A repeat round shows every pad again already. Choose no repeats within it.')
  }
  if (repeats > 0 && mode === 'reveal') {
    return about(
      'repeats',
      'A repeat of what was revealed is not blind. Choose no repeats, or a blind round.',
    )
  }
  if (repeats > 0 && mode === 'practice') {
    return about(
      'repeats',
      'Scores of a practice round are no data, so repeats would measure nothing. Choose no repeats, or a blind round.',
    )
  }
  if (repeats > 0 && gap < LEAST_GAP) {
    return about(
      'gap',
      `At least ${LEAST_GAP} photographs must lie between a photograph and its repeat, or it would be remembered.`,
    )
  }
  if (mode === 'repeat' && repeatOf === null)
    return about('repeatOf', 'Choose the round that is to be repeated.')
  if (mode !== 'repeat' && repeatOf !== null) {
    return about(
      'repeatOf',
      'Only a repeat round shows the pads of an earlier round again. Choose a repeat round.',
    )
  }
  return null
}

function impossibility(rules: RoundRules, { photographs, hasModel, repeated }: RoundFacts): Refusal | null {
  const { mode, ordering, repeats, gap } = rules
  if (mode === 'repeat') {
    if (!repeated?.ownRater)
      return about('repeatOf', 'A rater repeats a round of her own. Choose one of this rater’s rounds.')
    if (!repeated.finished)
      return about('repeatOf', 'That round is not finished. Finish it before it is repeated.')
    if (repeated.mode !== 'blind')
      return about(
        'repeatOf',
        'Only a blind round can be repeated: in any other, more was seen than the photograph.',
      )
  }
  if (photographs === 0) {
    return about(
      'mode',
      mode === 'practice'
        ? 'There is nothing to practise on: practice needs pads that another rater has scored blind and that no open blind round of yours shows.'
        : 'There is nothing to score yet. Import photographs, or draw regions on them, first.',
    )
  }
  if (ordering !== 'random' && !hasModel) {
    return about(
      'ordering',
      'There is no model yet to order the photographs by. Choose a random order, or let it learn first.',
    )
  }
  if (mode === 'reveal' && !hasModel) {
    return about(
      'mode',
      'There is no model yet whose suggestion could be revealed. Choose a blind round, or let it learn first.',
    )
  }
  const shown = Math.min(rules.photographs ?? photographs, photographs)
  if (repeats > 0 && repeats > shown - gap) {
    const most = Math.max(0, shown - gap)
    return about(
      'repeats',
      most === 0
        ? `With ${shown} photographs no two showings of one can lie ${gap} apart. Choose a smaller gap, or no repeats.`
        : `With ${shown} photographs and ${gap} between a photograph and its repeat, at most ${most} can come again. Choose fewer repeats, or a smaller gap.`,
    )
  }
  return null
}

function about(about: keyof RoundRules, sentence: string): Refusal {
  return { about, sentence }
}

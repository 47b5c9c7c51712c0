import type { RoundSummary } from '../../electron/contract'
import type { RoundMode, RoundOrdering } from '../../electron/domain/words'

/** Each mode as a word, and what it means for whoever scores. */
export const MODES: Record<RoundMode, { word: string; says: string }> = {
  blind: {
    word: 'Blind',
    says: 'No subject, no visit, no suggestion. These scores count when raters are compared.',
  },
  reveal: {
    word: 'Reveal',
    says: 'Blind until you have answered; then the model’s suggestion. Both answers are kept.',
  },
  assisted: {
    word: 'Assisted',
    says: 'With the model’s suggestion and its neighbours. What you saw is kept with each score.',
  },
  repeat: {
    word: 'Repeat',
    says: 'The pads of a finished blind round again, blind: how well do you agree with yourself?',
  },
  practice: {
    word: 'Practice',
    says: 'Blind, then what other raters said. Nothing of it counts as data.',
  },
}

export const ORDERINGS: Record<RoundOrdering, string> = {
  random: 'Random',
  uncertainty: 'Least certain first; every fifth by chance',
  suggested: 'From low to high as suggested',
}

/** What a round has beyond its mode, in a few words; empty where it is plain. */
export function ruleWords(round: RoundSummary, rounds: readonly RoundSummary[]): string {
  const repeated = rounds.find(({ id }) => id === round.repeatOf)
  const parts = [
    repeated && `of ${repeated.name}`,
    round.repeats > 0 && `${round.repeats} come again`,
    round.ordering !== 'random' && ORDERINGS[round.ordering].toLowerCase().split(';')[0],
    round.oneSided && 'one side only',
  ]
  return parts.filter(Boolean).join(', ')
}

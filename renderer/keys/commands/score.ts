/** Keys of rounds and of scoring. */
import type { Command } from './command'
import { digits } from './digits'

export const SCORE_COMMANDS = {
  'score.accept': { context: 'score', keys: ['Enter'], words: 'Score and go on' },
  'score.cannot': { context: 'score', keys: ['X'], words: 'Cannot judge' },
  'score.note': { context: 'score', keys: ['N'], words: 'Note' },
  'score.back': { context: 'score', keys: ['Backspace'], words: 'Back, or take back a typed digit' },
  'score.next-open': { context: 'score', keys: ['J'], words: 'Jump to the next pad without a score' },
  'score.outline': { context: 'score', keys: ['O'], words: 'Outline of the pad' },
  'score.other': { context: 'score', keys: ['M'], words: 'Other side beside it, mirrored' },
  'score.earlier': { context: 'score', keys: ['E'], words: 'Earlier visit beside it' },
  'score.exemplars': { context: 'score', keys: ['H'], words: 'Show or hide the exemplars' },
  'score.zoom': { context: 'score', keys: ['Z'], words: 'Zoom' },
  'score.look-left': {
    context: 'score',
    keys: ['Alt+ArrowLeft'],
    shown: 'Alt+←',
    words: 'Look further left',
    repeats: true,
  },
  'score.look-right': {
    context: 'score',
    keys: ['Alt+ArrowRight'],
    shown: 'Alt+→',
    words: 'Look further right',
    repeats: true,
  },
  'score.look-up': {
    context: 'score',
    keys: ['Alt+ArrowUp'],
    shown: 'Alt+↑',
    words: 'Look further up',
    repeats: true,
  },
  'score.look-down': {
    context: 'score',
    keys: ['Alt+ArrowDown'],
    shown: 'Alt+↓',
    words: 'Look further down',
    repeats: true,
  },
  'score.brighter': { context: 'score', keys: ['B'], words: 'Brighter', repeats: true },
  'score.darker': { context: 'score', keys: ['Shift+B'], words: 'Darker', repeats: true },
  'score.harder': { context: 'score', keys: ['C'], words: 'More contrast', repeats: true },
  'score.softer': { context: 'score', keys: ['Shift+C'], words: 'Less contrast', repeats: true },
  'score.plain': { context: 'score', keys: ['R'], words: 'Picture as it is' },
  'score.leave': { context: 'score', keys: ['Escape'], words: 'Leave the round' },

  'grade.whole': { context: 'grades', keys: digits(0, 5), shown: '0–5', words: 'Score this grade and go on' },
  'grade.half': {
    context: 'grades',
    keys: digits(0, 4, 'Shift+'),
    shown: 'Shift+0–4',
    words: 'Score the half grade above it and go on',
  },
  'grade.arm': { context: 'grades', keys: ['.'], words: 'Make the next digit a half grade (2 becomes 2.5)' },

  'value.digit': {
    context: 'continuous',
    keys: [...digits(0, 9), '.'],
    shown: '0–9',
    words: 'Type a value: 58 is 0.58',
  },
  'value.up': {
    context: 'continuous',
    keys: ['ArrowRight', 'ArrowUp'],
    shown: '→',
    words: 'Up by 0.01',
    repeats: true,
  },
  'value.down': {
    context: 'continuous',
    keys: ['ArrowLeft', 'ArrowDown'],
    shown: '←',
    words: 'Down by 0.01',
    repeats: true,
  },
  'value.far-up': {
    context: 'continuous',
    keys: ['Shift+ArrowRight', 'Shift+ArrowUp'],
    shown: 'Shift+→',
    words: 'Up by 0.1',
    repeats: true,
  },
  'value.far-down': {
    context: 'continuous',
    keys: ['Shift+ArrowLeft', 'Shift+ArrowDown'],
    shown: 'Shift+←',
    words: 'Down by 0.1',
    repeats: true,
  },
  'value.least': { context: 'continuous', keys: ['Home'], words: 'Lowest value' },
  'value.most': { context: 'continuous', keys: ['End'], words: 'Highest value' },

  'suggestion.take': { context: 'assisted', keys: ['Space'], words: 'Take the suggestion and go on' },
  'suggestion.all-in': {
    context: 'assisted',
    keys: ['Alt+Shift+0'],
    words: 'Take in all neighbours again',
  },
  'suggestion.leave-out': {
    context: 'assisted',
    keys: digits(1, 9, 'Alt+Shift+'),
    shown: 'Alt+Shift+1–9',
    words: 'Leave that neighbour out, or take it in again',
  },

  'reason.choose': {
    context: 'reason',
    keys: digits(1, 6),
    shown: '1–6',
    words: 'Choose the reason and go on',
  },
  'reason.leave': {
    context: 'reason',
    keys: ['Escape', 'X', 'Backspace'],
    shown: 'Esc',
    words: 'Score it after all',
  },
  'note.leave': {
    context: 'note',
    keys: ['Escape'],
    words: 'Back to the scale; the note stays',
    inText: true,
  },

  'rounds.continue': { context: 'rounds', keys: ['C'], words: 'Continue the newest open round' },
} satisfies Record<string, Command>

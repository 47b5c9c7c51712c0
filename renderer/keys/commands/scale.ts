/** Keys of the strip and of pairs. */
import type { Command } from './command'
import { digits } from './digits'

export const SCALE_COMMANDS = {
  'strip.right': { context: 'strip', keys: ['ArrowRight'], words: 'Next pad along the strip', repeats: true },
  'strip.left': { context: 'strip', keys: ['ArrowLeft'], words: 'Pad before', repeats: true },
  'strip.down': { context: 'strip', keys: ['ArrowDown'], words: 'Next row of the column', repeats: true },
  'strip.up': { context: 'strip', keys: ['ArrowUp'], words: 'Row before', repeats: true },
  'strip.first': { context: 'strip', keys: ['Home'], words: 'First pad' },
  'strip.last': { context: 'strip', keys: ['End'], words: 'Last pad' },
  'strip.move': { context: 'strip', keys: ['Enter'], words: 'Move the pad to another value' },
  'strip.exemplar': { context: 'strip', keys: ['X'], words: 'Exemplar for the column’s value' },
  'strip.exemplar-own': { context: 'strip', keys: ['Shift+X'], words: 'Exemplar for its own value' },
  'strip.no-exemplar': { context: 'strip', keys: ['R'], words: 'No exemplar any more' },
  'strip.order': { context: 'strip', keys: ['D'], words: 'Order by date scored, or by value' },
  'strip.back': {
    context: 'strip',
    keys: ['Backspace', 'Ctrl+Z'],
    shown: 'Backspace',
    words: 'Move the last one back',
  },

  'strip.pairs': { context: 'strip', keys: ['P'], words: 'Pairs' },

  'pairs.left': { context: 'pairs', keys: ['ArrowLeft'], words: 'The left one is fuller' },
  'pairs.right': { context: 'pairs', keys: ['ArrowRight'], words: 'The right one is fuller' },
  'pairs.alike': { context: 'pairs', keys: ['ArrowDown', '='], shown: '↓', words: 'They are alike' },
  'pairs.undo': {
    context: 'pairs',
    keys: ['Backspace', 'Ctrl+Z'],
    shown: 'Backspace',
    words: 'Take the last comparison back',
  },
  'pairs.accept': { context: 'pairs', keys: ['Enter'], words: 'Score the settled pad and go on' },
  'pairs.strip': { context: 'pairs', keys: ['S'], words: 'Strip' },

  'moving.up': {
    context: 'moving',
    keys: ['ArrowRight', 'ArrowUp'],
    shown: '→',
    words: 'One step up',
    repeats: true,
  },
  'moving.down': {
    context: 'moving',
    keys: ['ArrowLeft', 'ArrowDown'],
    shown: '←',
    words: 'One step down',
    repeats: true,
  },
  'moving.far-up': {
    context: 'moving',
    keys: ['Shift+ArrowRight', 'Shift+ArrowUp'],
    shown: 'Shift+→',
    words: 'Up by 0.1',
    repeats: true,
  },
  'moving.far-down': {
    context: 'moving',
    keys: ['Shift+ArrowLeft', 'Shift+ArrowDown'],
    shown: 'Shift+←',
    words: 'Down by 0.1',
    repeats: true,
  },
  'moving.reason': { context: 'moving', keys: digits(1, 6), shown: '1–6', words: 'Choose the reason' },
  'moving.words': { context: 'moving', keys: ['N'], words: 'Own words' },
  'moving.accept': { context: 'moving', keys: ['Enter'], words: 'Give the new score', inText: true },
  'moving.leave': { context: 'moving', keys: ['Escape'], words: 'Leave the score as it is', inText: true },
} satisfies Record<string, Command>

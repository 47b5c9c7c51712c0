/** Keys of one photograph and its regions. */
import type { Command } from './command'

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

export const PHOTOGRAPH_COMMANDS = {
  'photograph.close': { context: 'photograph', keys: ['Escape'], words: 'All photographs' },
  'photograph.next': { context: 'photograph', keys: ['PageDown'], words: 'Next photograph' },
  'photograph.before': { context: 'photograph', keys: ['PageUp'], words: 'Photograph before' },
  'photograph.next-flag': {
    context: 'photograph',
    keys: ['Shift+PageDown'],
    words: 'Next photograph with a flag',
  },
  'photograph.pads': {
    context: 'photograph',
    keys: ['Tab'],
    words: 'Next pad, Shift+Tab the one before; after the last it leads out',
  },
  'photograph.move': {
    context: 'photograph',
    keys: ARROWS,
    shown: 'Arrows',
    words: 'Move the corner in hand, or the whole pad',
    repeats: true,
  },
  'photograph.move-far': {
    context: 'photograph',
    keys: ARROWS.map((key) => `Shift+${key}`),
    shown: 'Shift+arrows',
    words: 'Move it ten times as far',
    repeats: true,
  },
  'photograph.corner': { context: 'photograph', keys: ['V'], words: 'Next corner', repeats: true },
  'photograph.corner-before': {
    context: 'photograph',
    keys: ['Shift+V'],
    words: 'Corner before',
    repeats: true,
  },
  'photograph.add': { context: 'photograph', keys: ['A'], words: 'Add a corner after the one in hand' },
  'photograph.delete': {
    context: 'photograph',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    shown: 'Shift+Del',
    words: 'Remove the corner in hand',
  },
  'photograph.draw': { context: 'photograph', keys: ['D'], words: 'Draw the region' },
  'photograph.reset': { context: 'photograph', keys: ['Shift+R'], words: 'Reset the region to the atlas' },
  'photograph.copy': {
    context: 'photograph',
    keys: ['Shift+L'],
    words: 'Copy the region from the last visit',
  },
  'photograph.check': { context: 'photograph', keys: ['K'], words: 'A copied region lies right' },
  'photograph.undo': {
    context: 'photograph',
    keys: ['Ctrl+Z'],
    words: 'Undo the last edit of a region in the study',
  },
  'photograph.redo': { context: 'photograph', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], words: 'Do it again' },

  'view.fit': { context: 'view', keys: ['F'], words: 'The whole photograph' },
  'view.face': { context: 'view', keys: ['Shift+F'], words: 'The face' },
  'view.pad': { context: 'view', keys: ['P'], words: 'Close to the pad' },
  'view.actual': { context: 'view', keys: ['1'], words: 'One to one: pixel by pixel' },
  'view.closer': { context: 'view', keys: ['+', '='], shown: '+', words: 'Closer', repeats: true },
  'view.farther': { context: 'view', keys: ['-'], words: 'Farther', repeats: true },
  'view.pan': {
    context: 'view',
    keys: ARROWS.map((key) => `Alt+${key}`),
    shown: 'Alt+arrows',
    words: 'Push the photograph',
    repeats: true,
  },
  'view.hand': {
    context: 'view',
    keys: ['Space'],
    words: 'While held, the mouse drags the photograph; so does its middle button',
  },
  'view.brighter': { context: 'view', keys: ['B'], words: 'Brighter', repeats: true },
  'view.darker': { context: 'view', keys: ['Shift+B'], words: 'Darker', repeats: true },
  'view.harder': { context: 'view', keys: ['C'], words: 'More contrast', repeats: true },
  'view.softer': { context: 'view', keys: ['Shift+C'], words: 'Less contrast', repeats: true },
  'view.plain': { context: 'view', keys: ['R'], words: 'Light and contrast as they are' },
  'view.outlines': { context: 'view', keys: ['O'], words: 'Outlines on or off' },

  'drawing.close': { context: 'drawing', keys: ['Enter'], words: 'Close the region' },
  'drawing.undo': { context: 'drawing', keys: ['Backspace'], words: 'Take back the last point' },
  'drawing.middle': {
    context: 'drawing',
    keys: ['M'],
    words: 'Put an outline in the middle, to be moved by keys',
  },
  'drawing.leave': { context: 'drawing', keys: ['Escape'], words: 'Give up drawing' },
} satisfies Record<string, Command>

/** Keys of every screen, and of Home. */
import type { Command } from './command'
import { digits } from './digits'

export const HOME_COMMANDS = {
  'go.home': { context: 'everywhere', keys: ['Alt+1'], words: 'Home', inText: true },
  'go.photographs': { context: 'everywhere', keys: ['Alt+2'], words: 'Photographs', inText: true },
  'go.score': { context: 'everywhere', keys: ['Alt+3'], words: 'Score', inText: true },
  'go.model': { context: 'everywhere', keys: ['Alt+4'], words: 'Model', inText: true },
  'go.scale': { context: 'everywhere', keys: ['Alt+6'], words: 'Scale', inText: true },
  'go.export': { context: 'everywhere', keys: ['Alt+5', 'Ctrl+E'], words: 'Export', inText: true },
  'settings.show': { context: 'everywhere', keys: ['Ctrl+,'], words: 'Settings', inText: true },
  'study.new': { context: 'everywhere', keys: ['Ctrl+N'], words: 'New study', inText: true },
  'study.open': { context: 'everywhere', keys: ['Ctrl+O'], words: 'Open a study', inText: true },
  'study.close': { context: 'everywhere', keys: ['Ctrl+W'], words: 'Close the study', inText: true },
  'text.larger': {
    context: 'everywhere',
    keys: ['Ctrl++', 'Ctrl+='],
    words: 'Larger text',
    inText: true,
  },
  'text.smaller': { context: 'everywhere', keys: ['Ctrl+-'], words: 'Smaller text', inText: true },
  'text.plain': { context: 'everywhere', keys: ['Ctrl+0'], words: 'Text as it was', inText: true },
  'keys.show': { context: 'everywhere', keys: ['?', 'F1'], words: 'Show the keys', shown: '?' },
  'tour.show': { context: 'everywhere', keys: ['Shift+F1'], words: 'Take the tour' },

  'home.new': { context: 'home', keys: ['N'], words: 'New study' },
  'home.open': { context: 'home', keys: ['O'], words: 'Open a study' },
  'home.sample': { context: 'home', keys: ['S'], words: 'Open the sample study' },
  'home.recent': {
    context: 'home',
    keys: digits(1, 9),
    shown: '1–9',
    words: 'Open that recent study',
  },
  'tour.next': { context: 'tour', keys: ['ArrowRight'], words: 'Next step of the tour' },
  'tour.back': { context: 'tour', keys: ['ArrowLeft'], words: 'Step before' },
  'tour.skip': { context: 'tour', keys: ['Escape'], words: 'Skip the tour' },
  'new-study.leave': {
    context: 'new-study',
    keys: ['Escape'],
    words: 'Make no study',
    inText: true,
  },
} satisfies Record<string, Command>

/** Keys of what Malar says of itself. */
import type { Command } from './command'

export const ABOUT_COMMANDS = {
  'about.show': { context: 'everywhere', keys: ['F2'], words: 'About Malar' },
  'licences.show': { context: 'everywhere', keys: ['Shift+F2'], words: 'Third-party licences' },
  'about.copy': { context: 'about', keys: ['C'], words: 'Copy for support' },
  'about.leave': { context: 'about', keys: ['Escape'], words: 'Back to the screen before' },
  'licences.search': { context: 'licences', keys: ['/'], words: 'Search' },
  'licences.next': { context: 'licences', keys: ['ArrowDown'], words: 'Next licence', repeats: true },
  'licences.previous': { context: 'licences', keys: ['ArrowUp'], words: 'Licence before', repeats: true },
  'licences.read': { context: 'licences', keys: ['Enter'], words: 'Read the text' },
  'licences.chromium': { context: 'licences', keys: ['O'], words: 'Show the notices of Chromium' },
  'licences.leave': { context: 'licences', keys: ['Escape'], words: 'Back to the screen before' },
} satisfies Record<string, Command>

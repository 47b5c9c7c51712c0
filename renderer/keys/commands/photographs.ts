/** Keys of all photographs together. */
import type { Command } from './command'

export const PHOTOGRAPHS_COMMANDS = {
  'photographs.files': { context: 'photographs', keys: ['I'], words: 'Import files' },
  'photographs.folder': { context: 'photographs', keys: ['F'], words: 'Import a folder' },
  'photographs.manifest': { context: 'photographs', keys: ['M'], words: 'Import by a manifest' },
  'photographs.search': { context: 'photographs', keys: ['/'], words: 'Find a subject' },
  'photographs.clear': { context: 'photographs', keys: ['C'], words: 'Clear the filters' },
  'photographs.sort': { context: 'photographs', keys: ['S'], words: 'Sort in the next way' },
  'photographs.reverse': { context: 'photographs', keys: ['Shift+S'], words: 'Turn the order round' },
  'photographs.walk': {
    context: 'photographs',
    keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'],
    shown: '← → ↑ ↓',
    words: 'Walk through the photographs, also with PgUp, PgDn, Home and End',
    repeats: true,
  },
  'photographs.open': { context: 'photographs', keys: ['Enter'], words: 'Open the photograph' },
} satisfies Record<string, Command>

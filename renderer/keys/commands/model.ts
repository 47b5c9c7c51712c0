/** Keys of the model, the export and the settings. */
import type { Command } from './command'

export const MODEL_COMMANDS = {
  'model.learn': { context: 'model', keys: ['L'], words: 'Learn' },
  'model.cancel': { context: 'model', keys: ['X'], words: 'Cancel learning, keep the best so far' },
  'model.engine': { context: 'model', keys: ['E'], words: 'Start the engine' },
  'model.older': { context: 'model', keys: ['O'], words: 'Show the older model' },
  'model.newer': { context: 'model', keys: ['N'], words: 'Show the newer model' },
  'model.use': { context: 'model', keys: ['R'], words: 'Roll back to the model in sight, or use it' },
  'model.compare': { context: 'model', keys: ['V'], words: 'Compare it with another model' },
  'model.card': { context: 'model', keys: ['C'], words: 'Model card' },
  'export.write': { context: 'export', keys: ['E'], words: 'Export' },
  'export.check': { context: 'export', keys: ['C'], words: 'Check the study' },
  'settings.leave': { context: 'settings', keys: ['Escape'], words: 'Back to the screen before' },
} satisfies Record<string, Command>

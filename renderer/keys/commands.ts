/** Every key of the window: one table, from which the hints on buttons and the overlay are made. */

export type Context =
  | 'everywhere'
  | 'home'
  | 'new-study'
  | 'tour'
  | 'photographs'
  | 'photograph'
  | 'view'
  | 'drawing'
  | 'score'
  | 'grades'
  | 'continuous'
  | 'assisted'
  | 'reason'
  | 'note'
  | 'rounds'
  | 'strip'
  | 'moving'
  | 'pairs'
  | 'model'
  | 'export'
  | 'settings'

export interface ContextWords {
  title: string
  /** Contexts whose keys act at the same time. `everywhere` always does. */
  with: readonly Context[]
  /** While it is there, keys of contexts below it rest. */
  alone?: boolean
  /** The context whose screen it belongs to. */
  of?: Context
}

export const CONTEXTS: Record<Context, ContextWords> = {
  score: { title: 'Score', with: ['grades', 'continuous', 'assisted'] },
  grades: { title: 'Score by grades', with: ['score', 'assisted'] },
  continuous: { title: 'Score from 0 to 1', with: ['score', 'assisted'] },
  assisted: { title: 'Suggestion', with: ['score', 'grades', 'continuous'] },
  reason: { title: 'Why it cannot be judged', with: [], alone: true, of: 'score' },
  note: { title: 'Writing a note', with: [], alone: true, of: 'score' },
  rounds: { title: 'Rounds', with: [] },
  strip: { title: 'Strip', with: [] },
  pairs: { title: 'Pairs', with: [] },
  moving: { title: 'Moving a score', with: [], alone: true, of: 'strip' },
  photographs: { title: 'Photographs', with: [] },
  photograph: { title: 'One photograph and its regions', with: ['view'] },
  view: { title: 'Looking at a photograph', with: ['photograph', 'drawing'] },
  drawing: { title: 'Drawing a region', with: ['view'], of: 'view' },
  home: { title: 'Home', with: ['tour'] },
  tour: { title: 'Tour', with: ['home'], of: 'home' },
  'new-study': { title: 'New study', with: [], of: 'home' },
  model: { title: 'Model', with: [] },
  export: { title: 'Export', with: [] },
  settings: { title: 'Settings', with: [] },
  everywhere: { title: 'Everywhere', with: [] },
}

export interface Command {
  context: Context
  /** As `chord` names them: Enter, Shift+3, Alt+1, ?. A person may give another, but for rows: see `staysAsItIs`. */
  keys: readonly string[]
  words: string
  /** What a hint shows where the keys are many. */
  shown?: string
  /** Acts again while the key is held down. */
  repeats?: boolean
  /** Acts in a text box too. */
  inText?: boolean
}

const digits = (from: number, to: number, before = ''): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${before}${from + i}`)

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

export const COMMANDS = {
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

export type CommandId = keyof typeof COMMANDS

/** A command by name, with every optional part. */
export function command(id: CommandId): Command {
  return COMMANDS[id]
}

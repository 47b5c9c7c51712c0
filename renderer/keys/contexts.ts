/** Where keys act, and which of them act at the same time. */

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
  | 'about'
  | 'licences'

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
  about: { title: 'About Malar', with: [] },
  licences: { title: 'Third-party licences', with: [] },
  everywhere: { title: 'Everywhere', with: [] },
}

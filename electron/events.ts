import type { EngineState } from './engine-state'
import type { MenuCommand } from './menu-commands'
import type { PreferenceValues } from './preference-values'
import type { TrainingState } from './training-state'

/** What the main process tells the window unasked. */
export type MalarEvent =
  | { type: 'import-progress'; done: number; total: number; etaSeconds: number | null }
  | { type: 'training'; state: TrainingState }
  | { type: 'engine'; state: EngineState }
  | { type: 'study-changed' }
  /** A sentence about something that went wrong without a question from the window. */
  | { type: 'notice'; message: string }
  /** The app was started on the sample study. */
  | { type: 'open-sample' }
  /** A menu item was chosen. */
  | { type: 'command'; command: MenuCommand }
  /** A study was chosen in the menu. */
  | { type: 'open-recent'; path: string }
  /** They were changed, in the menu or by the window itself. */
  | { type: 'preferences'; values: PreferenceValues }

import { shownChord } from './chord'
import type { Command } from './commands'

const BY_NAME: Record<string, string> = {
  Tab: 'Tab walks from one button to the next.',
  Enter: 'Enter presses the button that was walked to.',
  Space: 'Space presses the button that was walked to.',
  'Shift+Enter': 'Enter presses the button that was walked to.',
  'Shift+Space': 'Space presses the button that was walked to.',
  Escape: 'Esc leaves what is open.',
  F11: 'F11 fills the screen with the window.',
  'Alt+F4': 'Alt+F4 closes the window.',
}
/** Of a text box, in every program; and the one that ends the program. */
const TEXT_KEYS = /^Ctrl\+(Shift\+)?[ACQVXYZ]$/
/** The letters that open the menus File, Edit, View and Help. */
const MENU_KEYS = /^Alt\+[EFHV]$/
const USABLE =
  /^(Ctrl\+)?(Alt\+)?(Shift\+)?(\p{L}|[!-/0-9:-@[-`{-~]|F\d{1,2}|Enter|Escape|Backspace|Delete|Insert|Home|End|Page(Up|Down)|Arrow(Left|Right|Up|Down)|Space|Tab)$/u

/** Why a command may not have a key, in a sentence; null when it may. */
export function refusedKey(key: string, command: Command): string | null {
  if (!USABLE.test(key)) return 'This key cannot be used. Take a letter, a digit, a sign or an F key.'
  const reserved = Object.hasOwn(BY_NAME, key) ? BY_NAME[key] : undefined
  if (reserved) return `${reserved} It cannot do anything else.`
  if (TEXT_KEYS.test(key)) return `${shownChord(key)} means the same in every program. Take another key.`
  if (MENU_KEYS.test(key)) return `${shownChord(key)} opens a menu. Take another key.`
  if (/^Ctrl\+Alt\+/.test(key)) return 'Ctrl with Alt writes signs on many keyboards. Take another key.'
  if (command.inText && !/^(Ctrl\+|Alt\+|F\d)/.test(key))
    return 'This command acts while you write, too: its key needs Ctrl or Alt.'
  return null
}

/** Keys that are only held down with others. */
export function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Fn'].includes(key)
}

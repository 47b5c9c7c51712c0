const NAMES: Record<string, string> = {
  Ctrl: 'CmdOrCtrl',
  Escape: 'Esc',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  '+': 'Plus',
}
const KNOWN =
  /^([!-~]|F\d{1,2}|CmdOrCtrl|Alt|Shift|Esc|Enter|Space|Backspace|Delete|Home|End|Page(Up|Down)|Left|Right|Up|Down|Plus)$/

/**
 * A key of the window as Electron's menu writes it.
 * @returns undefined where the menu cannot show it; the key acts all the same
 */
export function acceleratorOf(chord: string | undefined): string | undefined {
  if (!chord) return undefined
  const parts = chord.split(/(?<=.)\+(?=.)/).map((part) => NAMES[part] ?? part)
  return parts.every((part) => KNOWN.test(part)) ? parts.join('+') : undefined
}

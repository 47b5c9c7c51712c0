/** What of a KeyboardEvent is looked at. */
export interface KeyLike {
  key: string
  code: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  repeat: boolean
  target: unknown
  preventDefault(): void
}

const NAMED = new Set(['Enter', 'Escape', 'Backspace', 'Delete', 'Home', 'End', 'PageUp', 'PageDown'])

/**
 * One name for a pressed key, the same on every keyboard layout: digits by their position (so that they need no
 * Shift on a French keyboard), letters and signs by what they write. A comma by itself counts as a decimal point.
 */
export function chord(event: KeyLike): string {
  const before = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}`
  const shift = event.shiftKey ? 'Shift+' : ''
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)
  if (event.key === '?') return `${before}?`
  if (digit && (event.code.startsWith('Digit') || /^[0-9]$/.test(event.key)))
    return `${before}${shift}${digit[1]}`
  if (event.code === 'NumpadDecimal' && !NAMED.has(event.key)) return `${before}.`
  if (event.key === ' ') return `${before}${shift}Space`
  if (event.key === '.' || (event.key === ',' && before === '')) return `${before}${shift}.`
  if (event.key.startsWith('Arrow') || NAMED.has(event.key) || /^F\d+$/.test(event.key))
    return `${before}${shift}${event.key}`
  if (/^\p{L}$/u.test(event.key)) return `${before}${shift}${event.key.toUpperCase()}`
  return `${before}${event.key}`
}

const SHOWN: Record<string, string> = {
  Escape: 'Esc',
  Backspace: '⌫',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

/** A chord as a key cap shows it. */
export function shownChord(name: string): string {
  return name
    .split(/(?<=.)\+(?=.)/)
    .map((part) => SHOWN[part] ?? part)
    .join('+')
}

const WRITING = new Set(['text', 'search', 'number', 'email', 'url', 'password'])

/** True in a box that takes letters. */
export function takesText(target: unknown): boolean {
  const element = target as { tagName?: string; type?: string; isContentEditable?: boolean } | null
  if (!element?.tagName) return false
  const tag = element.tagName.toUpperCase()
  if (tag === 'TEXTAREA' || tag === 'SELECT' || element.isContentEditable) return true
  return tag === 'INPUT' && WRITING.has(element.type ?? 'text')
}

/** True on something that Enter or Space would press. */
export function canBePressed(target: unknown): boolean {
  const element = target as { tagName?: string } | null
  return ['BUTTON', 'A', 'SUMMARY', 'INPUT'].includes(element?.tagName?.toUpperCase() ?? '')
}

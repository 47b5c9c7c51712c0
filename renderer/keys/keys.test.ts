import { describe, expect, it, vi } from 'vitest'
import { chord, shownChord, takesText, type KeyLike } from './chord'
import { COMMANDS } from './commands'
import { Keys, refuseConflicts } from './keys.svelte'

function press(key: string, more: Partial<KeyLike> = {}): KeyLike {
  const base = {
    key,
    code: '',
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
  }
  return { ...base, target: null, preventDefault: () => {}, ...more }
}

describe('a chord', () => {
  it('names digits by position, whatever the layout writes', () => {
    expect(chord(press('é', { code: 'Digit2' }))).toBe('2')
    expect(chord(press('"', { code: 'Digit2', shiftKey: true }))).toBe('Shift+2')
    expect(chord(press('7', { code: 'Numpad7' }))).toBe('7')
    expect(chord(press('Home', { code: 'Numpad7' }))).toBe('Home')
  })
  it('takes a comma for a decimal point', () => {
    expect(chord(press(','))).toBe('.')
    expect(chord(press(',', { ctrlKey: true }))).toBe('Ctrl+,')
    expect(chord(press(',', { code: 'NumpadDecimal' }))).toBe('.')
  })
  it('names letters and signs by what they write', () => {
    expect(chord(press('x', { code: 'KeyX' }))).toBe('X')
    expect(chord(press('?', { code: 'Slash', shiftKey: true }))).toBe('?')
    expect(chord(press(' '))).toBe('Space')
    expect(chord(press('F1', { shiftKey: true }))).toBe('Shift+F1')
  })
  it('is shown with the signs of key caps', () => {
    expect(shownChord('Shift+ArrowRight')).toBe('Shift+→')
    expect(shownChord('+')).toBe('+')
    expect(new Keys().hint('score.back')).toBe('⌫')
  })
})

describe('keys', () => {
  it('refuses two commands on one key in contexts that act together', () => {
    expect(() => refuseConflicts(COMMANDS)).not.toThrow()
    const clash = {
      a: { context: 'score', keys: ['Q'], words: '' },
      b: { context: 'grades', keys: ['Q'], words: '' },
    } as const
    expect(() => refuseConflicts(clash)).toThrow('Q is wanted by a and by b.')
  })
  it('acts whatever has focus, but not in a text box', () => {
    const keys = new Keys()
    const act = vi.fn()
    keys.use('score', { 'score.cannot': act })
    keys.handle(press('x', { target: { tagName: 'BUTTON' } }))
    expect(act).toHaveBeenCalledTimes(1)
    expect(keys.handle(press('x', { target: { tagName: 'TEXTAREA' } }))).toBe(false)
    expect(takesText({ tagName: 'INPUT', type: 'radio' })).toBe(false)
    expect(act).toHaveBeenCalledTimes(1)
  })
  it('presses the button that one walked to by Tab', () => {
    const keys = new Keys()
    const act = vi.fn()
    keys.use('score', { 'score.accept': act })
    keys.handle(press('Tab'))
    expect(keys.handle(press('Enter', { target: { tagName: 'BUTTON' } }))).toBe(false)
    keys.pointed()
    expect(keys.handle(press('Enter', { target: { tagName: 'BUTTON' } }))).toBe(true)
    expect(act).toHaveBeenCalledTimes(1)
  })
  it('never scores twice when a key is held down', () => {
    const keys = new Keys()
    const grade = vi.fn()
    const up = vi.fn()
    keys.use('grades', { 'grade.whole': grade })
    keys.use('continuous', { 'value.up': up })
    keys.handle(press('2', { code: 'Digit2' }))
    keys.handle(press('2', { code: 'Digit2', repeat: true }))
    keys.handle(press('ArrowRight', { repeat: true }))
    expect(grade).toHaveBeenCalledTimes(1)
    expect(up).toHaveBeenCalledTimes(1)
  })
  it('lets a context that stands alone take the keys of those below', () => {
    const keys = new Keys()
    const grade = vi.fn()
    const reason = vi.fn()
    keys.use('grades', { 'grade.whole': grade })
    const end = keys.use('reason', { 'reason.choose': reason })
    keys.handle(press('2', { code: 'Digit2' }))
    keys.handle(press('0', { code: 'Digit0' }))
    expect([grade.mock.calls.length, reason.mock.calls.length]).toEqual([0, 1])
    end()
    keys.handle(press('2', { code: 'Digit2' }))
    expect(grade).toHaveBeenCalledTimes(1)
  })
  it('lists every command once, those that act here first', () => {
    const keys = new Keys()
    keys.use('model', { 'model.learn': () => {} })
    expect(keys.sections[0]).toMatchObject({ title: 'Model', here: true })
    expect(keys.sections.flatMap((section) => section.rows)).toHaveLength(Object.keys(COMMANDS).length)
  })
  it('act by the key that was given, and show it', () => {
    const keys = new Keys(() => ({ 'score.note': 'Q', 'keys.show': 'F2' }))
    const note = vi.fn()
    keys.use('score', { 'score.note': note })
    keys.handle(press('n'))
    keys.handle(press('q'))
    expect(note).toHaveBeenCalledTimes(1)
    expect([keys.hint('score.note'), keys.hint('keys.show'), keys.hint('value.digit')]).toEqual([
      'Q',
      'F2',
      '0–9',
    ])
  })
  it('are handed over while a new one is waited for', () => {
    const keys = new Keys()
    const [note, recorded] = [vi.fn(), vi.fn()]
    keys.use('score', { 'score.note': note })
    const end = keys.record(recorded)
    keys.handle(press('n'))
    end()
    expect([note.mock.calls.length, recorded.mock.calls.length]).toEqual([0, 1])
    keys.handle(press('n'))
    expect(note).toHaveBeenCalledTimes(1)
  })
  it('do for the menu what they do themselves, and nothing under a dialog', () => {
    const keys = new Keys()
    const home = vi.fn()
    keys.run('go.home')
    keys.use('everywhere', { 'go.home': home })
    keys.run('go.home')
    keys.resting = true
    keys.run('go.home')
    expect(home).toHaveBeenCalledTimes(1)
  })
})

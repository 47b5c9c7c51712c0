import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS, command, type Command, type CommandId, type Context } from './commands'
import { actTogether, giveKey, inForce, resetKey, staysAsItIs, type Chosen, type Table } from './mapping'
import { refusedKey } from './reserved'

const table: Table = COMMANDS
const IDS = Object.keys(COMMANDS) as CommandId[]

/** Pairs of commands that act together on one key. */
function clashes(commands: Table, chosen: Chosen): string[] {
  const { keys } = inForce(commands, chosen)
  const ids = Object.keys(commands)
  return ids.flatMap((a, i) =>
    ids
      .slice(i + 1)
      .filter((b) => actTogether(commands[a] as Command, commands[b] as Command))
      .flatMap((b) =>
        (keys[a] ?? []).filter((key) => keys[b]?.includes(key)).map((key) => `${key}: ${a}, ${b}`),
      ),
  )
}

const given = (chosen: Chosen, id: CommandId, key: string): Chosen => {
  const remapped = giveKey(table, chosen, id, key)
  if ('refused' in remapped) throw new Error(remapped.refused)
  return remapped.chosen
}
const refusal = (chosen: Chosen, id: CommandId, key: string): string => {
  const remapped = giveKey(table, chosen, id, key)
  return 'refused' in remapped ? remapped.refused : ''
}

describe('another key', () => {
  it('takes the place of all that the command had', () => {
    const chosen = given({}, 'value.up', 'K')
    expect(inForce(table, chosen).keys['value.up']).toEqual(['K'])
    expect(given(chosen, 'value.up', 'ArrowUp')).toEqual({})
  })

  it('is refused where another command has it at the same time, by that command’s name', () => {
    expect(refusal({}, 'score.note', 'X')).toBe(
      'X is the key of “Cannot judge” (Score). Give that another key first.',
    )
    expect(refusal({}, 'score.note', 'Alt+1')).toContain('“Home” (Everywhere)')
    expect(refusal({}, 'score.note', '4')).toMatch(/4 is the key of/)
    expect(refusal({ 'score.cannot': 'K' }, 'score.note', 'K')).toContain('“Cannot judge”')
    // What acts on another screen does not stand in the way, nor does a key that was given away.
    expect(refusal({}, 'score.note', 'L')).toBe('')
    expect(refusal({ 'score.cannot': 'K' }, 'score.note', 'X')).toBe('')
  })

  it('cannot be one that means something to every button, text or menu', () => {
    const reserved = [
      'Tab',
      'Enter',
      'Space',
      'Escape',
      'Ctrl+C',
      'Ctrl+Q',
      'Alt+F',
      'Ctrl+Alt+K',
      'Dead',
      'F11',
    ]
    for (const key of reserved) expect(refusal({}, 'score.note', key), key).toMatch(/\.$/)
    expect(refusal({}, 'go.home', 'H')).toContain('while you write')
    expect(refusal({}, 'go.home', 'Alt+H')).toContain('menu')
    expect(refusal({}, 'go.home', 'Alt+K')).toBe('')
  })

  it('is never given to a row of digits or arrows', () => {
    expect(IDS.filter((id) => staysAsItIs(command(id)))).toEqual(
      expect.arrayContaining(['grade.whole', 'home.recent', 'photograph.move']),
    )
    expect(staysAsItIs(command('value.up'))).toBe(false)
    expect(refusal({}, 'value.digit', 'K')).toContain('stay')
  })

  it('goes back, unless the old one was given away meanwhile', () => {
    const chosen = given(given({}, 'score.cannot', 'K'), 'score.note', 'X')
    expect(resetKey(table, chosen, 'score.note')).toEqual({ chosen: { 'score.cannot': 'K' } })
    expect(resetKey(table, chosen, 'score.cannot')).toEqual({
      refused: 'X is the key of “Note” (Score). Give that another key first.',
    })
  })
})

describe('keys in force', () => {
  it('let a person’s choice win over a command that a later version brings', () => {
    const later: Table = { ...table, 'score.later': { context: 'score', keys: ['K', 'W'], words: 'Later' } }
    const { keys, lost } = inForce(later, { 'score.note': 'K' })
    expect([keys['score.note'], keys['score.later'], lost['score.later']]).toEqual([
      ['K'],
      ['W'],
      'score.note',
    ])
    const { keys: all } = inForce(later, { 'score.note': 'K', 'score.back': 'W' })
    expect(all['score.later']).toEqual([])
  })

  it('are what the table says where nothing, or nothing sensible, was chosen', () => {
    const plain = inForce(table, {})
    for (const id of IDS) expect(plain.keys[id]).toEqual(command(id).keys)
    expect(inForce(table, { 'score.note': 'Enter', 'gone.command': 'K', constructor: 'K' })).toEqual(plain)
  })
})

const NAMES = ['A', 'K', 'N', 'X', 'L', '4', 'Alt+1', 'Alt+4', 'Alt+K', 'Ctrl+,', 'Shift+B', 'ArrowLeft', '.', '?', 'F1', 'F6', 'Enter', 'Escape', 'Space', 'Tab'] // prettier-ignore
const key = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.constantFrom(...IDS.flatMap((id) => [...command(id).keys])),
)
const id = fc.constantFrom(...IDS)
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('give' as const), id, key }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('reset' as const), id, key }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('reset-all' as const), id, key }) },
)

describe('no sequence of changes', () => {
  it('lets two commands that act together share a key, or leaves one without', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let chosen: Chosen = {}
        for (const one of acts) {
          const remapped =
            one.what === 'reset-all'
              ? { chosen: {} }
              : one.what === 'reset'
                ? resetKey(table, chosen, one.id)
                : giveKey(table, chosen, one.id, one.key)
          if ('chosen' in remapped) chosen = remapped.chosen
        }
        expect(clashes(table, chosen)).toEqual([])
        const { keys } = inForce(table, chosen)
        expect(IDS.filter((one) => keys[one]?.length === 0)).toEqual([])
        // What was accepted is what acts.
        for (const [one, theirs] of Object.entries(chosen)) expect(keys[one]).toEqual([theirs])
      }),
      { numRuns: 300 },
    )
  })

  it('in a file that somebody wrote does so either', () => {
    fc.assert(
      fc.property(fc.dictionary(id, key, { maxKeys: 20 }), (chosen) => {
        expect(clashes(table, chosen)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('does so with any other table', () => {
    const context = fc.constantFrom<Context>(
      'score',
      'grades',
      'assisted',
      'reason',
      'everywhere',
      'home',
      'tour',
    )
    const letter = fc.constantFrom('A', 'B', 'C', 'D', 'E')
    const commands = fc.array(fc.record({ context, keys: fc.uniqueArray(letter, { minLength: 1, maxLength: 2 }), words: fc.constant('w') }), { minLength: 2, maxLength: 8 }) // prettier-ignore
    fc.assert(
      fc.property(commands, fc.array(fc.tuple(fc.nat(7), letter), { maxLength: 12 }), (list, acts) => {
        const made: Table = {}
        for (const [i, one] of list.entries()) {
          const clash = Object.values(made).some((other) => actTogether(one, other) && one.keys.some((k) => other.keys.includes(k))) // prettier-ignore
          if (!clash) made[`c${i}`] = one
        }
        let chosen: Chosen = {}
        for (const [at, letterKey] of acts) {
          if (!made[`c${at}`]) continue
          const remapped = giveKey(made, chosen, `c${at}`, letterKey)
          if ('chosen' in remapped) chosen = remapped.chosen
        }
        expect(clashes(made, chosen)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('the table', () => {
  it('holds no key that could not be given, but where it means what it means everywhere', () => {
    const meant = ['Enter', 'Escape', 'Space', 'Tab', 'Ctrl+Z', 'Ctrl+Y', 'Ctrl+Shift+Z']
    const strange = IDS.flatMap((one) =>
      command(one).keys.filter(
        (k) => !staysAsItIs(command(one)) && !meant.includes(k) && refusedKey(k, command(one)),
      ),
    )
    expect(strange).toEqual([])
  })
})

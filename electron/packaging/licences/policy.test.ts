import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// Packaging is JavaScript, as set-up is; the compiler of the app does not read it.
interface Policy {
  ALLOWED: readonly string[]
  refusedIn(expression: string, allowed: readonly string[]): string[] | undefined
  assertAllowed(part: string, expression: unknown, also?: readonly string[]): void
}
const module = './policy.mjs'
const { ALLOWED, refusedIn, assertAllowed } = (await import(module)) as Policy

const allowed = ['MIT', 'ISC', 'Apache-2.0 WITH LLVM-exception']

describe('an expression of SPDX', () => {
  it.each([
    ['MIT', []],
    ['(MIT)', []],
    ['GPL-3.0-only', ['GPL-3.0-only']],
    ['MIT OR GPL-3.0-only', []],
    ['GPL-3.0-only OR MIT', []],
    ['MIT AND GPL-3.0-only', ['GPL-3.0-only']],
    ['MIT AND (GPL-3.0-only OR ISC)', []],
    ['MIT AND GPL-3.0-only OR ISC', []],
    ['GPL-2.0-only OR GPL-3.0-only', ['GPL-2.0-only', 'GPL-3.0-only']],
    ['Apache-2.0 WITH LLVM-exception', []],
    ['Apache-2.0', ['Apache-2.0']],
    ['MIT WITH LLVM-exception', ['MIT WITH LLVM-exception']],
  ])('%s', (expression, refused) => {
    expect(refusedIn(expression, allowed)).toEqual(refused)
  })

  it.each([
    '',
    'MIT AND',
    'OR MIT',
    '(MIT',
    'MIT)',
    'MIT ISC',
    'SEE LICENSE IN LICENSE.txt',
    'MIT WITH',
    'MIT/ISC',
  ])('cannot be read: "%s"', (expression) => {
    expect(refusedIn(expression, allowed)).toBeUndefined()
  })

  it('is refused with AND as soon as one part is, with OR only when all are', () => {
    const licence = fc.constantFrom('MIT', 'ISC', 'GPL-3.0-only', 'SSPL-1.0')
    fc.assert(
      fc.property(fc.array(licence, { minLength: 1 }), (licences) => {
        const bad = licences.filter((name) => !allowed.includes(name))
        expect(refusedIn(licences.join(' AND '), allowed)).toEqual([...new Set(bad)])
        expect(refusedIn(licences.join(' OR '), allowed)!.length > 0).toBe(bad.length === licences.length)
      }),
    )
  })
})

describe('the list of licences', () => {
  it('holds none that asks for the source of the whole', () => {
    expect(ALLOWED.filter((name) => /GPL|SSPL|CC-BY|MPL|EPL|CDDL/.test(name))).toEqual([])
  })

  it('refuses with a sentence that names the part and what to do', () => {
    expect(() => assertAllowed('copied 1.0.0', 'GPL-3.0-only')).toThrow(
      /copied 1\.0\.0 is under GPL-3\.0-only.*Do without it/,
    )
    expect(() => assertAllowed('odd 2.0.0', 'SEE LICENSE IN README')).toThrow(
      /odd 2\.0\.0 .*no SPDX.*corrections\.mjs/,
    )
    for (const none of [undefined, '', { type: 'MIT' }]) {
      expect(() => assertAllowed('mute 3.0.0', none)).toThrow(/mute 3\.0\.0 does not say/)
    }
  })

  it('lets one part have more than the others', () => {
    expect(() => assertAllowed('FFmpeg', 'LGPL-2.1-or-later', ['LGPL-2.1-or-later'])).not.toThrow()
    expect(() => assertAllowed('FFmpeg', 'LGPL-2.1-or-later')).toThrow('LGPL-2.1-or-later')
  })
})

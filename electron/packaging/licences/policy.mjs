/** Which licences the product may carry, and whether an expression of SPDX stays within them. */

/**
 * The licences that any part may be under, by their SPDX names. All ask for no more than that their text and the
 * names of the authors go with the product, which the list under Help and THIRD-PARTY-NOTICES.txt see to.
 */
export const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'blessing', // SQLite's: in the public domain
]

/** A part of the product whose licence is not in order; its message says which and what to do. */
export class LicenceError extends Error {}

/**
 * Refuses a part whose licence is not in order.
 * @param {string} part name and version
 * @param {unknown} expression what it says of its licence
 * @param {readonly string[]} [also] licences that this part alone may have besides
 * @throws {LicenceError} when there is none, it cannot be read, or it is not allowed
 */
export function assertAllowed(part, expression, also = []) {
  if (typeof expression !== 'string' || expression.trim() === '') {
    throw new LicenceError(
      `${part} does not say what its licence is. Ask its source, and write the answer down in corrections.mjs; ` +
        'without one the product must not hold it.',
    )
  }
  const refused = refusedIn(expression, [...ALLOWED, ...also])
  if (refused === undefined) {
    throw new LicenceError(
      `${part} says that its licence is "${expression}", which is no SPDX expression. Read its licence, and write ` +
        'down in corrections.mjs what it is.',
    )
  }
  if (refused.length > 0) {
    throw new LicenceError(
      `${part} is under ${refused.join(' and ')}, which the list in policy.mjs does not allow. Do without it; or, ` +
        'if the product can meet what the licence asks, put it on the list.',
    )
  }
}

/**
 * The licences in an expression that stand in its way.
 * @param {string} expression as SPDX writes it: `MIT`, `(MIT OR GPL-2.0-only) AND BSD-3-Clause`
 * @param {readonly string[]} allowed
 * @returns {string[] | undefined} none when it is allowed; undefined when it cannot be read
 */
export function refusedIn(expression, allowed) {
  const words = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0

  /** @returns {string[] | undefined} */
  const either = () => {
    let refused = both()
    while (words[at] === 'OR') {
      at++
      const other = both()
      if (refused === undefined || other === undefined) return undefined
      refused = refused.length === 0 || other.length === 0 ? [] : [...refused, ...other]
    }
    return refused
  }
  /** @returns {string[] | undefined} */
  const both = () => {
    let refused = one()
    while (words[at] === 'AND') {
      at++
      const other = one()
      if (refused === undefined || other === undefined) return undefined
      refused = [...refused, ...other]
    }
    return refused
  }
  /** @returns {string[] | undefined} */
  const one = () => {
    if (words[at] === '(') {
      at++
      const inner = either()
      return words[at++] === ')' ? inner : undefined
    }
    let licence = name()
    if (licence !== undefined && words[at] === 'WITH') {
      at++
      const exception = name()
      licence = exception && `${licence} WITH ${exception}`
    }
    if (licence === undefined) return undefined
    return allowed.includes(licence) ? [] : [licence]
  }
  const name = () => {
    const word = words[at++]
    return word !== undefined && /^[A-Za-z0-9.+-]+$/.test(word) && !/^(AND|OR|WITH)$/.test(word)
      ? word
      : undefined
  }

  const refused = either()
  return at === words.length && refused !== undefined ? [...new Set(refused)] : undefined
}

/** Licence and text of an npm package, as it lies in node_modules. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../../setup/paths.mjs'
import { CORRECTIONS } from './corrections.mjs'
import { assertAllowed, LicenceError } from './policy.mjs'

/**
 * A work of others in the product.
 * @typedef {object} Work
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string} note what has to be known besides; empty for most
 * @property {string} text of the licence, with the copyright
 */

/** Files of a package that hold its licence. */
const PAPERS = /^(licen[cs]es?|copying|notice)\b.*(?<!\.[cm]?js)$/i

/**
 * The folder of the package that a file belongs to.
 * @param {string} file a path through node_modules, with slashes
 * @returns {string | undefined} undefined for a file of the project itself
 */
export function packageFolder(file) {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]
}

/**
 * Reads the licence of a package.
 * @param {string} folder of the package
 * @param {readonly import('./corrections.mjs').Correction[]} [corrections]
 * @returns {Work}
 * @throws {LicenceError} when the licence is not allowed or unknown, there is no text, or a correction does not fit
 */
export function readPackage(folder, corrections = CORRECTIONS) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const part = `${name} ${version}`
  const correction = corrections.find((entry) => entry.name === name)
  if (correction) assertFits(part, correction, version, license)
  const licence = correction?.licence ?? license
  assertAllowed(part, licence)

  const papers = readdirSync(folder).filter((file) => PAPERS.test(file))
  const texts = papers.sort().map((file) => readFileSync(join(folder, file), 'utf8'))
  for (const source of correction?.texts ?? []) {
    texts.push('own' in source ? excerpt(part, folder, source) : storedText(source.text, source.copyright))
  }
  if (texts.length === 0) {
    throw new LicenceError(
      `${part} comes without the text of its licence (${licence}). Take it from its source, and name it in ` +
        'corrections.mjs.',
    )
  }
  return { name, version, licence: plain(licence), note: correction?.reason ?? '', text: joined(texts) }
}

/**
 * A text that is kept with the project.
 * @param {string} name `Apache-2.0`, or that of a file in `texts/`
 * @param {string} [copyright] put before it
 * @returns {string}
 */
export function storedText(name, copyright) {
  const here = fileURLToPath(new URL(`texts/${name}.txt`, import.meta.url))
  const text = readFileSync(name === 'Apache-2.0' ? join(root, 'LICENSE') : here, 'utf8')
  return copyright === undefined ? text : `${copyright}\n\n${text.replace(/^\n+/, '')}`
}

/**
 * Several texts as one.
 * @param {string[]} texts
 * @returns {string} with one kind of line ends, and none at its ends
 */
export function joined(texts) {
  const tidy = texts.map((text) => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  return tidy.map((text) => text.replace(/^\s*\n/, '').trimEnd()).join(`\n\n${'-'.repeat(72)}\n\n`)
}

/** Some write one pair of brackets around the whole. @param {string} licence */
const plain = (licence) => licence.replace(/^\(([^()]*)\)$/, '$1')

/**
 * @param {string} part
 * @param {import('./corrections.mjs').Correction} correction
 * @param {string} version
 * @param {unknown} says
 */
function assertFits(part, correction, version, says) {
  if (correction.version !== version || correction.says !== says) {
    throw new LicenceError(
      `corrections.mjs is about ${correction.name} ${correction.version}, which said ${correction.says}; installed is ` +
        `${part}, which says ${says}. Read its licence again, then bring the correction up to date.`,
    )
  }
}

/**
 * @param {string} part
 * @param {string} folder
 * @param {import('./corrections.mjs').Excerpt} source
 */
function excerpt(part, folder, { own, from, to }) {
  const lines = readFileSync(join(folder, own), 'utf8').split(/\r?\n/)
  const start = lines.findIndex((line) => line.includes(from))
  const end = to === undefined ? lines.length : lines.findIndex((line, at) => at > start && line.includes(to))
  if (start < 0 || end < 0) {
    throw new LicenceError(`${own} of ${part} has no longer what corrections.mjs looks for: "${from}".`)
  }
  return lines.slice(start, end).join('\n')
}

/** What takes the room in a package. */
import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { megabytes } from '../setup/messages.mjs'

/** The parts, each by the first pattern that a path fits. */
const PARTS = /** @type {const} */ ([
  ['TensorFlow', /tfjs-node\/(deps|lib)\//],
  ['SQLite', /better_sqlite3|better-sqlite3/],
  ['licences', /LICEN[CS]E|THIRD-PARTY/i],
  ['Malar itself: programs, models, JavaScript of packages', /resources\/app\.asar$/],
  ['software graphics, where there is no card', /swiftshader|libvulkan/],
  ['Electron', /./],
])

/**
 * @param {string} folder an unpacked package
 * @returns {{ part: string, bytes: number }[]} largest first
 */
export function sizesOf(folder) {
  /** @type {Record<string, number>} */
  const sums = {}
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const place = path
      .slice(folder.length + 1)
      .split(sep)
      .join('/')
    const [part] = PARTS.find(([, pattern]) => pattern.test(place)) ?? ['Electron']
    sums[part] = (sums[part] ?? 0) + lstatSync(path).size
  }
  return Object.entries(sums)
    .map(([part, bytes]) => ({ part, bytes }))
    .sort((a, b) => b.bytes - a.bytes)
}

/**
 * The report that a person reads after packaging.
 * @param {string} unpacked the folder of the product
 * @param {string[]} installers
 * @returns {string}
 */
export function sizeReport(unpacked, installers) {
  const sizes = existsSync(unpacked) ? sizesOf(unpacked) : []
  const whole = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const line = (/** @type {number} */ bytes, /** @type {string} */ what) =>
    `${megabytes(bytes).padStart(9)}  ${what}`
  return [
    ...installers.map((path) => line(lstatSync(path).size, path.split(sep).at(-1) ?? '')),
    ...(whole > 0 ? [line(whole, 'unpacked, of which')] : []),
    ...sizes.map(({ part, bytes }) => line(bytes, `  ${part}`)),
  ].join('\n')
}

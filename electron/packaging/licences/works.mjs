/** Everything in the product that others have made, with its licence. */
import { join } from 'node:path'
import { root } from '../../setup/paths.mjs'
import { packageFolder, readPackage } from './packages.mjs'
import { appImage, malar, models, platform, sqlite, tensorflow, webAssembly } from './parts.mjs'

/** @typedef {import('./packages.mjs').Work & { where: string[] }} ListedWork */

/** Compiled into other packages, so no bundle names them. */
const COMPILED_IN = [{ folder: 'node_modules/node-addon-api', where: 'study file' }]

/**
 * @typedef {object} Contents
 * @property {Record<string, string[]>} bundled files in node_modules, relative to the project, by where they went
 * @property {string[]} shipped files that are in the product as they are
 * @property {string} electron its version
 * @property {boolean} appImage whether it may become one
 * @property {{ version: string, folder: string }} tensorflow and where its licences lie
 */

/**
 * Lists the works of others in the product, Malar itself first, the others by name.
 * @param {Contents} contents
 * @returns {ListedWork[]} the same for the same contents
 * @throws {import('./policy.mjs').LicenceError} when one of them is not in order
 */
export function listWorks(contents) {
  const [self, ...others] = [
    ...placed([malar()], 'program'),
    ...packagesOf(contents),
    ...placed(platform(contents.electron), 'platform'),
    ...placed(tensorflow(contents.tensorflow.version, contents.tensorflow.folder), 'learning engine'),
    ...placed(sqlite(), 'study file'),
    ...placed(models(), 'models'),
    ...(contents.appImage ? placed(appImage(), 'AppImage') : []),
  ]
  return [self, ...others.sort(byName)]
}

/** @param {Contents} contents */
function packagesOf({ bundled, shipped }) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map()
  const add = (/** @type {string} */ folder, /** @type {string} */ where) =>
    found.set(folder, (found.get(folder) ?? new Set()).add(where))
  const lists = Object.entries({
    ...bundled,
    'learning engine': [...(bundled['learning engine'] ?? []), ...shipped],
  })
  for (const [where, files] of lists) {
    for (const file of files) {
      const folder = packageFolder(file)
      if (folder) add(folder, folder.endsWith('node_modules/better-sqlite3') ? 'study file' : where)
    }
  }
  for (const { folder, where } of COMPILED_IN) add(folder, where)

  const works = [...found].map(([folder, where]) => ({
    ...readPackage(join(root, folder)),
    where: [...where].sort(),
  }))
  const wasm = works.find(({ name }) => name === '@tensorflow/tfjs-backend-wasm')
  return [...once(works), ...(wasm ? placed(webAssembly(wasm.version), 'learning engine') : [])]
}

/** The same package may lie in two folders. @param {ListedWork[]} works */
function once(works) {
  /** @type {Map<string, ListedWork>} */
  const kept = new Map()
  for (const work of works) {
    const key = `${work.name} ${work.version}`
    const where = [...new Set([...(kept.get(key)?.where ?? []), ...work.where])].sort()
    kept.set(key, { ...work, where })
  }
  return [...kept.values()]
}

/**
 * @param {import('./packages.mjs').Work[]} works
 * @param {string} where
 * @returns {ListedWork[]}
 */
function placed(works, where) {
  return works.map((work) => ({ ...work, where: [where] }))
}

/** Not by the machine's language, which would order differently elsewhere. @param {ListedWork} a @param {ListedWork} b */
function byName(a, b) {
  const keys = [a, b].map(({ name, version }) => `${name.replace(/^@/, '').toLowerCase()} ${version}`)
  return keys[0] < keys[1] ? -1 : keys[0] > keys[1] ? 1 : 0
}

/**
 * The works as one plain text, for a file beside the program.
 * @param {ListedWork[]} works
 * @returns {string}
 */
export function noticesText(works) {
  const rule = '='.repeat(72)
  const parts = works.map(({ name, version, licence, note, text }) =>
    [rule, `${name}, ${version}`, `Licence: ${licence}`, ...(note ? ['', note] : []), rule, '', text].join(
      '\n',
    ),
  )
  return `Malar and the works of others in it, each with its licence.\n\n${parts.join('\n\n')}\n`
}

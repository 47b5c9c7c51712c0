/** The folder that becomes the archive inside a package: the built app, its models, and what it needs of node_modules. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { lstatSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { inModules, root } from '../setup/paths.mjs'
import { run } from '../setup/processes.mjs'
import { externalsOf, reachedFiles } from './reached.mjs'

/** The programs of the app; the benches that may lie beside them stay here. */
const PROGRAMS = ['main.cjs', 'preload.cjs', 'decoder-preload.cjs', 'engine.cjs']

/** What of assets/ is for the project's pages, for its developers, and for installers. */
const NOT_NEEDED = /screenshots$|architecture\.svg$|convert\.py$|check\.json$|\.ic(ns|o)$/

/** Finds the addon of tfjs-node. The original can also fetch one, which an installed app never does. */
export const ADDON_FINDER = '@mapbox/node-pre-gyp'

const FINDER_SOURCE = `const path = require('path')
exports.find = (manifest) => path.join(path.dirname(manifest), 'lib', 'napi-v8', 'tfjs_binding.node')
`

/**
 * @typedef {object} Contents
 * @property {string} folder where it is laid out; whatever is there goes
 * @property {string} version of the product
 * @property {string | null} sqliteBinding the better-sqlite3 that fits the Electron; null for its own
 */

/**
 * Lays out the app as it is packaged.
 * @param {Contents} contents
 * @returns {Promise<void>}
 */
export async function layOutApp({ folder, version, sqliteBinding }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(version), null, 2))
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  for (const name of [...PROGRAMS, 'third-party.json']) {
    cpSync(join(root, 'build', name), join(folder, 'build', name))
  }
  cpSync(join(root, 'build', 'renderer'), join(folder, 'build', 'renderer'), {
    recursive: true,
    filter: (path) => extname(path) !== '.map',
  })
  cpSync(join(root, 'assets'), join(folder, 'assets'), {
    recursive: true,
    filter: (path) => !NOT_NEEDED.test(path),
  })
  await layOutModules(folder)
  layOutSqlite(folder, sqliteBinding)
  await layOutTensorflow(folder)
}

/**
 * The package.json of the packaged app.
 * @param {string} version
 */
function manifest(version) {
  const { name, productName, description, license, author, homepage, main } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return {
    name,
    productName,
    version,
    description,
    license,
    author,
    homepage,
    main,
    desktopName: `${name}.desktop`,
  }
}

/** @param {string} folder */
async function layOutModules(folder) {
  const names = externalsOf(PROGRAMS.map((name) => join(root, 'build', name)))
  for (const file of await reachedFiles(names, [ADDON_FINDER])) {
    cpSync(inModules(file), join(folder, 'node_modules', file))
  }
  const finder = join(folder, 'node_modules', ADDON_FINDER)
  mkdirSync(finder, { recursive: true })
  writeFileSync(join(finder, 'package.json'), JSON.stringify({ name: ADDON_FINDER, main: 'index.js' }))
  writeFileSync(join(finder, 'index.js'), FINDER_SOURCE)
}

/**
 * @param {string} folder
 * @param {string | null} binding
 */
function layOutSqlite(folder, binding) {
  const target = join(folder, 'node_modules', 'better-sqlite3')
  // better-sqlite3 looks for a compiled one first.
  if (binding) cpSync(binding, join(target, 'build', 'Release', 'better_sqlite3.node'))
  else {
    const name = join('prebuilds', `${process.platform}-${process.arch}.node`)
    cpSync(inModules('better-sqlite3', name), join(target, name))
  }
}

/** The addon of tfjs-node and TensorFlow itself. @param {string} folder */
async function layOutTensorflow(folder) {
  const source = inModules('@tensorflow', 'tfjs-node')
  const target = join(folder, 'node_modules', '@tensorflow', 'tfjs-node')
  for (const part of [join('lib', 'napi-v8'), join('deps', 'lib')]) {
    if (!existsSync(join(source, part))) continue
    for (const name of readdirSync(join(source, part))) {
      await copyLibrary(join(source, part, name), join(target, part, name))
    }
  }
}

/**
 * Copies a library without the symbols that only a debugger and a linker read, which are a quarter of TensorFlow. A
 * link to a neighbour stays one; a link out of the folder, as into the cache, becomes what it points to.
 * @param {string} from
 * @param {string} to
 */
async function copyLibrary(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const linked = lstatSync(from).isSymbolicLink()
  if (linked && !relative(dirname(from), realpathSync(from)).startsWith('..')) {
    return cpSync(from, to, { verbatimSymlinks: true })
  }
  if (process.platform === 'linux') await run('strip', ['--strip-unneeded', '-o', to, realpathSync(from)])
  else cpSync(realpathSync(from), to)
  chmodSync(to, 0o644)
}

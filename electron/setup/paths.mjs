/** Where things lie: in the checkout, and in the cache that all checkouts of one person share. */
import { accessSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { say } from './messages.mjs'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The folder of the set-up's own sources. */
export const setupFolder = join(root, 'electron', 'setup')

/** @param {string[]} parts */
export const inModules = (...parts) => join(root, 'node_modules', ...parts)

/** What set-up leaves for the programs that start Malar: see `Runtime` in setup.mjs. */
export const runtimeFile = inModules('.malar', 'runtime.json')

/**
 * The Node that runs the tools. The npm packages `node-*` put Node 24 into node_modules; where there is
 * none for this platform it is the machine's own.
 * @returns {string}
 */
export function toolNode() {
  const names = { 'linux-x64': 'bin/node', 'linux-arm64': 'bin/node', 'win32-x64': 'bin/node.exe' }
  const platform = `${process.platform}-${process.arch}`
  const folder = inModules(`node-${platform.replace('win32', 'win')}`)
  const path = join(folder, names[/** @type {keyof typeof names} */ (platform)] ?? 'none')
  return existsSync(path) ? path : process.execPath
}

/**
 * The folder with `include/node` for the compiler: the headers that came with the tools' Node, so that
 * nothing is downloaded for them; else those of the system.
 * @returns {string} a folder for `--nodedir`
 */
export function nodeHeaders() {
  const packaged = inModules(`node-${process.platform}-${process.arch}`)
  return existsSync(join(packaged, 'include', 'node', 'node_api.h')) ? packaged : '/usr'
}

/** @type {string | undefined} */
let cache

/**
 * The cache: MALAR_CACHE, or the place where this system keeps caches. If nothing can be written there, a
 * private folder among the temporary files, so that set-up still works.
 * @returns {string} an existing folder that can be written
 */
export function cacheFolder() {
  cache ??= usable(process.env.MALAR_CACHE || usualCache()) ?? privateTemporary()
  return cache
}

function usualCache() {
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'malar', 'Cache')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'malar')
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'malar')
}

/** @param {string} folder */
function usable(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return undefined
  }
}

function privateTemporary() {
  const folder = join(tmpdir(), `malar-${userInfo().username}`)
  say(`The cache folder cannot be written; using ${folder} instead.`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  // Anybody may create names in a shared temporary folder: what is not ours is not trusted.
  const ours = process.getuid === undefined || found.uid === process.getuid()
  if (!found.isDirectory() || !ours) throw new Error(`${folder} belongs to somebody else; set MALAR_CACHE.`)
  return folder
}

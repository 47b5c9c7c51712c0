/**
 * Set-up: everything that Malar needs to run from a checkout. It does only what is missing, says what it
 * does, and may be interrupted at any moment.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tidyCache } from './cache.mjs'
import { ensureElectron } from './electron.mjs'
import { withLock } from './lock.mjs'
import { say, secondsSince, SetupError } from './messages.mjs'
import { installPackages, packagesInstalled } from './npm.mjs'
import { root, runtimeFile, setupFolder } from './paths.mjs'
import { ensureSqlite } from './sqlite.mjs'
import { ensureSystemPackages } from './system.mjs'
import { addonFile, ensureTensorflowAddon, ensureTensorflowLibrary, wantedDevice } from './tensorflow.mjs'

/**
 * What set-up has found or made, kept in node_modules/.malar/runtime.json.
 * @typedef {object} Runtime
 * @property {string} key what it depends on; see `currentKey`
 * @property {string} electron the program
 * @property {string} electronVersion
 * @property {string} electronDist the folder as released, for packaging
 * @property {string | null} sqliteBinding for better-sqlite3's option `nativeBinding`; null for its own
 * @property {{ device: 'cpu' | 'gpu', version: string }} tensorflow
 * @property {number} [until] when to look again whether a newer Electron can be reached
 */

/**
 * Sees to it that all is there.
 * @returns {Promise<Runtime>}
 * @throws {SetupError} with a sentence for the person
 */
export async function ensureReady() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Malar needs Node 20.19 or newer; this is ${process.versions.node}.`)
  }
  return readRuntime() ?? (await withLock(async () => readRuntime() ?? (await setUp())))
}

/**
 * What the last set-up left, if nothing has changed since.
 * @returns {Runtime | undefined}
 */
export function readRuntime() {
  if (!existsSync(runtimeFile)) return undefined
  /** @type {Runtime} */
  const runtime = JSON.parse(readFileSync(runtimeFile, 'utf8'))
  if (runtime.key !== currentKey() || (runtime.until ?? Infinity) < Date.now()) return undefined
  const libraries = join(dirname(addonFile), '..', '..', 'deps', 'lib')
  const artefacts = [runtime.electron, runtime.sqliteBinding, addonFile]
  if (existsSync(libraries)) artefacts.push(...readdirSync(libraries).map((name) => join(libraries, name)))
  const complete = artefacts.every((path) => path === null || existsSync(path))
  return complete && packagesInstalled() ? runtime : undefined
}

async function setUp() {
  const start = Date.now()
  say('Setting up Malar. It may be interrupted at any moment; what was fetched is kept.')
  const stop = () => {
    say('Set-up was interrupted. Start it again to go on where it stopped.')
    process.exit(130)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    // The long transfer of TensorFlow and the compiling of SQLite run beside each other.
    const packages = installPackages()
    const system = ensureSystemPackages()
    const library = system.then(ensureTensorflowLibrary)
    const ready = Promise.all([packages, system])
    const electronAndSqlite = ready.then(async () => {
      const electron = await ensureElectron()
      return { electron, sqliteBinding: await ensureSqlite(electron.nodeApi) }
    })
    const tensorflow = Promise.all([library, ready]).then(([folder]) => ensureTensorflowAddon(folder))
    const [{ electron, sqliteBinding }, version] = await Promise.all([electronAndSqlite, tensorflow])
    /** @type {Runtime} */
    const runtime = {
      key: currentKey(),
      electron: electron.binary,
      electronVersion: electron.version,
      electronDist: electron.dist,
      sqliteBinding,
      tensorflow: { device: wantedDevice(), version },
      until: electron.until,
    }
    writeRuntime(runtime)
    tidyCache()
    say(`Malar is set up (Electron ${electron.version}, TensorFlow ${version}): ${secondsSince(start)}`)
    return runtime
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

/** @param {Runtime} runtime */
function writeRuntime(runtime) {
  mkdirSync(dirname(runtimeFile), { recursive: true })
  writeFileSync(`${runtimeFile}.draft`, `${JSON.stringify(runtime, null, 2)}\n`)
  renameSync(`${runtimeFile}.draft`, runtimeFile)
}

/** A hash of what the outcome depends on: the packages, the recipes in this folder, and the person's wishes. */
function currentKey() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  const recipes = readdirSync(setupFolder).filter((name) => /\.(mjs|py|patch)$/.test(name))
  for (const name of recipes.sort()) hash.update(name).update(readFileSync(join(setupFolder, name)))
  const { MALAR_ELECTRON, MALAR_DEVICE, MALAR_CACHE, XDG_CACHE_HOME } = process.env
  const wishes = [MALAR_ELECTRON, MALAR_DEVICE, MALAR_CACHE, XDG_CACHE_HOME, process.platform, process.arch]
  return hash.update(JSON.stringify(wishes)).digest('hex')
}

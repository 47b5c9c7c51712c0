/** Builds the app into build/: the programs of the main side with esbuild, the window with Vite. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from './lock.mjs'
import { say, secondsSince, SetupError } from './messages.mjs'
import { inModules, root, toolNode } from './paths.mjs'
import { run } from './processes.mjs'
import { readRuntime } from './setup.mjs'

/** The programs of the main side; each `electron/NAME.ts` becomes `build/NAME.cjs`. */
const programs = ['main', 'preload', 'decoder-preload', 'engine']

const output = join(root, 'build')
const stampFile = join(output, '.stamp')

/**
 * Builds what the sources say, unless that is what was built last.
 * @returns {Promise<void>}
 * @throws {SetupError} when a source does not compile
 */
export async function build() {
  if (!isCurrent(sourcesHash())) await withLock(buildAll)
}

/** @param {string} stamp */
function isCurrent(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && complete()
}

async function buildAll() {
  const stamp = sourcesHash()
  if (isCurrent(stamp)) return // another command has built it meanwhile
  const start = Date.now()
  rmSync(stampFile, { force: true })
  mkdirSync(output, { recursive: true })
  await Promise.all([buildPrograms(), buildWindow()])
  await run(toolNode(), [join('electron', 'packaging', 'licences', 'collect.mjs')], {
    cwd: root,
    label: 'Collecting the licences of what is in it',
  })
  if (!complete()) throw new SetupError('The build left something out.')
  writeFileSync(stampFile, stamp)
  say(`Malar is built: ${secondsSince(start)}`)
}

/**
 * Builds the programs of the main side.
 * @returns {Promise<boolean>} whether they do something else than what was built before
 * @throws {SetupError} when a source does not compile
 */
export async function buildPrograms() {
  // Named by its path, since the packages may have been installed only now, by this very process.
  const module = pathToFileURL(inModules('esbuild', 'lib', 'main.js')).href
  /** @type {typeof import('esbuild')} */
  const esbuild = (await import(module)).default
  try {
    const { outputFiles, metafile } = await esbuild.build({
      absWorkingDir: root,
      write: false,
      entryPoints: programs.map((name) => `electron/${name}.ts`),
      outdir: 'build',
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      // The oldest Electron that has to run this has Node 16.
      target: 'node16',
      format: 'cjs',
      sourcemap: 'linked',
      external: ['electron', 'better-sqlite3', '@tensorflow/*'],
      logLevel: 'silent',
      metafile: true,
    })
    writeFileSync(join(output, 'bundled-programs.json'), JSON.stringify(packagedFiles(metafile.outputs)))
    const changed = outputFiles.filter(({ path, contents }) => !holds(path, contents))
    if (changed.length > 0) rmSync(stampFile, { force: true })
    for (const { path, contents } of changed) writeFileSync(path, contents)
    return changed.some(({ path }) => path.endsWith('.cjs'))
  } catch (error) {
    throw new SetupError(/** @type {Error} */ (error).message)
  }
}

/** @param {string} file @param {Uint8Array} contents */
function holds(file, contents) {
  return existsSync(file) && readFileSync(file).equals(contents)
}

/**
 * The files of packages that each program holds.
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @returns {Record<string, string[]>} paths relative to the checkout, by the name of the program
 */
function packagedFiles(outputs) {
  const bundles = Object.entries(outputs).filter(([path]) => path.endsWith('.cjs'))
  return Object.fromEntries(
    bundles.map(([path, { inputs }]) => {
      const kept = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      const files = kept.map(([file]) => file).filter((file) => file.includes('node_modules/'))
      return [basename(path, '.cjs'), files.sort()]
    }),
  )
}

async function buildWindow() {
  const vite = inModules('vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', join('renderer', 'vite.config.ts'), '--logLevel', 'warn']
  await run(toolNode(), args, { cwd: root, label: 'Building the window' })
}

function complete() {
  const files = [...programs.map((name) => `${name}.cjs`), join('renderer', 'index.html'), 'third-party.json']
  return files.every((file) => existsSync(join(output, file)))
}

/** A hash of all that goes into the build. */
function sourcesHash() {
  const hash = createHash('sha256')
  const runtime = readRuntime()
  hash.update(`${runtime?.electronVersion} ${runtime?.tensorflow.version}`)
  for (const folder of ['electron', 'db', 'renderer', 'assets']) addFolder(hash, join(root, folder))
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) {
    hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} folder
 */
function addFolder(hash, folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') addFolder(hash, path)
    } else if (!/\.test\.ts$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(path)
      // Reading the models of assets/ each time would take longer than it is worth.
      hash.update(path).update(size > 500_000 ? `${size} ${mtimeMs}` : readFileSync(path))
    }
  }
}

/**
 * Electron: the current one, which package.json names; where its release page cannot be reached, on Linux,
 * an old one for development and tests (electron-old.mjs).
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fetchFile, madeFolder } from './cache.mjs'
import { oldElectron, oldElectronVersion } from './electron-old.mjs'
import { say, SetupError } from './messages.mjs'
import { cacheFolder, inModules, toolNode } from './paths.mjs'
import { run } from './processes.mjs'

/**
 * @typedef {object} Electron
 * @property {string} binary
 * @property {string} version
 * @property {string} dist the unchanged folder as it was released, for packaging
 * @property {number} nodeApi which Node-API it has
 * @property {number} [until] when to look for a newer one again (milliseconds since 1970)
 */

/** How long a failed attempt to reach the release page is remembered (milliseconds). */
const rememberFailure = 24 * 3600_000

/**
 * The Electron to run. MALAR_ELECTRON chooses: `22` for the old one, any other number for the current one
 * and nothing else; otherwise the current one if it can be had.
 * @returns {Promise<Electron>}
 * @throws {SetupError} when there is none
 */
export async function ensureElectron() {
  const wish = process.env.MALAR_ELECTRON ?? ''
  const version = JSON.parse(readFileSync(inModules('electron', 'package.json'), 'utf8')).version
  if (wish === '22') return describe(await oldElectron(), oldElectronVersion)
  if (wish !== '' && wish !== version.split('.')[0]) {
    throw new SetupError(`Electron 22 or ${version.split('.')[0]} can be asked for, not "${wish}".`)
  }
  const until = wish === '' ? failedUntil(version) : undefined
  if (until === undefined) {
    try {
      const dist = await currentElectron(version)
      return await describe({ dist, run: dist }, version)
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      if (wish !== '')
        throw new SetupError(
          `${error.message}\nElectron ${wish} was asked for and cannot be had here, so nothing was tried. ` +
            'Without that wish the old one is taken, and the current one is tried by its parts.',
        )
      if (!oldElectronFits()) throw error
      say(error.message)
      rememberFailed(version)
    }
  }
  const old = await oldElectron()
  say(
    `Electron ${version} cannot be reached from here; Electron ${oldElectronVersion} is used instead, ` +
      'for development and tests only. Never give it to a user.',
  )
  return { ...(await describe(old, oldElectronVersion)), until: failedUntil(version) }
}

/** @param {string} version */
async function currentElectron(version) {
  const platform = `${process.platform}-${process.arch}`
  const checksums = JSON.parse(readFileSync(inModules('electron', 'checksums.json'), 'utf8'))
  const sha256 = checksums[`electron-v${version}-${platform}.zip`]
  if (sha256 === undefined) throw new SetupError(`There is no Electron ${version} for ${platform}.`)
  const name = `Electron ${version}`
  return madeFolder(`electron-${version}-${platform}-${sha256.slice(0, 8)}`, async (folder) => {
    const url = () => releaseAddress(version)
    const zip = await fetchFile({ name, sha256, url, connectTimeout: 20_000, attempts: 2 })
    const script =
      'require("@electron-internal/extract-zip").extract(process.argv[1], { dir: process.argv[2] })'
    await run(toolNode(), ['-e', script, zip, folder], {
      label: `Unpacking ${name}`,
      cwd: inModules('electron'),
    })
  })
}

/**
 * Where Electron's own installer would look, with the mirror that the person may have set.
 * @param {string} version
 */
async function releaseAddress(version) {
  const details = {
    artifactName: 'electron',
    version: `v${version}`,
    platform: process.platform,
    arch: process.arch,
  }
  const module = pathToFileURL(inModules('@electron', 'get', 'dist', 'artifact-utils.js')).href
  const script = `import { getArtifactRemoteURL } from ${JSON.stringify(module)}
    console.log(await getArtifactRemoteURL(${JSON.stringify(details)}))`
  return (await run(toolNode(), ['--input-type=module', '-e', script])).trim()
}

/**
 * @param {{ dist: string, run: string }} folders
 * @param {string} version
 * @returns {Promise<Electron>}
 */
async function describe(folders, version) {
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }
  const binary = join(folders.run, names[/** @type {'win32'} */ (process.platform)] ?? 'electron')
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const nodeApi = Number(await run(binary, ['-p', 'process.versions.napi'], { env }))
  return { binary, version, dist: folders.dist, nodeApi }
}

function oldElectronFits() {
  return process.platform === 'linux' && process.arch === 'x64'
}

const failureFile = () => join(cacheFolder(), 'electron-unreachable.json')

/** @param {string} version */
function failedUntil(version) {
  if (!existsSync(failureFile())) return undefined
  const failure = JSON.parse(readFileSync(failureFile(), 'utf8'))
  if (failure.version === version && failure.until > Date.now()) return Number(failure.until)
  rmSync(failureFile())
  return undefined
}

/** @param {string} version */
function rememberFailed(version) {
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(failureFile(), JSON.stringify({ version, until: Date.now() + rememberFailure }))
}

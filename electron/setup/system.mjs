/** What has to be on a Linux machine itself: the libraries of Electron, a virtual display, a compiler. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { SetupError } from './messages.mjs'
import { run, succeeds } from './processes.mjs'

const libraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
]

/** Programs and the Debian packages that bring them. */
const programs = {
  Xvfb: 'xvfb',
  xauth: 'xauth',
  'dbus-daemon': 'dbus',
  'g++': 'g++',
  make: 'make',
  patch: 'patch',
  python3: 'python3',
}

/** What building the installers takes besides. */
const packagingPrograms = {
  mksquashfs: 'squashfs-tools',
  'desktop-file-validate': 'desktop-file-utils',
  'dpkg-deb': 'dpkg',
  strip: 'binutils',
}

/**
 * Sees to it that the system packages are there: installs them with apt when it may.
 * @returns {Promise<void>}
 * @throws {SetupError} with the exact command when it may not
 */
export async function ensureSystemPackages() {
  if (process.platform === 'linux') await install(missingPackages())
}

/**
 * The same for what only packaging needs.
 * @returns {Promise<void>}
 * @throws {SetupError} with the exact command when it may not
 */
export async function ensurePackagingPackages() {
  if (process.platform === 'linux') await install(packagesWithout(packagingPrograms))
}

/** A current Chromium under the names that it has: Debian's own first. */
const chromiums = ['chromium', 'chromium-browser', 'google-chrome']

/**
 * The Chromium in which the window's journeys run besides: the one that is there, or Debian's.
 * @returns {Promise<string>} its program; MALAR_CHROMIUM names another
 * @throws {SetupError} with the exact command when there is none and it may not be installed
 */
export async function ensureChromium() {
  const given = process.env.MALAR_CHROMIUM || chromiums.map(programPath).find((path) => path !== undefined)
  if (given) return given
  if (process.platform !== 'linux') {
    throw new SetupError('There is no Chromium here. Install one, and name its program in MALAR_CHROMIUM.')
  }
  await install(['chromium'])
  return programPath('chromium') ?? 'chromium'
}

/** @param {string[]} missing Debian's names */
async function install(missing) {
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!hasProgram('apt-get')) {
    throw new SetupError(`These are missing on this machine (Debian's names): ${missing.join(' ')}`)
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(`System packages are missing. Install them, then try again:\n  sudo ${command}`)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { label: 'Reading the lists of system packages (apt-get update)', env })
  const label = `Installing system packages (${missing.join(' ')})`
  await run('apt-get', command.split(' ').slice(1), { label, env })
}

/** Debian's names of what is missing. */
function missingPackages() {
  const missing = packagesWithout(programs)
  if (!succeeds('python3', ['-m', 'pip', '--version'])) missing.push('python3-pip')
  if (hasProgram('dpkg-query')) missing.push(...missingLibraries())
  return missing
}

/** The packages whose program is not there. @param {Record<string, string>} table */
function packagesWithout(table) {
  return Object.entries(table)
    .filter(([program]) => !hasProgram(program))
    .map(([, name]) => name)
}

function missingLibraries() {
  // Newer releases renamed some, as libasound2 to libasound2t64, and say so by "Provides".
  const format = '${db:Status-Abbrev} ${Package} ${Provides}\\n'
  const asked = libraries.flatMap((name) => [name, `${name}t64`])
  const answer = spawnSync('dpkg-query', ['--show', `--showformat=${format}`, ...asked], { encoding: 'utf8' })
  const installed = answer.stdout.split('\n').filter((line) => line.startsWith('ii'))
  return libraries.filter((name) => !installed.some((line) => line.split(/[\s,]+/).includes(name)))
}

/** @param {string} name */
function hasProgram(name) {
  return programPath(name) !== undefined
}

/** @param {string} name */
function programPath(name) {
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/sbin', '/sbin')
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path))
}

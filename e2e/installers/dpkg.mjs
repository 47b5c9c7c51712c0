/**
 * Installing the deb and removing it again, with the package's own scripts. As a rule by dpkg into an empty root, so
 * that nobody's machine is changed by her tests; in continuous integration (CI), whose machine is thrown away, by apt
 * into the system.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../../electron/setup/messages.mjs'
import { run } from '../../electron/setup/processes.mjs'

/**
 * @typedef {object} Installation
 * @property {(path: string) => string} place of an installed file, such as `/opt/Malar/malar`
 * @property {() => Promise<void>} remove removes the package
 * @property {() => void} forget removes the root, if it is an own one
 */

/**
 * @param {string} deb
 * @returns {Promise<Installation>}
 * @throws {SetupError} when it cannot be installed, or Malar is installed here already
 */
export function install(deb) {
  const throwaway = process.env.CI === 'true' && process.getuid?.() === 0
  return throwaway ? intoSystem(deb) : intoEmptyRoot(deb)
}

/** @param {string} deb */
async function intoSystem(deb) {
  if (existsSync('/opt/Malar')) {
    throw new SetupError('Malar is installed here already; its deb is not tried over it.')
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {string[]} */ ...words) =>
    run('apt-get', ['--yes', '--no-install-recommends', ...words], { label: `apt-get ${words[0]}`, env })
  await apt('install', deb)
  return {
    place: (/** @type {string} */ path) => path,
    remove: () => apt('purge', 'malar').then(() => undefined),
    forget: () => undefined,
  }
}

/** @param {string} deb */
async function intoEmptyRoot(deb) {
  const root = emptyRoot()
  // dpkg wants to be root; whoever is not becomes so in a namespace, where only her own files can be written.
  const own = process.getuid?.() === 0 ? [] : ['unshare', '--user', '--map-root-user']
  const [program = '', ...options] = [
    ...own,
    ...['dpkg', `--root=${root}`, '--force-script-chrootless', '--force-depends'],
  ]
  const dpkg = (/** @type {string[]} */ ...words) =>
    run(program, [...options, ...words], { label: `dpkg ${words[0]}` })
  await dpkg('--install', deb)
  return {
    place: (/** @type {string} */ path) => join(root, path),
    remove: () => dpkg('--purge', 'malar').then(() => undefined),
    forget: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** A root in which dpkg finds what it needs. */
function emptyRoot() {
  const root = mkdtempSync(join(tmpdir(), 'malar-root-'))
  chmodSync(root, 0o755)
  for (const name of ['info', 'updates', 'triggers']) {
    mkdirSync(join(root, 'var', 'lib', 'dpkg', name), { recursive: true })
  }
  writeFileSync(join(root, 'var', 'lib', 'dpkg', 'status'), '')
  return root
}

/**
 * What of an installed package is still there.
 * @param {Installation} installation
 * @returns {string[]}
 */
export function leftBehind({ place }) {
  const all = [
    ...['/opt/Malar', '/usr/bin/malar', '/usr/share/applications/malar.desktop'],
    ...[
      '/usr/share/doc/malar/copyright',
      '/usr/share/mime/packages/malar.xml',
      '/usr/share/icons/hicolor/256x256/apps/malar.png',
    ],
  ]
  return all.filter((path) => existsSync(place(path)))
}

/**
 * Installing the deb and removing it again, by dpkg itself with the package's own scripts. As a rule into an empty root
 * of its own, so that nobody's machine is changed by her tests; MALAR_INSTALL=system installs into the system, which
 * continuous integration does on a machine that is thrown away.
 */
import { existsSync, mkdirSync, mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../../electron/setup/messages.mjs'
import { run, succeeds } from '../../electron/setup/processes.mjs'

/**
 * @typedef {object} Installation
 * @property {(path: string) => string} place of an installed file, such as `/opt/Malar/malar`
 * @property {() => Promise<void>} remove removes the package
 * @property {() => void} forget removes the root, if it is one of its own
 */

/**
 * @param {string} deb
 * @returns {Promise<Installation>}
 * @throws {SetupError} when dpkg fails, or Malar is installed here already
 */
export async function install(deb) {
  const system = process.env.MALAR_INSTALL === 'system'
  if (system && succeeds('dpkg-query', ['--show', 'malar'])) {
    throw new SetupError('Malar is installed here already; its deb is not tried over it.')
  }
  const root = system ? '/' : emptyRoot()
  const options = system ? [] : [`--root=${root}`, '--force-script-chrootless', '--force-depends']
  // dpkg wants to be root; whoever is not becomes so in a namespace, where only her own files can be written.
  const [program, ...before] =
    process.getuid?.() === 0 ? ['dpkg'] : ['unshare', '--user', '--map-root-user', 'dpkg']
  const dpkg = (/** @type {string} */ what, /** @type {string} */ of) =>
    run(program, [...before, ...options, what, of], { label: `dpkg ${what}` })
  await dpkg('--install', deb)
  return {
    place: (path) => join(root, path),
    async remove() {
      await dpkg('--purge', 'malar')
    },
    forget() {
      if (!system) rmSync(root, { recursive: true, force: true })
    },
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
    ...['/usr/share/mime/packages/malar.xml', '/usr/share/icons/hicolor/256x256/apps/malar.png'],
  ]
  return all.filter((path) => existsSync(place(path)))
}

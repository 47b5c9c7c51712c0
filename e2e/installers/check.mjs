/** The installers as their users meet them: installed by dpkg, started by an ordinary user, and removed again. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { say, SetupError } from '../../electron/setup/messages.mjs'
import { root } from '../../electron/setup/paths.mjs'
import { runScript } from '../../electron/setup/tools.mjs'
import { inviteGuest } from '../packaged/guest.mjs'
import { install, leftBehind } from './dpkg.mjs'

/** The largest AppImage that may be given to anybody. */
const MOST_BYTES = 350e6

/** A study that the guest leaves, which the removal of the package has to leave alone. */
const LEFT = 'left alone.malar'

/**
 * Makes the installers for tests and tries them.
 * @param {NodeJS.ProcessEnv} env of the tools
 * @param {string} report the file for Playwright's report
 * @returns {Promise<boolean>} whether all passed
 */
export async function checkInstallers(env, report) {
  if (process.platform !== 'linux') {
    say('The installers are tried on Linux only.')
    return true
  }
  if (!(await runScript('electron/packaging/package.mjs', ['--for-tests'], env))) return false
  try {
    return await tryInstallers(report)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return false
  }
}

/** @param {string} report */
async function tryInstallers(report) {
  const deb = product('.deb')
  const appImage = product('.AppImage')
  const small = statSync(appImage).size <= MOST_BYTES
  if (!small) say('The AppImage is larger than 350 MB.')
  const installation = await install(deb)
  const guest = inviteGuest()
  try {
    const passed = await guest.run(['e2e/packaged/inside.mjs', 'e2e/installers'], {
      MALAR_E2E_APP: installation.place('/opt/Malar/malar'),
      MALAR_E2E_INSTALLED: installation.place('/'),
      MALAR_E2E_APPIMAGE: guest.seen(appImage),
    })
    guest.keepReport(report)
    return (await removes(installation, join(guest.out, LEFT))) && passed && small
  } finally {
    guest.leave()
    installation.forget()
  }
}

/**
 * Removes the package; whether nothing of it stays, and the study stays as it was.
 * @param {import('./dpkg.mjs').Installation} installation
 * @param {string} study
 */
async function removes(installation, study) {
  const before = existsSync(study) ? readFileSync(study) : undefined
  await installation.remove()
  const left = leftBehind(installation)
  if (left.length > 0) say(`The package was removed, but left ${left.join(', ')}.`)
  const kept = before !== undefined && existsSync(study) && readFileSync(study).equals(before)
  if (!kept) say('The study that the guest had left is not what it was.')
  return kept && left.length === 0
}

/** The installer that was just made; others may lie beside it. @param {string} extension */
function product(extension) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const dist = join(root, 'dist')
  const start = `Malar-${version}-for-tests-`
  const name = readdirSync(dist).find((one) => one.startsWith(start) && one.endsWith(extension))
  if (name === undefined) throw new SetupError(`dist/ holds no ${start}…${extension}`)
  return join(dist, name)
}

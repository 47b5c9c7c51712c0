/** The check `package` of `npm test`: the package for tests is made, and used as an ordinary user without a network. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { say } from '../../electron/setup/messages.mjs'
import { root } from '../../electron/setup/paths.mjs'
import { runScript } from '../../electron/setup/tools.mjs'
import { inviteGuest } from './guest.mjs'

const unpacked = join(root, 'dist', 'linux-unpacked')

/**
 * @param {NodeJS.ProcessEnv} env of the tools
 * @param {string} report the file for Playwright's report
 * @returns {Promise<boolean>} whether all passed
 */
export async function checkPackage(env, report) {
  if (process.platform !== 'linux') {
    say('The package is tried on Linux only.')
    return true
  }
  const words = ['--for-tests', '--hardened', '--dir']
  if (!(await runScript('electron/packaging/package.mjs', words, env))) return false
  const guest = inviteGuest()
  const out = join(root, 'out', 'packaged')
  try {
    if (!guest.alone && !mayHaveNetwork()) return false
    const passed = await guest.run(['e2e/packaged/inside.mjs', 'e2e/packaged'], {
      MALAR_E2E_APP: guest.seen(join(unpacked, 'malar')),
      MALAR_E2E_HARDENED: guest.seen(join(`${unpacked}-hardened`, 'malar')),
    })
    rmSync(out, { recursive: true, force: true })
    cpSync(guest.out, out, { recursive: true })
    guest.keepReport(report)
    return passed
  } finally {
    guest.leave()
  }
}

/** Whether the journeys may run where no network namespace can be had: a person's machine may forbid it. */
function mayHaveNetwork() {
  say(
    'This machine allows no network namespace (unshare --net): that Malar needs no network is not tried here.',
  )
  return process.env.CI !== 'true'
}

/**
 * A guest on this machine: an ordinary user with an empty home and no network. Who runs the tests as root, as continuous
 * integration does, gets another user; anybody else stays who she is. The network is taken away by a namespace in which
 * there is no interface but the loopback, by which Playwright reaches the program that it drives.
 */
import { spawn } from 'node:child_process'
import { chownSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root, toolNode } from '../../electron/setup/paths.mjs'
import { succeeds } from '../../electron/setup/processes.mjs'

/** The user `nobody`, whose number is the same on every Linux. */
const NOBODY = 65534

/** Says to what runs as the guest that it has no network. */
const ALONE = 'MALAR_E2E_ALONE'

/**
 * @typedef {object} Guest
 * @property {string} out where pictures and other results are left
 * @property {boolean} alone whether the network is gone
 * @property {(args: string[], env: Record<string, string>) => Promise<boolean>} run runs a script of the checkout with
 * its arguments; whether it reported success
 * @property {(path: string) => string} seen a path of the checkout, as the guest sees it
 * @property {(file: string) => void} keepReport copies what Playwright reported, if it came so far
 * @property {() => void} leave removes its home
 */

/**
 * Makes the guest.
 * @returns {Guest}
 */
export function inviteGuest() {
  const asRoot = process.getuid?.() === 0
  const home = mkdtempSync(join(tmpdir(), 'malar-guest-'))
  const place = (/** @type {string} */ name) => join(home, name)
  chmodSync(home, 0o755)
  for (const name of ['home', 'tmp', 'run', 'out', 'checkout']) {
    mkdirSync(place(name), { mode: 0o700 })
    if (asRoot && name !== 'checkout') chownSync(place(name), NOBODY, NOBODY)
  }
  const alone = succeeds('unshare', [...namespaces(asRoot), 'true'])
  // The checkout may lie where only root can go: the guest sees it in its own home.
  const checkout = asRoot && alone ? place('checkout') : root
  const seen = (/** @type {string} */ path) => join(checkout, relative(root, path))
  return {
    out: place('out'),
    alone,
    seen,
    run([script = '', ...args], env) {
      const own = {
        HOME: place('home'),
        TMPDIR: place('tmp'),
        XDG_RUNTIME_DIR: place('run'),
        PATH: process.env.PATH ?? '',
        MALAR_E2E_OUT: place('out'),
        PLAYWRIGHT_JSON_OUTPUT_NAME: place('out/report.json'),
        ...(alone && { [ALONE]: '1' }),
        ...env,
      }
      const [command = '', ...words] = [
        ...(alone ? intoNamespaces(asRoot, checkout) : []),
        ...becomeUser(asRoot, alone),
        seen(toolNode()),
        join(checkout, script),
        ...args,
      ]
      return ended(command, words, own)
    },
    keepReport(file) {
      if (existsSync(place('out/report.json'))) cpSync(place('out/report.json'), file)
    },
    leave() {
      // Never anything but the empty place of the checkout.
      rmdirSync(place('checkout'))
      rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What to ask `unshare` for: root may have it, anybody else becomes root of a namespace first. @param {boolean} asRoot */
function namespaces(asRoot) {
  return asRoot ? ['--net', '--mount'] : ['--net', '--user', '--map-root-user']
}

/**
 * @param {boolean} asRoot
 * @param {string} checkout
 */
function intoNamespaces(asRoot, checkout) {
  const mount = asRoot ? 'mount --bind "$1" "$2"; ' : ''
  const script = `${mount}python3 "$2/e2e/packaged/loopback.py"; shift 2; exec "$@"`
  return ['unshare', ...namespaces(asRoot), 'sh', '-ec', script, 'sh', root, checkout]
}

/**
 * @param {boolean} asRoot
 * @param {boolean} alone
 */
function becomeUser(asRoot, alone) {
  if (asRoot) return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  // Out of the namespace in which she was root for a moment.
  const user = `--map-user=${process.getuid?.()}`
  return alone ? ['unshare', '--user', user, `--map-group=${process.getgid?.()}`] : []
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<boolean>}
 */
function ended(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: '/', env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

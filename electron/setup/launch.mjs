/** How Electron is started on this checkout. */
import { spawn } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import { hasDisplay, openVirtualDisplay } from './display.mjs'
import { isNoise } from './noise.mjs'
import { root } from './paths.mjs'

/** @typedef {import('./setup.mjs').Runtime} Runtime */

/**
 * The switches that this machine asks for, before the application folder.
 * @returns {string[]}
 */
export function electronSwitches() {
  if (process.platform !== 'linux') return []
  const switches = []
  // Chromium refuses to build its sandbox as root. Users never run Malar so; containers do.
  if (process.getuid?.() === 0) switches.push('--no-sandbox')
  if (sharedMemory() < 256e6) switches.push('--disable-dev-shm-usage')
  return switches
}

/**
 * What the app finds in its environment.
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function appEnvironment(runtime) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env }
  // Relative paths on the command line mean the folder in which the person typed it, not the checkout.
  env.MALAR_CWD = process.env.MALAR_CWD ?? process.env.INIT_CWD ?? process.cwd()
  if (runtime.sqliteBinding) env.MALAR_SQLITE_BINDING = runtime.sqliteBinding
  else delete env.MALAR_SQLITE_BINDING
  delete env.ELECTRON_RUN_AS_NODE
  return env
}

/**
 * Runs the app, under a virtual display where there is none. Its stdout is ours; of its stderr, Chromium's
 * own grumbling is left out. Ctrl-C is passed on; a second one ends it at once.
 * @param {Runtime} runtime
 * @param {string[]} args for the app
 * @param {AbortSignal} [stop] asks it to end
 * @param {string} [folder] of the app, where it is another than the checkout
 * @returns {Promise<number>} its exit status
 */
export async function launch(runtime, args, stop, folder = root) {
  const display = hasDisplay() ? undefined : await openVirtualDisplay()
  try {
    const env = { ...appEnvironment(runtime), ...display?.env }
    return await runToEnd(runtime.electron, [...electronSwitches(), folder, ...args], env, stop)
  } finally {
    display?.close()
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [stop]
 * @returns {Promise<number>}
 */
async function runToEnd(program, args, env, stop) {
  // Its own process group, so that a Ctrl-C reaches it once, from here, and not by the terminal as well.
  const detached = process.platform !== 'win32'
  const child = spawn(program, args, { env, stdio: ['inherit', 'inherit', 'pipe'], detached })
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!isNoise(line)) process.stderr.write(`${line}\n`)
  })
  let asked = 0
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(asked++ === 0 ? signal : 'SIGKILL')
  stop?.addEventListener('abort', () => pass('SIGTERM'))
  const signals = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, pass)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        const status = code ?? 128 + constants.signals[signal ?? 'SIGTERM']
        // Electron by itself ends with 0 when interrupted; a script must learn that the work is not done.
        resolve(asked > 0 && status === 0 ? 130 : status)
      })
    })
  } finally {
    for (const signal of signals) process.off(signal, pass)
  }
}

function sharedMemory() {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks
  } catch {
    return 0
  }
}

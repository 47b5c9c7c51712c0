/** Running other programs. */
import { spawn, spawnSync } from 'node:child_process'
import { say, secondsSince, SetupError } from './messages.mjs'

const groups = process.platform !== 'win32'

/** What runs now; none of it outlives set-up. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => running.forEach(endGroup))

/**
 * @typedef {object} RunOptions
 * @property {string} [label] what is being done, told to the person with the time it took
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the environment
 * @property {string} [input] given on standard input
 */

/**
 * Runs a program to its end. Its output is kept back, and shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it wrote on stdout
 * @throws {SetupError} when it cannot be started or fails
 */
export async function run(command, args, options = {}) {
  const start = Date.now()
  if (options.label) say(`${options.label} …`)
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that its own children can be ended with it.
    detached: groups,
  })
  running.add(child)
  child.on('close', () => running.delete(child))
  let stdout = ''
  let all = ''
  child.stdout.on('data', (chunk) => ((stdout += chunk), (all += chunk)))
  child.stderr.on('data', (chunk) => (all += chunk))
  child.stdin.on('error', () => {}) // a program that ends early does not read its input
  child.stdin.end(options.input ?? '')
  const ended = await new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)))
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  if (ended !== 0) {
    const tail = all.trimEnd().split('\n').slice(-30).join('\n')
    throw new SetupError(`${options.label ?? command} failed (${ended}).\n${tail}`)
  }
  if (options.label) say(`${options.label}: done in ${secondsSince(start)}`)
  return stdout
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  try {
    if (groups && child.pid !== undefined) process.kill(-child.pid)
    else child.kill()
  } catch {
    // It has ended by itself.
  }
}

/**
 * Whether a program runs and reports success. For quick questions only: it blocks.
 * @param {string} command
 * @param {string[]} args
 * @returns {boolean}
 */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

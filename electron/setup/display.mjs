/** A virtual display, for machines that have none. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from './messages.mjs'

/**
 * Whether windows can be shown here.
 * @returns {boolean}
 */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env what a program needs to find it
 * @property {() => void} close ends it
 */

/**
 * Starts a virtual display under a free number, open to this person alone.
 * @returns {Promise<Display>}
 * @throws {SetupError} when Xvfb does not start
 */
export async function openVirtualDisplay() {
  const folder = mkdtempSync(join(tmpdir(), 'malar-display-'))
  const authority = join(folder, 'authority')
  writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 })
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-auth', authority]
  // Its own process group: Ctrl-C in the terminal reaches the app first, and the display ends after it.
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true })
  const close = () => {
    process.off('exit', close)
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', close)
  const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3])
  const number = await new Promise((resolve, reject) => {
    let text = ''
    pipe.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('\n')) resolve(text.trim())
    })
    server.on('error', (error) => reject(new SetupError(`Xvfb could not be started: ${error.message}`)))
    server.on('exit', () => reject(new SetupError('Xvfb ended at once.')))
  })
  server.unref()
  pipe.destroy()
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, close }
}

/**
 * One entry of an X authority file, good for any host and display: family "wild", then address, number, name
 * and secret, each after its length in two bytes.
 * @param {Buffer} secret
 */
function authorityEntry(secret) {
  const field = (/** @type {Buffer} */ bytes) => Buffer.concat([Buffer.from([0, bytes.length]), bytes])
  const empty = Buffer.alloc(0)
  const fields = [empty, empty, Buffer.from('MIT-MAGIC-COOKIE-1'), secret].map(field)
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...fields])
}

/** What set-up tells the person: plain lines and progress, always on stderr, since stdout belongs to verbs. */

const terminal = Boolean(process.stderr.isTTY)

/** @type {Map<string, { done: number, total: number, told: number }>} */
const transfers = new Map()

/**
 * An error whose message is meant for the person, without a stack trace.
 */
export class SetupError extends Error {}

/** @param {string} line */
export function say(line) {
  clearLine()
  process.stderr.write(`${line}\n`)
  drawLine()
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}

/** @param {number} start as given by `Date.now()` */
export function secondsSince(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`
}

/**
 * Shows how far a transfer is: on a terminal one line that changes in place, shared by all transfers that
 * run at once; elsewhere one line for each quarter.
 * @param {string} name
 * @param {number} done bytes so far
 * @param {number} total bytes in all
 */
export function showProgress(name, done, total) {
  const quarter = Math.floor((4 * done) / total)
  const before = transfers.get(name)
  transfers.set(name, { done, total, told: quarter })
  if (terminal) drawLine()
  else if (before !== undefined && quarter > before.told && quarter < 4) {
    say(`  ${name}: ${25 * quarter} % of ${megabytes(total)}`)
  }
}

/** Ends the progress of one transfer. @param {string} name */
export function endProgress(name) {
  clearLine()
  transfers.delete(name)
  drawLine()
}

let drawn = 0

function drawLine() {
  if (!terminal || transfers.size === 0 || Date.now() - drawn < 100) return
  drawn = Date.now()
  const parts = [...transfers].map(
    ([name, { done, total }]) => `${name} ${Math.floor((100 * done) / total)} % of ${megabytes(total)}`,
  )
  process.stderr.write(`\r\x1b[2K${`  ${parts.join(' · ')}`.slice(0, (process.stderr.columns ?? 80) - 1)}`)
}

function clearLine() {
  if (!terminal || transfers.size === 0) return
  process.stderr.write('\r\x1b[2K')
  drawn = 0
}

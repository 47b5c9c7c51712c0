/** One set-up or build at a time: two at once would write the same files. */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './messages.mjs'
import { cacheFolder } from './paths.mjs'

/** A lock that nobody has refreshed for so long was left behind (milliseconds). */
const abandonedAfter = 60_000

/**
 * Does something while no other set-up or build of this person works. Waits for another to end; a lock left behind
 * by one that was killed is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  const file = join(cacheFolder(), 'lock')
  let told = false
  while (!take(file)) {
    if (abandoned(file)) {
      rmSync(file, { force: true })
      continue
    }
    if (!told) say('Another set-up or build is running; waiting for it to end.')
    told = true
    await sleep(500)
  }
  const release = () => rmSync(file, { force: true })
  const refresh = setInterval(() => existsSync(file) && utimesSync(file, new Date(), new Date()), 5_000)
  process.on('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(refresh)
    process.off('exit', release)
    release()
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, `${hostname()} ${process.pid}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file */
function abandoned(file) {
  try {
    const [host, pid] = readFileSync(file, 'utf8').split(' ')
    if (Date.now() - statSync(file).mtimeMs > abandonedAfter) return true
    return host === hostname() && !alive(Number(pid))
  } catch {
    return false // gone in this moment: the next attempt tells
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * The cache. `files/` holds what was fetched, each under its SHA-256; `made/` holds what was made of it
 * (unpacked, compiled), each under a name that says of what. Both are filled atomically: a name that
 * exists is complete.
 */
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
} from 'node:fs'
import { renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endProgress, megabytes, say, secondsSince, SetupError, showProgress } from './messages.mjs'
import { cacheFolder } from './paths.mjs'

/**
 * @typedef {object} Download
 * @property {string} name what the person reads
 * @property {string} sha256 what the content must have
 * @property {number} [size] bytes, if known beforehand
 * @property {() => Promise<string>} url asked for only when something has to be fetched
 * @property {number} [connectTimeout] milliseconds without an answer after which the host counts as
 *   unreachable; 30,000 unless told
 * @property {number} [attempts] how often a broken transfer is taken up again; 5 unless told
 */

/**
 * A file with the given content: out of the cache, or fetched into it. A transfer that was broken off goes
 * on where it stopped, also in a later run.
 * @param {Download} wanted
 * @returns {Promise<string>} its path
 * @throws {SetupError} when it cannot be fetched, or is not what it should be
 */
export async function fetchFile(wanted) {
  const path = join(cacheFolder(), 'files', wanted.sha256)
  mkdirSync(join(path, '..'), { recursive: true })
  if (existsSync(path)) {
    if ((await hashFile(path)) === wanted.sha256) return path
    say(`${wanted.name}: the cached copy is damaged and is fetched again.`)
    rmSync(path)
  }
  const part = `${path}.part`
  const start = Date.now()
  const size = wanted.size === undefined ? '' : ` (${megabytes(wanted.size)})`
  say(`Fetching ${wanted.name}${size}${existsSync(part) ? `, going on at ${megabytes(sizeOf(part))}` : ''} …`)
  await transfer(wanted, await wanted.url(), part)
  const found = await hashFile(part)
  if (found !== wanted.sha256) {
    rmSync(part)
    throw new SetupError(
      `${wanted.name} is not what was expected (SHA-256 ${found}, not ${wanted.sha256}). It was thrown away.`,
    )
  }
  say(`Fetched ${wanted.name}, ${megabytes(sizeOf(part))} in ${secondsSince(start)}; SHA-256 is right.`)
  renameSync(part, path)
  return path
}

/**
 * Puts a file that came another way into the cache.
 * @param {string} file moved
 * @param {string} sha256
 * @returns {Promise<string>} its path in the cache
 * @throws {SetupError} when it has another content
 */
export async function adoptFile(file, sha256) {
  if ((await hashFile(file)) !== sha256) throw new SetupError(`${file} does not have SHA-256 ${sha256}.`)
  const path = join(cacheFolder(), 'files', sha256)
  renameSync(file, path)
  return path
}

/**
 * A folder made once: `make` fills an empty folder, which then gets its name in one step.
 * @param {string} name says all that the content depends on
 * @param {(folder: string) => Promise<void>} make
 * @returns {Promise<string>} its path
 */
export async function madeFolder(name, make) {
  const path = join(cacheFolder(), 'made', name)
  if (existsSync(path)) return path
  const draft = `${path}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  try {
    await make(draft)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return path
}

/**
 * @param {string} path
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
async function hashFile(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/**
 * Forgets unfinished transfers and drafts older than a month.
 */
export function tidyCache() {
  for (const folder of ['files', 'made']) {
    const inside = join(cacheFolder(), folder)
    if (!existsSync(inside)) continue
    for (const name of readdirSync(inside)) {
      const path = join(inside, name)
      const old = Date.now() - statSync(path).mtimeMs > 30 * 24 * 3600_000
      if (old && /\.(part|draft)$/.test(name)) rmSync(path, { recursive: true, force: true })
    }
  }
}

/** @param {string} path */
const sizeOf = (path) => (existsSync(path) ? statSync(path).size : 0)

/**
 * @param {Download} wanted
 * @param {string} url
 * @param {string} part
 */
async function transfer(wanted, url, part) {
  if (url.startsWith('file:')) return copyFileSync(fileURLToPath(url), part)
  const attempts = wanted.attempts ?? 5
  for (let attempt = 1; ; attempt++) {
    const before = sizeOf(part)
    try {
      await append(wanted, url, part)
      return
    } catch (error) {
      // An attempt that got further does not count: a slow line may break many times.
      if (sizeOf(part) > before) attempt = 1
      if (attempt >= attempts || error instanceof SetupError) throw unreachable(wanted, error)
      await sleep(1000 * attempt)
    } finally {
      endProgress(wanted.name)
    }
  }
}

/**
 * One request: the whole file, or what is missing of it.
 * @param {Download} wanted
 * @param {string} url
 * @param {string} part
 */
async function append(wanted, url, part) {
  const have = sizeOf(part)
  if (wanted.size !== undefined && have === wanted.size) return
  const stop = new AbortController()
  const silence = wanted.connectTimeout ?? 30_000
  let watch = setTimeout(() => stop.abort(), silence)
  try {
    const headers = have > 0 ? { range: `bytes=${have}-` } : undefined
    const answer = await fetch(url, { headers, signal: stop.signal })
    if (answer.status === 416) {
      // More is here than there: start again.
      rmSync(part)
      throw new Error('the part that was here does not fit')
    }
    if (answer.status >= 500) throw new Error(`the server answered ${answer.status}`)
    if (!answer.ok || answer.body === null) {
      throw new SetupError(`${wanted.name} cannot be fetched: the server answered ${answer.status}.`)
    }
    const resumed = answer.status === 206
    let done = resumed ? have : 0
    const total = wanted.size ?? done + Number(answer.headers.get('content-length') ?? 0)
    const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (answer.body))
    body.on('data', (chunk) => {
      clearTimeout(watch)
      watch = setTimeout(() => stop.abort(), silence)
      showProgress(wanted.name, (done += chunk.length), total || done)
    })
    await pipeline(body, createWriteStream(part, { flags: resumed ? 'a' : 'w' }))
    if (total > 0 && sizeOf(part) < total) throw new Error('the transfer ended early')
  } finally {
    clearTimeout(watch)
  }
}

/**
 * @param {Download} wanted
 * @param {unknown} error
 */
function unreachable(wanted, error) {
  if (error instanceof SetupError) return error
  const cause = /** @type {{ cause?: Error } & Error} */ (error)
  return new SetupError(`${wanted.name} cannot be fetched: ${cause.cause?.message ?? cause.message}.`)
}

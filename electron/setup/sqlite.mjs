/**
 * better-sqlite3 ships prebuilt for Node-API 10, which current Electron has. The old Electron has 8, where
 * loading that file kills the process: for it a patched one is compiled, in the cache, never in
 * node_modules.
 */
import { copyFileSync, cpSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { delimiter, join } from 'node:path'
import { madeFolder } from './cache.mjs'
import { inModules, nodeHeaders, setupFolder, toolNode } from './paths.mjs'
import { run } from './processes.mjs'

const patchFile = join(setupFolder, 'better-sqlite3-13.2.0-napi8.patch')
const output = 'better_sqlite3.node'

/**
 * @param {number} nodeApi which Node-API the Electron has
 * @returns {Promise<string | null>} what better-sqlite3 must be given as `nativeBinding`; null for its own
 * @throws {import('./messages.mjs').SetupError} when it cannot be compiled
 */
export async function ensureSqlite(nodeApi) {
  if (nodeApi >= 10) return null
  const source = inModules('better-sqlite3')
  const version = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).version
  const recipe = createHash('sha256').update(readFileSync(patchFile)).digest('hex').slice(0, 8)
  const made = await madeFolder(`better-sqlite3-${version}-napi8-${recipe}`, async (folder) => {
    const work = join(folder, 'work')
    cpSync(source, work, { recursive: true })
    cpSync(inModules('node-addon-api'), join(work, 'node_modules', 'node-addon-api'), { recursive: true })
    await run('patch', ['-p1', '-i', patchFile], { cwd: work })
    const gyp = inModules('node-gyp', 'bin', 'node-gyp.js')
    const args = ['rebuild', '--release', '--force_build=1', `--nodedir=${nodeHeaders()}`]
    const PATH = [inModules('.bin'), process.env.PATH].join(delimiter)
    const env = { ...process.env, PATH, JOBS: 'max' }
    await run(toolNode(), [gyp, ...args], { cwd: work, env, label: 'Compiling SQLite for the old Electron' })
    copyFileSync(join(work, 'build', 'Release', output), join(folder, output))
    await run('strip', [join(folder, output)])
    rmSync(work, { recursive: true })
  })
  return join(made, output)
}

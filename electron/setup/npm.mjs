/** The npm packages: installed exactly as the lock file says, without running their install scripts. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inModules, root } from './paths.mjs'
import { run } from './processes.mjs'

/**
 * Whether node_modules holds what the lock file asks for.
 * @returns {boolean}
 */
export function packagesInstalled() {
  const list = inModules('.package-lock.json') // npm writes it when an installation is complete
  if (!existsSync(list)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(list, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const there = found[path]
    if (there === undefined) return entry.optional === true // for another platform
    return there.version === entry.version && there.integrity === entry.integrity
  })
}

/**
 * Installs the packages unless they are there.
 * @returns {Promise<void>}
 * @throws {import('./messages.mjs').SetupError} when npm fails
 */
export async function installPackages() {
  if (packagesInstalled()) return
  // `npm ci` empties node_modules first; Windows would not let go of a Node that runs from in there.
  const command = process.platform === 'win32' && existsSync(inModules()) ? 'install' : 'ci'
  const args = [command, '--ignore-scripts', '--no-audit', '--no-fund']
  const [program, ...before] = npm()
  await run(program, [...before, ...args], { label: `Installing npm packages (npm ${command})`, cwd: root })
}

/**
 * How to start npm: by the path that npm itself gave, else the one beside this Node, else by name.
 * @returns {string[]}
 */
function npm() {
  const given = process.env.npm_execpath
  const node = process.execPath
  const beside = join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  for (const script of [given, beside]) {
    // A Node inside node_modules is removed by `npm ci` while it runs: then npm starts by its own name.
    if (script && script.endsWith('npm-cli.js') && existsSync(script) && !node.startsWith(inModules())) {
      return [node, script]
    }
  }
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

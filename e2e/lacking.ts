/** Copies of the built app that lack something, for journeys on computers that do. */
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './app'

/**
 * What is wrong with TensorFlow: its library is missing beside the addon; it ends the process that loads it, as on a
 * processor without the instructions that it uses; or it is not there at all, and neither is WebAssembly.
 */
export type Lack = 'library' | 'instructions' | 'everything'

const MODULES = join(ROOT, 'node_modules')
const SCOPE = '@tensorflow'

/**
 * Makes a copy.
 * @param folder where it is made
 * @returns its folder
 */
export function appLacking(lack: Lack, folder: string): string {
  const app = join(folder, `app-without-${lack}`)
  const modules = join(app, 'node_modules')
  const packages = join(modules, SCOPE)
  mkdirSync(packages, { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(app, 'package.json'))
  // A program looks for packages from where it really lies.
  cpSync(join(ROOT, 'build'), join(app, 'build'), { recursive: true })
  symlinkSync(join(ROOT, 'assets'), join(app, 'assets'))
  linkAll(MODULES, modules, [SCOPE])
  linkAll(join(MODULES, SCOPE), packages, [
    'tfjs-node',
    ...(lack === 'everything' ? ['tfjs-backend-wasm'] : []),
  ])
  if (lack === 'library') {
    const target = join(packages, 'tfjs-node')
    for (const part of ['package.json', 'dist', 'lib']) {
      cpSync(join(MODULES, SCOPE, 'tfjs-node', part), join(target, part), { recursive: true })
    }
  }
  if (lack === 'instructions') {
    const target = join(packages, 'tfjs-node')
    mkdirSync(target)
    writeFileSync(join(target, 'index.js'), "process.kill(process.pid, 'SIGILL')")
  }
  return app
}

function linkAll(from: string, to: string, except: readonly string[]): void {
  for (const name of readdirSync(from)) {
    if (!except.includes(name)) symlinkSync(join(from, name), join(to, name))
  }
}

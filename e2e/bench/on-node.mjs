/** What the benchmarks on plain Node share: bundled as the app's engine is bundled, and run in this process's terminal. */
import { spawn } from 'node:child_process'
import { SetupError } from '../../electron/setup/messages.mjs'
import { inModules, root, toolNode } from '../../electron/setup/paths.mjs'

/**
 * Bundles a benchmark's main file and runs it. Set-up must be done.
 * @param {string} entry the main file, from the root of the checkout
 * @param {string} name of the bundle in build/
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit status
 */
export async function runOnNode(entry, name, args, env) {
  const program = inModules('..', 'build', `${name}.cjs`)
  await bundle(entry, program)
  // In this process group: Ctrl-C reaches it by itself.
  const child = spawn(toolNode(), [program, ...args], { cwd: root, env, stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/**
 * @param {string} entry
 * @param {string} outfile
 */
async function bundle(entry, outfile) {
  // Imported late, since set-up may have installed it only now.
  const { build } = await import('esbuild')
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['@tensorflow/*'],
      logLevel: 'silent',
    })
  } catch (error) {
    throw new SetupError(/** @type {Error} */ (error).message)
  }
}

/**
 * `npm run bench:learning`: measures the learning end to end on synthetic faces, on plain Node. Takes about half an hour
 * on two cores, and the first time ten minutes more to photograph the faces, which are kept in the cache.
 * `-- --quick` takes minutes; `--sizes 20,50`, `--seeds 1,2`, `--methods shipped,hog-ridge` run only those;
 * `--validation` shows the validation subjects, for choices; `--write` puts the tables into RESULTS.md.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { runCommand } from '../../../electron/setup/command.mjs'
import { SetupError } from '../../../electron/setup/messages.mjs'
import { cacheFolder, inModules, root, toolNode } from '../../../electron/setup/paths.mjs'
import { ensureReady } from '../../../electron/setup/setup.mjs'

await runCommand(async () => {
  await ensureReady()
  const env = { ...process.env, MALAR_BENCH_CACHE: join(cacheFolder(), 'made', 'bench-learning') }
  return run(toolNode(), [await bundle(), ...process.argv.slice(2)], env)
})

/** Bundles the benchmark as the app's engine is bundled. @returns {Promise<string>} the program */
async function bundle() {
  // Imported late, since set-up may have installed it only now.
  const { build } = await import('esbuild')
  const outfile = inModules('..', 'build', 'bench-learning.cjs')
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['e2e/bench/learning/main.ts'],
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
  return outfile
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit status
 */
function run(program, args, env) {
  // In this process group: Ctrl-C reaches it by itself.
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

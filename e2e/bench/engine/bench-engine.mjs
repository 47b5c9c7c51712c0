/**
 * `npm run bench:engine`: measures the engine alone, on plain Node.
 * `-- --quick` takes smaller sizes, `--pytorch` sets the same networks in PyTorch beside it, in the same run,
 * `--device cpu|gpu` says where; names of rows run only those. PyTorch is that of the Python in MALAR_PYTHON, or
 * is fetched into the cache.
 */
import { spawn } from 'node:child_process'
import { runCommand } from '../../../electron/setup/command.mjs'
import { SetupError } from '../../../electron/setup/messages.mjs'
import { inModules, root, toolNode } from '../../../electron/setup/paths.mjs'
import { ensureReady } from '../../../electron/setup/setup.mjs'
import { ensurePyTorch } from './ensure-pytorch.mjs'

await runCommand(async () => {
  const args = process.argv.slice(2)
  // Without this set-up would fetch the library for the processor.
  if (args[args.indexOf('--device') + 1] === 'gpu') process.env.MALAR_DEVICE ??= 'gpu'
  await ensureReady()
  const program = await bundle()
  const python = args.includes('--pytorch') ? await ensurePyTorch() : ''
  return run(toolNode(), [program, ...args], { ...process.env, MALAR_PYTHON: python })
})

/** Bundles the benchmark as the app's engine is bundled. @returns {Promise<string>} the program */
async function bundle() {
  // Imported late, since set-up may have installed it only now.
  const { build } = await import('esbuild')
  const outfile = inModules('..', 'build', 'bench-engine.cjs')
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['e2e/bench/engine/main.ts'],
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
  const child = spawn(program, args, { env, stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

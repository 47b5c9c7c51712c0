/** Bundles the bridge into out/bridge/, where no package finds it: see start.ts. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const outdir = join(here, '..', '..', 'out', 'bridge')

/** @type {import('esbuild').BuildOptions} */
const common = { absWorkingDir: here, bundle: true, logLevel: 'silent' }
/** @type {import('esbuild').BuildOptions} */
const program = {
  ...common,
  outdir,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
}

/** @returns {Promise<void>} */
export async function buildBridge() {
  const entryPoints = ['start.ts', 'electron.ts', '../parent-port.ts']
  await build({ ...program, entryPoints, entryNames: '[name]' })
  const outfile = join(outdir, 'page.js')
  await build({
    ...common,
    entryPoints: ['page.ts'],
    outfile,
    format: 'iife',
    globalName: 'bridge',
    target: 'chrome140',
  })
}

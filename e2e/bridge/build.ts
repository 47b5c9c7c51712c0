/** Bundles the bridge into out/bridge/, where no package finds it: see start.ts. */
import { join } from 'node:path'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { ROOT } from '../launch/places'

const common: BuildOptions = { absWorkingDir: ROOT, bundle: true, logLevel: 'silent' }

/** Playwright calls it before the journeys. */
export default async function buildBridge(): Promise<void> {
  await build({
    ...common,
    entryPoints: ['e2e/bridge/start.ts', 'e2e/bridge/electron.ts', 'e2e/parent-port.ts'],
    outdir: join('out', 'bridge'),
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node24',
    format: 'cjs',
  })
  await build({
    ...common,
    entryPoints: ['e2e/bridge/page.ts'],
    outfile: join('out', 'bridge', 'page.js'),
    target: 'chrome140',
    format: 'iife',
    globalName: 'bridge',
  })
}

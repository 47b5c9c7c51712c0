/** Programs of this folder, bundled as the app's own are, with Electron's part played by Node. */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const ROOT = join(import.meta.dirname, '..', '..')
const made = new Map<string, string>()

/** Bundles NAME.ts to where it finds the native modules. */
export function bundled(name: string): string {
  let outfile = made.get(name)
  if (!outfile) {
    outfile = join(ROOT, 'node_modules', '.malar', 'drills', `${name}.cjs`)
    // Another test may be starting the same program: it finds the old one or the new one, whole.
    const half = `${outfile}.${process.pid}`
    buildSync({
      entryPoints: [join(import.meta.dirname, `${name}.ts`)],
      outfile: half,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['better-sqlite3', '@tensorflow/*'],
      alias: { electron: join(import.meta.dirname, 'no-electron.ts') },
      logLevel: 'silent',
    })
    renameSync(half, outfile)
    made.set(name, outfile)
  }
  return outfile
}

import os from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'

const made = new Map<string, string>()

/** Bundles a program of this folder for a child process; it needs NODE_PATH to find the driver. */
export function bundled(name: string): string {
  let outfile = made.get(name)
  if (!outfile) {
    outfile = path.join(os.tmpdir(), `malar-${name}-${process.pid}.cjs`)
    buildSync({
      entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node16',
      format: 'cjs',
      external: ['better-sqlite3'],
    })
    made.set(name, outfile)
  }
  return outfile
}

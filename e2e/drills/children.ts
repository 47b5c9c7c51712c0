/** Programs of this folder as real processes: bundled as the app's own are, with Electron's part played by Node. */
import { fork, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
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

const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11 }

/** A process of Node's that the engine client takes for one of Electron's. */
export class NodeProcess extends EventEmitter {
  readonly child: ChildProcess
  readonly stderr = new EventEmitter()

  /** @param memory most kilobytes of address space that it may have */
  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv, memory: number | null = null) {
    super()
    this.child =
      memory === null
        ? fork(file, args, { env, serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
        : spawn('sh', ['-c', `ulimit -v ${memory}; exec "$0" "$@"`, process.execPath, file, ...args], {
            env,
            serialization: 'advanced',
            stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
          })
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('exit', (code, signal) => this.emit('exit', code ?? (signal && SIGNALS[signal]) ?? -1))
    // A message to a process that has just died: its end is told by `exit`.
    this.child.on('error', () => undefined)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  postMessage(message: unknown): void {
    this.child.send(message as object, () => undefined)
  }

  kill(): boolean {
    return this.child.kill()
  }
}

/** A process of Node's that the engine client takes for one of Electron's. */
import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'

const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11 }

export class NodeProcess extends EventEmitter {
  readonly child: ChildProcess

  /**
   * @param memory most kilobytes of address space that it may have
   * @param before arguments of Node's own
   */
  constructor(
    file: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    memory: number | null = null,
    before: readonly string[] = [],
  ) {
    super()
    const words = [...before, file, ...args]
    const [command, all] =
      memory === null
        ? [process.execPath, words]
        : ['sh', ['-c', `ulimit -v ${memory}; exec "$0" "$@"`, process.execPath, ...words]]
    const stdio: StdioOptions = ['ignore', 'ignore', 'pipe', 'ipc']
    this.child = spawn(command, all, { env, serialization: 'advanced', stdio })
    // What it says is read, or it would wait for a reader some day.
    this.child.stderr?.resume()
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('exit', (code, signal) => this.emit('exit', code ?? (signal && SIGNALS[signal]) ?? -1))
    // A message to a process that has just died: its end is told by `exit`.
    this.child.on('error', () => undefined)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  get stderr(): Readable | null {
    return this.child.stderr
  }

  postMessage(message: unknown): void {
    this.child.send(message as object, () => undefined)
  }

  kill(): boolean {
    return this.child.kill()
  }
}

/** Electron's `utilityProcess`: a process of Node's with a channel to this one. */
import { join } from 'node:path'
import type { ForkOptions } from 'electron'
import { NodeProcess } from '../node-process'

/** Those that run. */
export const engines = new Set<NamedProcess>()

class NamedProcess extends NodeProcess {
  readonly serviceName: string

  constructor(file: string, args: readonly string[], { env, serviceName }: ForkOptions) {
    super(file, args, env as NodeJS.ProcessEnv, null, ['--require', join(__dirname, 'parent-port.cjs')])
    this.serviceName = serviceName ?? ''
    engines.add(this)
    this.once('exit', () => engines.delete(this))
  }
}

export const utilityProcess = {
  fork: (file: string, args: string[], options: ForkOptions) => new NamedProcess(file, args, options),
}

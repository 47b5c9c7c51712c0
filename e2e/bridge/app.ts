/** Electron's `app`: where things lie, and how the program ends. */
import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import packageFile from '../../package.json'
import { engines } from './utility-process'
import { closeChromium, switches } from './browser'

/** The checkout. The program is bundled into out/bridge/. */
const ROOT = join(__dirname, '..', '..')

class App extends EventEmitter {
  #quitting = false
  readonly isPackaged = false
  #paths: Record<string, string> = {
    home: homedir(),
    documents: homedir(),
    temp: tmpdir(),
    userData: join(tmpdir(), 'malar-bridge'),
  }

  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((word) => word.split('=')[0] === `--${name}`),
    appendSwitch: (name: string, value?: string) =>
      void switches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
  }

  getAppPath(): string {
    return ROOT
  }

  getVersion(): string {
    return packageFile.version
  }

  getPath(name: string): string {
    const path = this.#paths[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths[name] = path
  }

  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  // It is on but for root, which chromium.ts sees to.
  enableSandbox(): void {}

  requestSingleInstanceLock(): boolean {
    return true
  }

  getAppMetrics(): { pid: number; type: string; name: string; serviceName?: string }[] {
    const utilities = [...engines].map(({ pid, serviceName }) => ({
      pid: pid ?? 0,
      type: 'Utility',
      name: serviceName,
      serviceName,
    }))
    return [{ pid: process.pid, type: 'Browser', name: 'Browser' }, ...utilities]
  }

  /** Closes the windows first, as Electron does; they listen for it. */
  quit(): void {
    if (this.#quitting) return
    this.#quitting = true
    this.emit('close-windows')
    this.emit('will-quit', {})
    this.exit(0)
  }

  exit(code: number): void {
    closeChromium()
    process.exit(code)
  }
}

export const app = new App()

/** Starts the app's main process on Node with its window in a current Chromium: see e2e/bridge/. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chromium, expect } from '@playwright/test'
import type { Browser, ElectronApplication, Page } from '@playwright/test'
import type { FromMain, ToMain } from '../bridge/journey'
import type { RunningApp } from './electron'
import { launchOptions } from './options'

/** Starts the app; its profile is kept from one start to the next. */
export async function startChromium(profile: string, args: readonly string[]): Promise<RunningApp> {
  const { executablePath, args: own, env, cwd } = launchOptions(profile, args)
  const main = spawn(executablePath, own, {
    env,
    cwd,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const app = new BridgedApp(main)
  const page = await app.window()
  return { app: app as unknown as ElectronApplication, page }
}

/** What journeys of the window ask of the app; whoever asks for more is about Electron, and runs there. */
class BridgedApp {
  #asked = 0
  #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #endpoint: Promise<string>
  #browser: Browser | undefined
  #ended: Promise<void>

  constructor(private readonly main: ChildProcess) {
    this.#ended = new Promise((resolve) => main.once('exit', () => resolve()))
    this.#endpoint = new Promise((resolve, reject) => {
      main.on('message', (message: FromMain) => {
        if ('endpoint' in message) resolve(message.endpoint)
        else this.#answered(message)
      })
      void this.#ended.then(() => reject(new Error('The app ended before it had a window.')))
    })
    this.#endpoint.catch(() => undefined)
  }

  /** The app's window; the hidden pages are others. */
  async window(): Promise<Page> {
    this.#browser = await chromium.connectOverCDP(await this.#endpoint)
    const found = (): Page | undefined => this.windows().find((page) => page.url().endsWith('/index.html'))
    await expect.poll(found, { intervals: [50] }).toBeDefined()
    return found() as Page
  }

  windows(): Page[] {
    return this.#browser?.contexts().flatMap((context) => context.pages()) ?? []
  }

  process(): ChildProcess {
    return this.main
  }

  evaluate(work: (electron: never, arg: never) => unknown, arg: unknown): Promise<unknown> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#send({ id, source: work.toString(), arg })
      void this.#ended.then(() => reject(new Error('The app has ended.')))
    })
  }

  async close(): Promise<void> {
    if (this.main.connected) this.#send({ id: 0, source: null, arg: null })
    await this.#ended
    await this.#browser?.close().catch(() => undefined)
  }

  #send(message: ToMain): void {
    this.main.send(message, () => undefined)
  }

  #answered(message: Exclude<FromMain, { endpoint: string }>): void {
    const call = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('error' in message) call?.reject(new Error(message.error))
    else call?.resolve(message.value)
  }
}

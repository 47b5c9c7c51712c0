/** One page in Chromium, as Electron's `webContents`. */
import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WebPreferences } from 'electron'
import type { Chromium } from './chromium'
import { decode, encode } from './codec'
import { ipcMain } from './ipc-main'
import type { FromPage, ToPage } from './messages'
import type { Port } from './ports'
import type { Pages } from './pages'
import { session } from './session'

/** The page's part of the bridge, bundled beside this program. */
const PAGE_SIDE = readFileSync(join(__dirname, 'page.js'), 'utf8')

export class WebContents extends EventEmitter {
  /** The function of the page through which messages go; nobody guesses its name. */
  readonly #name = `bridge${randomBytes(8).toString('hex')}`
  readonly #ports = new Map<number, Port>()
  #browser: Chromium
  #pages: Pages
  #made: Promise<{ target: string; session: string }>
  #address = 'about:blank'
  #size: { width: number; height: number }
  #zoom: number

  constructor(
    browser: Chromium,
    private readonly preferences: WebPreferences,
    size: { width: number; height: number },
    private colours: 'light' | 'dark' | '',
  ) {
    super()
    this.#browser = browser
    this.#pages = session.fromPartition(preferences.partition ?? '').pages
    this.#size = size
    this.#zoom = preferences.zoomFactor ?? 1
    this.#made = this.#make()
    // Whoever waits for the page is told.
    this.#made.catch(() => undefined)
  }

  // What Electron does to keep a page where it is, is tried in Electron.
  setWindowOpenHandler(): void {}
  setWebRTCIPHandlingPolicy(): void {}

  getURL(): string {
    return this.#pages.urlOf(this.#address)
  }

  getLastWebPreferences(): WebPreferences {
    return this.preferences
  }

  async load(url: string): Promise<void> {
    const { session } = await this.#made
    this.#address = await this.#pages.addressOf(url)
    const loaded = new Promise((resolve) => this.#browser.once(`${session} Page.loadEventFired`, resolve))
    await this.#ask('Page.navigate', { url: this.#address })
    await loaded
    this.emit('did-finish-load')
  }

  reload(): void {
    this.#later('Page.reload')
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'message', channel, args, ports: [] })
  }

  postMessage(channel: string, message: unknown, ports: readonly Port[] = []): void {
    const numbers = ports.map((port) => {
      const number = this.#ports.size + 1
      this.#ports.set(number, port)
      port.leadTo((data) => this.#tell({ kind: 'port', port: number, data }))
      return number
    })
    this.#tell({ kind: 'message', channel, args: [message], ports: numbers })
  }

  setZoomFactor(zoom: number): void {
    this.#zoom = zoom
    this.#later(...this.#metrics())
  }

  resize(size: { width: number; height: number }): void {
    this.#size = size
    this.#later(...this.#metrics())
  }

  setColours(colours: 'light' | 'dark' | ''): void {
    this.colours = colours
    this.#later(...this.#media())
  }

  /** Value of an expression; a promise is waited for. */
  async executeJavaScript(expression: string): Promise<unknown> {
    const asked = { expression, awaitPromise: true, returnByValue: true }
    const { result } = (await this.#ask('Runtime.evaluate', asked)) as { result: { value: unknown } }
    return result.value
  }

  async capturePage(): Promise<{ toPNG(): Buffer }> {
    const { data } = (await this.#ask('Page.captureScreenshot', { format: 'png' })) as { data: string }
    return { toPNG: () => Buffer.from(data, 'base64') }
  }

  async close(): Promise<void> {
    const { target } = await this.#made
    await this.#browser.ask('Target.closeTarget', { targetId: target })
  }

  async #make(): Promise<{ target: string; session: string }> {
    const blank = { url: 'about:blank', newWindow: true, ...this.#size }
    const { targetId } = await this.#browser.ask('Target.createTarget', blank)
    const attach = { targetId, flatten: true }
    const session = (await this.#browser.ask('Target.attachToTarget', attach)).sessionId as string
    this.#browser.on(`${session} Runtime.bindingCalled`, ({ name, payload }) => {
      if (name === this.#name) void this.#receive(decode(payload as string) as FromPage)
    })
    this.#browser.on(`${session} Inspector.targetCrashed`, () => this.emit('render-process-gone'))
    const ask = (method: string, params: object = {}) => this.#browser.ask(method, params, session)
    await Promise.all([
      ask('Page.enable'),
      ask('Runtime.enable'),
      ask('Inspector.enable'),
      ask('Runtime.addBinding', { name: this.#name }),
      ask('Page.addScriptToEvaluateOnNewDocument', { source: this.#preload() }),
      ask(...this.#metrics()),
      ask(...this.#media()),
    ])
    return { target: targetId as string, session }
  }

  /** The preload as it is built, given Chromium's stand-in for `electron`. */
  #preload(): string {
    const preload = readFileSync(this.preferences.preload as string, 'utf8')
    return `(() => {
      ${PAGE_SIDE}
      const electron = bridge.electronOf(${JSON.stringify(this.#name)})
      const module = { exports: {} }, exports = module.exports, require = () => electron
      ${preload}
    })()`
  }

  /** As large as the window, with everything in it larger or smaller, as Electron's zoom does. */
  #metrics(): [string, object] {
    const [width, height] = [this.#size.width, this.#size.height].map((side) => Math.round(side / this.#zoom))
    const metrics = { width, height, deviceScaleFactor: this.#zoom, mobile: false }
    return ['Emulation.setDeviceMetricsOverride', metrics]
  }

  #media(): [string, object] {
    const features = [{ name: 'prefers-color-scheme', value: this.colours }]
    return ['Emulation.setEmulatedMedia', { features }]
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.kind === 'port') {
      this.#ports.get(message.port)?.postMessage(message.data)
      return
    }
    const { seq, channel, args } = message
    const senderFrame = { url: this.getURL(), parent: null }
    try {
      const value = await ipcMain.invoked(channel, { sender: this, senderFrame }, args)
      this.#tell({ kind: 'answer', seq, value })
    } catch (error) {
      this.#tell({ kind: 'refusal', seq, message: String(error) })
    }
  }

  #tell(message: ToPage): void {
    const expression = `globalThis.${this.#name}(${JSON.stringify(encode(message))})`
    this.#later('Runtime.evaluate', { expression })
  }

  async #ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const { session } = await this.#made
    return this.#browser.ask(method, params, session)
  }

  /** What a page that is gone does not hear is of no matter. */
  #later(method: string, params: object = {}): void {
    this.#ask(method, params).catch(() => undefined)
  }
}

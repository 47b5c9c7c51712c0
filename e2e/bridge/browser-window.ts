/** Electron's `BrowserWindow` and `nativeTheme`: a window is a page in Chromium, whose size is told and not seen. */
import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions } from 'electron'
import { app } from './app'
import { WebContents } from './web-contents'
import { chromium } from './browser'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

const open = new Set<BrowserWindow>()
app.on('close-windows', () => {
  for (const window of open) window.close()
})

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  #bounds: Bounds
  #maximized = false
  #closed = false

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  constructor({ x = 0, y = 0, width = 800, height = 600, webPreferences }: BrowserWindowConstructorOptions) {
    super()
    this.#bounds = { x, y, width, height }
    const browser = chromium(app.getPath('userData'))
    this.webContents = new WebContents(browser, webPreferences ?? {}, { width, height }, nativeTheme.colours)
    open.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url)
  }

  reload(): void {
    this.webContents.reload()
  }

  getNormalBounds(): Bounds {
    return this.#bounds
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.webContents.resize(this.#bounds)
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  isMaximized(): boolean {
    return this.#maximized
  }

  maximize(): void {
    this.#maximized = true
  }

  // Nobody sees it.
  show(): void {}
  focus(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.#closed
  }

  close(): void {
    this.emit('close', {})
    this.destroy()
  }

  destroy(): void {
    if (this.#closed) return
    this.#closed = true
    open.delete(this)
    this.webContents.close().catch(() => undefined)
    this.emit('closed')
    if (open.size === 0) app.emit('window-all-closed')
  }
}

export const webContents = { getAllWebContents: () => [...open].map((window) => window.webContents) }

/** What the pages are told of the computer's theme. */
class NativeTheme {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    for (const { webContents } of open) webContents.setColours(this.colours)
  }

  get colours(): 'light' | 'dark' | '' {
    return this.#source === 'system' ? '' : this.#source
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

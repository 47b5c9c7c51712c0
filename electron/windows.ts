/** The one window: its size is remembered, it shows before anything is loaded, it never leaves the app. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import type { MalarEvent } from './contract'
import { appPath, settingsPath } from './paths'
import { PAGE_ORIGIN, windowPreferences } from './security'

interface Bounds {
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}

const DEFAULT: Bounds = { width: 1440, height: 900, maximized: false }

let current: BrowserWindow | null = null

/** The open window, if any. */
export function studyWindow(): BrowserWindow | null {
  return current
}

/** Opens the window, or brings it to the front. */
export async function showWindow(): Promise<BrowserWindow> {
  if (current) {
    if (current.isMinimized()) current.restore()
    current.focus()
    return current
  }
  const { maximized, ...bounds } = rememberedBounds()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'Malar',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16191c' : '#f4f5f6',
    webPreferences: { ...windowPreferences(), preload: appPath('preload.cjs') },
  })
  current = window
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => rememberBounds(window))
  window.on('closed', () => {
    current = null
  })
  window.webContents.on('render-process-gone', () => {
    // Scores are on disk already; the window starts again where the study stands.
    if (!window.isDestroyed()) window.reload()
  })
  await window.loadURL(`${PAGE_ORIGIN}/index.html`)
  return window
}

/** Tells the window; nothing happens when there is none. */
export function tell(event: MalarEvent): void {
  if (current && !current.isDestroyed()) current.webContents.send('malar:event', event)
}

function rememberedBounds(): Bounds {
  try {
    const saved = JSON.parse(readFileSync(settingsPath('window.json'), 'utf8')) as Bounds
    const bounds = {
      width: Number(saved.width),
      height: Number(saved.height),
      maximized: saved.maximized === true,
    }
    if (!(bounds.width >= 600 && bounds.height >= 400)) return DEFAULT
    // A display that is gone must not keep the window out of sight.
    const visible = screen.getAllDisplays().some(({ workArea }) => {
      const { x = -1e6, y = -1e6 } = saved
      return (
        x >= workArea.x - 50 &&
        y >= workArea.y - 50 &&
        x < workArea.x + workArea.width &&
        y < workArea.y + workArea.height
      )
    })
    return visible ? { ...bounds, x: Number(saved.x), y: Number(saved.y) } : bounds
  } catch {
    return DEFAULT
  }
}

function rememberBounds(window: BrowserWindow): void {
  try {
    const bounds: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    writeFileSync(settingsPath('window.json'), JSON.stringify(bounds))
  } catch {
    // The size of a window is not worth a word.
  }
}

/** The one window: its size is remembered, it shows before anything is loaded, it never leaves the app. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { readFileSync } from 'node:fs'
import { writeAtomically } from './atomic-file'
import type { MalarEvent } from './contract'
import { isForTests } from './environment'
import { appPath, assetPath, settingsPath } from './paths'
import { PAGE_ORIGIN, pagePreferences } from './security'
import { DEFAULT_BOUNDS, LEAST_SIZE, fitBounds, readBounds } from './window-bounds'
import type { Bounds } from './window-bounds'

const FILE = 'window.json'

let current: BrowserWindow | null = null

/** The open window, if any. */
export function studyWindow(): BrowserWindow | null {
  return current
}

/**
 * Opens the window, or brings it to the front.
 * @param zoom times the size that everything has by itself
 */
export async function showWindow(zoom: number): Promise<BrowserWindow> {
  if (current) {
    if (current.isMinimized()) current.restore()
    current.focus()
    return current
  }
  const { maximized, ...bounds } = rememberedBounds()
  const window = new BrowserWindow({
    ...bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'Malar',
    // Elsewhere the program itself carries the icon.
    ...(process.platform === 'linux' && { icon: assetPath('icon', 'png', '256.png') }),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16191c' : '#f4f5f6',
    webPreferences: { ...pagePreferences('window'), zoomFactor: zoom, preload: appPath('preload.cjs') },
  })
  current = window
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  if (isForTests()) {
    window.on('page-title-updated', (event, title) => {
      event.preventDefault()
      window.setTitle(`${title} (for tests only)`)
    })
  }
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

/** Makes everything in the window larger or smaller. */
export function zoomWindow(zoom: number): void {
  if (current && !current.isDestroyed()) current.webContents.setZoomFactor(zoom)
}

/** Tells the window; nothing happens when there is none. */
export function tell(event: MalarEvent): void {
  if (current && !current.isDestroyed()) current.webContents.send('malar:event', event)
}

function rememberedBounds(): Bounds {
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]
  let saved = DEFAULT_BOUNDS
  try {
    saved = readBounds(readFileSync(settingsPath(FILE), 'utf8'))
  } catch {
    // The first start.
  }
  return fitBounds(
    saved,
    screens.map(({ workArea }) => workArea),
  )
}

function rememberBounds(window: BrowserWindow): void {
  try {
    const bounds: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    writeAtomically(settingsPath(), FILE, [JSON.stringify(bounds)])
  } catch {
    // The size of a window is not worth a word.
  }
}

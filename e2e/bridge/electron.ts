/**
 * The module `electron` where the app's main process runs on Node and its windows are pages in a current Chromium.
 * It has what the app asks of Electron, and no more: what is missing here shows as a call that cannot be made. What only
 * Electron itself can do (permissions, menus on a screen, one instance, navigation) does nothing, and is tried in
 * Electron. For tests only; it is never part of the app.
 */
export { app } from './app'
export { BrowserWindow, nativeTheme, webContents } from './browser-window'
export { ipcMain } from './ipc-main'
export { Menu } from './menu'
export { MessageChannelMain } from './ports'
export { session } from './session'
export { utilityProcess } from './utility-process'
/** Not of Electron: for who starts this. */
export { endpoint } from './browser'

export const protocol = { registerSchemesAsPrivileged: () => undefined }

/** Nobody is there to answer; a journey puts its own answers in their place. */
export const dialog = {
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
  showMessageBox: () => Promise.resolve({ response: 0, checkboxChecked: false }),
}

/** The program's own, so that a test leaves nothing on that of the person. */
let copied = ''
export const clipboard = { writeText: (text: string) => void (copied = text), readText: () => copied }
export const shell = { showItemInFolder: () => undefined }

const display = { workArea: { x: 0, y: 0, width: 1600, height: 1000 } }
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }

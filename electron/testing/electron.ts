/** Stands for Electron in tests: `vi.mock('electron', () => import('…/testing/electron'))`. */
import { MalarError } from '../domain/words'

/** What listens to messages, by channel. */
export const listeners = new Map<string, unknown>()

/** Where the profile lies. */
export const profile = { folder: '' }

export const ipcMain = { handle: (channel: string, listener: unknown) => listeners.set(channel, listener) }
export const app = {
  getPath: () => profile.folder,
  getAppPath: () => '',
  getVersion: () => '0.0.0',
  isPackaged: false,
  commandLine: { appendSwitch: () => undefined },
}
export const session = {}
/** The person closes every dialog. */
export const dialog = {
  showOpenDialog: () => Promise.resolve({ filePaths: [] }),
  showSaveDialog: () => Promise.resolve({ filePath: '' }),
}
/** Whatever needs the decoder finds that there is none. */
export class BrowserWindow {
  constructor() {
    throw new MalarError('decode', 'There is no decoder in this test.')
  }
}
export class MessageChannelMain {}
/** What was put there last. */
export const clipboard = { text: '', writeText: (text: string) => void (clipboard.text = text) }
export const shell = { showItemInFolder: () => undefined }
export const nativeTheme = {}
export const screen = {}

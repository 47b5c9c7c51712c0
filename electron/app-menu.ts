/** Keeps the application menu in step with what it shows. */
import { Menu, app, dialog } from 'electron'
import type { MalarEvent, MenuCommand } from './contract'
import { menuTemplate } from './menu'
import type { Preferences } from './preferences'
import { recentStudies, whenRecentChanges } from './recent'
import type { StudySession } from './study-session'
import { APP_VERSION } from './version'
import { studyWindow } from './windows'

const LICENCES = [
  'Malar: Apache License 2.0. It includes the MediaPipe face mesh and landmark models and the EfficientNet-Lite0 image network (Apache License 2.0), models of Human (MIT), TensorFlow (Apache License 2.0), SQLite (public domain), Svelte and Electron (MIT).',
  'The texts are in the file LICENSE and in the NOTICE.md of each folder of assets.',
].join('\n\n')

export class AppMenu {
  #keys: Partial<Record<MenuCommand, string>> = {}

  /** @param tell says to the window what was chosen */
  constructor(
    private readonly session: Pick<StudySession, 'isOpen'>,
    private readonly preferences: Preferences,
    private readonly tell: (event: MalarEvent) => void,
  ) {
    whenRecentChanges(() => this.refresh())
    this.refresh()
  }

  /** The window says which keys its commands have. */
  showKeys(keys: Partial<Record<MenuCommand, string>>): void {
    this.#keys = keys
    this.refresh()
  }

  /** Builds the menu anew. */
  refresh(): void {
    const template = menuTemplate(
      {
        open: this.session.isOpen,
        recent: recentStudies(),
        keys: this.#keys,
        preferences: this.preferences.values,
        development: !app.isPackaged && process.argv.includes('--dev'),
        platform: process.platform,
      },
      {
        command: (command) => this.tell({ type: 'command', command }),
        openRecent: (path) => this.tell({ type: 'open-recent', path }),
        change: (change) => void this.preferences.change(change),
        about: () => void showAbout(),
      },
    )
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}

async function showAbout(): Promise<void> {
  const options = {
    type: 'info' as const,
    title: 'About Malar',
    message: `Malar ${APP_VERSION}`,
    detail: `${LICENCES}\n\nElectron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
    buttons: ['Close'],
  }
  const window = studyWindow()
  await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
}

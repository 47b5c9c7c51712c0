/** Keeps the application menu in step with what it shows. */
import { Menu, app } from 'electron'
import type { MalarEvent, MenuCommand } from './contract'
import { menuTemplate } from './menu'
import type { Preferences } from './preferences'
import { recentStudies, whenRecentChanges } from './recent'
import type { StudySession } from './study-session'

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
      },
    )
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}

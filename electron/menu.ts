/** The application menu. Screens are the window's business: a menu item only asks for one. */
import { Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MalarEvent } from './contract'

export interface MenuActions {
  go(screen: Extract<MalarEvent, { type: 'go' }>['screen']): void
  open(): void
}

/** Builds and sets the menu. */
export function setMenu(actions: MenuActions): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: '&Study',
        submenu: [
          { label: '&Home', click: () => actions.go('home') },
          { label: '&Open…', accelerator: 'CmdOrCtrl+O', click: () => actions.open() },
          { type: 'separator' },
          { label: '&Export…', accelerator: 'CmdOrCtrl+E', click: () => actions.go('export') },
          { type: 'separator' },
          process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { label: '&Photographs', click: () => actions.go('photographs') },
          { label: '&Score', click: () => actions.go('score') },
          { label: 'S&cale', click: () => actions.go('scale') },
          { label: '&Model', click: () => actions.go('model') },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      {
        label: '&Help',
        submenu: [
          { label: '&Keys', click: () => actions.go('keys') },
          { label: `Malar ${app.getVersion()}`, enabled: false },
        ],
      },
    ]),
  )
}

/** Electron's `Menu`, which is never drawn here: what stands in it can be found and chosen. */
import type { MenuItemConstructorOptions } from 'electron'

interface Item {
  id?: string | undefined
  accelerator?: string | undefined
  click(): void
}

export class Menu {
  static #current: Menu | null = null
  readonly #items: Item[]

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.#items = within(template).map(({ id, accelerator, click }) => ({
      id,
      accelerator,
      click: () => (click as (() => void) | undefined)?.(),
    }))
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template)
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#current = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#current
  }

  getMenuItemById(id: string): Item | null {
    return this.#items.find((item) => item.id === id) ?? null
  }
}

/** All items, however deep. */
function within(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? within(item.submenu) : [])])
}

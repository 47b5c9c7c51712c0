import type { ThemeName } from '../../electron/contract'
import type { Client } from '../api'

export type { ThemeName }

export const THEMES: readonly ThemeName[] = ['system', 'light', 'dark']

/** Light, dark, or what the computer says. The main process remembers it. */
export class Theme {
  chosen = $state<ThemeName>('system')
  #systemDark = $state(false)

  constructor(private readonly client: Pick<Client, 'theme' | 'chooseTheme'>) {
    if (typeof matchMedia === 'undefined') return
    const dark = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = dark.matches
    dark.addEventListener('change', () => (this.#systemDark = dark.matches))
  }

  get shown(): 'light' | 'dark' {
    if (this.chosen === 'system') return this.#systemDark ? 'dark' : 'light'
    return this.chosen
  }

  /** Reads what was chosen on an earlier day. */
  async load(): Promise<void> {
    this.chosen = await this.client.theme()
  }

  /** Where it cannot be kept, the choice lasts as long as the window. */
  choose(name: ThemeName): void {
    this.chosen = name
    void this.client.chooseTheme(name).catch(() => undefined)
  }
}

import { DEFAULT_PREFERENCES, TEXT_SIZES, type PreferenceValues } from '../../electron/contract'
import type { Client } from '../api'

/** What the person chose for this computer. The main process remembers it. */
export class Preferences {
  values = $state.raw<PreferenceValues>(DEFAULT_PREFERENCES)
  /** Whether what was chosen on an earlier day has been read. */
  loaded = $state(false)
  #systemDark = $state(false)

  constructor(private readonly client: Pick<Client, 'preferences' | 'changePreferences'>) {
    if (typeof matchMedia === 'undefined') return
    const dark = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = dark.matches
    dark.addEventListener('change', () => (this.#systemDark = dark.matches))
  }

  /** The theme in sight. */
  get theme(): 'light' | 'dark' {
    const { theme } = this.values
    if (theme === 'system') return this.#systemDark ? 'dark' : 'light'
    return theme
  }

  async load(): Promise<void> {
    this.heard(await this.client.preferences())
  }

  /** The main process has other values: the menu changed them. */
  heard(values: PreferenceValues): void {
    this.values = values
    this.loaded = true
  }

  /** Where it cannot be kept, the choice lasts as long as the window. */
  change(change: Partial<PreferenceValues>): void {
    this.values = { ...this.values, ...change }
    void this.client.changePreferences(change).catch(() => undefined)
  }

  /** The next larger or smaller text, where there is one. */
  stepText(by: 1 | -1): void {
    const textSize = TEXT_SIZES[TEXT_SIZES.indexOf(this.values.textSize) + by]
    if (textSize) this.change({ textSize })
  }
}

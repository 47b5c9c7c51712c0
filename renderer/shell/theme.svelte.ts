export type ThemeName = 'system' | 'light' | 'dark'

export const THEMES: readonly ThemeName[] = ['system', 'light', 'dark']

/** Light, dark, or what the computer says. Remembered where the window may keep something. */
export class Theme {
  chosen = $state<ThemeName>('system')
  #systemDark = $state(false)

  constructor() {
    if (typeof matchMedia === 'undefined') return
    const dark = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = dark.matches
    dark.addEventListener('change', () => (this.#systemDark = dark.matches))
    const kept = remembered()
    if (kept) this.chosen = kept
  }

  get shown(): 'light' | 'dark' {
    if (this.chosen === 'system') return this.#systemDark ? 'dark' : 'light'
    return this.chosen
  }

  choose(name: ThemeName): void {
    this.chosen = name
    try {
      localStorage.setItem('theme', name)
    } catch {
      // Nothing may be kept: the choice lasts as long as the window.
    }
  }
}

function remembered(): ThemeName | null {
  try {
    return THEMES.find((name) => name === localStorage.getItem('theme')) ?? null
  } catch {
    return null
  }
}

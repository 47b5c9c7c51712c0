/** The theme, kept on this computer: the window's own storage is in memory only. */
import { nativeTheme } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import type { ThemeName } from './contract'
import { settingsPath } from './paths'

const THEMES: readonly ThemeName[] = ['system', 'light', 'dark']

/** What was chosen last; `system` when nothing was. */
export function chosenTheme(): ThemeName {
  try {
    const kept = JSON.parse(readFileSync(settingsPath('preferences.json'), 'utf8')) as { theme?: unknown }
    return THEMES.find((name) => name === kept.theme) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Applies a theme to the window's frame, and keeps it. Failing to keep it is not an error. */
export function chooseTheme(theme: ThemeName): void {
  nativeTheme.themeSource = theme
  try {
    writeFileSync(settingsPath('preferences.json'), JSON.stringify({ theme }))
  } catch {
    // It lasts as long as the app runs.
  }
}

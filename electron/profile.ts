/** The folder of the person's own settings: without it Chromium starts no window, and says so to nobody. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { settingsPath } from './paths'

/** Why no window can be shown, as a sentence; null where it can. Makes the folder where it is not there yet. */
export function whyNoProfile(): string | null {
  const folder = settingsPath()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return (
      `Malar keeps its settings in the folder ${folder}, and cannot write there (${code ?? String(error)}). ` +
      'Make room on its disk, or ask whoever looks after this computer to give you the folder, then start Malar again. ' +
      'Your studies are not touched by this.'
    )
  }
}

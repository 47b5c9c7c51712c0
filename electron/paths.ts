/** Where things lie, in a checkout and in an installed app alike. */
import { app } from 'electron'
import { join } from 'node:path'

/** A file beside the bundled main process: preloads, the engine, the built window. */
export function appPath(...parts: string[]): string {
  return join(__dirname, ...parts)
}

/** A file of the app as it is laid out in a checkout, and in the archive of a package. */
export function packagePath(...parts: string[]): string {
  return join(app.getAppPath(), ...parts)
}

/** A file of `assets/`. */
export function assetPath(...parts: string[]): string {
  return packagePath('assets', ...parts)
}

/** Where the person's own settings are kept. Never in the study. */
export function settingsPath(...parts: string[]): string {
  return join(app.getPath('userData'), ...parts)
}

/** Where file dialogs begin; Chromium's own default differs between its versions. */
export function documentsFolder(): string {
  try {
    return app.getPath('documents')
  } catch {
    return app.getPath('home')
  }
}

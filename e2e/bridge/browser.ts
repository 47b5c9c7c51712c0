/** The one browser of this program. */
import { join } from 'node:path'
import { Chromium } from './chromium'

/** Switches that the app has set before its first window. */
export const switches: string[] = []

let browser: Chromium | undefined

/** The browser; it starts with the first window. @param profile where it keeps its files */
export function chromium(profile: string): Chromium {
  browser ??= new Chromium(join(profile, 'chromium'), switches)
  return browser
}

/** Where a debugger finds the browser. @throws Error when no window was ever made */
export async function endpoint(): Promise<string> {
  if (!browser) throw new Error('There is no window yet.')
  return browser.endpoint
}

export function closeChromium(): void {
  browser?.close()
}

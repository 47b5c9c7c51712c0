/** Screenshots of every screen, for people to look at. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT } from './app'

const FOLDER = join(ROOT, 'out', 'screens')

/** Takes a picture of the window as it is. */
export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}

/** Screenshots of every screen, for people to look at. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, test } from './app'

const FOLDER = join(ROOT, 'out', 'screens')

/** Takes a picture of the window as it is, and puts it into the report of the journey. */
export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path })
  await test.info().attach(name, { path, contentType: 'image/png' })
}

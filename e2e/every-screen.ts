/** A walk over every screen by keys and names alone, so that it also works where everything is enlarged. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './app'

type Visit = (name: string) => Promise<void>

/** Shows each screen of an open study in turn, the scoring room with what it asks; ends on the home screen. */
export async function everyScreen(page: Page, visit: Visit): Promise<void> {
  const keys = async (key: string, heading: RegExp | string): Promise<void> => {
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
  }
  await keys('Alt+1', /Score facial fat pads/)
  await visit('home')
  await keys('Control+n', 'New study')
  await visit('new-study')
  await page.keyboard.press('Escape')
  await keys('Control+,', 'Settings')
  await visit('settings')
  await press(page.getByRole('button', { name: 'Change the key of “Cannot judge”' }))
  await page.keyboard.press('n')
  await expect(page.getByRole('alert')).toBeVisible()
  await visit('settings-refused')
  await page.keyboard.press('Escape')
  await keys('F2', 'About Malar')
  await visit('about')
  await keys('Shift+F2', 'Third-party licences')
  await expect(page.getByRole('region', { name: 'Malar' })).toContainText('Apache License')
  await visit('licences')
  await keys('Alt+2', 'Photographs')
  await visit('photographs')
  await press(page.getByRole('button', { name: /S-001/ }).first())
  await expect(page.getByRole('heading', { name: 'Pads' })).toBeVisible()
  await visit('photograph')
  await page.keyboard.press('Escape')
  await keys('Alt+3', 'Score')
  await visit('rounds')
  await press(page.getByRole('button', { name: /^(Start the round|Continue)/ }).first())
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  await visit('score')
  await page.keyboard.press('x')
  await visit('score-reason')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await visit('score-note')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit('keys')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Escape')
  await keys('Alt+6', /./)
  await visit('scale')
  await keys('Alt+4', /./)
  await visit('model')
  await keys('Alt+5', /Export/)
  await visit('export')
  await page.keyboard.press('Alt+1')
}

/** Presses a button where the debugger's mouse would miss it, because everything is enlarged. */
export async function press(button: Locator): Promise<void> {
  await button.focus()
  await button.evaluate((element) => (element as HTMLElement).click())
}

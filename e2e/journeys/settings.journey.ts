/** Settings: a key of one's own, a conflict that is refused, text size and theme; all of it is there on the next day. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../app'
import { smallCohort } from '../cohort'
import { press } from '../every-screen'
import { look, lookEnlarged } from '../look'

const percent = (page: Page) => page.evaluate(() => Math.round(window.devicePixelRatio * 100))

async function startRound(page: Page): Promise<void> {
  await page.keyboard.press('Alt+3')
  await press(page.getByRole('button', { name: /^(Start the round|Continue)/ }).first())
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
}

test('keys, text size and theme are the person’s own, and stay', async ({ start, folder }) => {
  const study = join(folder, 'settings.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await expect(page.locator('html[data-theme=dark]')).toBeAttached()

  const change = page.getByRole('button', { name: 'Change the key of “Cannot judge”' })
  await change.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('n')
  await expect(page.getByRole('alert')).toContainText('N is the key of “Note” (Score)')
  await look(page, 'settings-conflict-dark')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('alert')).toContainText('Tab walks from one button to the next')
  await page.keyboard.press('q')
  const row = page.getByRole('row', { name: /Cannot judge/ }).first()
  await expect(row.locator('kbd')).toHaveText('Q')

  await page.getByLabel('Pause that stops the clock').fill('3')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('from 5 to 600')
  await page.getByLabel('Pause that stops the clock').fill('45')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeHidden()

  await page.keyboard.press('Escape')
  await startRound(page)
  await expect(page.getByRole('button', { name: 'Cannot judge' }).locator('kbd')).toHaveText('Q')
  await page.keyboard.press('x')
  await expect(page.getByRole('group', { name: 'Why can it not be judged?' })).toBeHidden()
  await page.keyboard.press('q')
  await expect(page.getByRole('group', { name: 'Why can it not be judged?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(
    page.getByRole('dialog').getByRole('definition').filter({ hasText: 'Cannot judge' }).first(),
  ).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+=')
  await page.keyboard.press('Control+=')
  await expect.poll(() => percent(page)).toBe(125)
  // The menu knows the key that is in force, and does what the key does.
  const shown = await app.evaluate(({ Menu }) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById('settings.show')
    item?.click()
    return item?.accelerator
  })
  expect(shown).toBe('CmdOrCtrl+,')
  await expect(page.getByRole('radio', { name: '125 %' })).toBeChecked()
  await app.close()

  const profile = join(folder, 'profile', 'preferences.json')
  expect(JSON.parse(readFileSync(profile, 'utf8'))).toMatchObject({
    theme: 'dark',
    textSize: 125,
    idleSeconds: 45,
    keys: { 'score.cannot': 'Q' },
  })
  const again = await start([study])
  await expect(again.page.locator('html[data-theme=dark]')).toBeAttached()
  await expect.poll(() => percent(again.page)).toBe(125)
  await startRound(again.page)
  await again.page.keyboard.press('q')
  await expect(again.page.getByRole('group', { name: 'Why can it not be judged?' })).toBeVisible()
  await lookEnlarged(again.app, 'score-125-dark')
  await again.app.close()

  // A file that somebody spoilt costs the choices, never the start.
  writeFileSync(profile, '{"theme": "dark", "textSize": 7, "keys": [')
  const third = await start([study])
  await expect(third.page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await third.page.keyboard.press('Control+,')
  await expect(third.page.getByRole('radio', { name: '100 %' })).toBeChecked()
})

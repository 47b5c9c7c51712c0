/** Every screen in both themes: nothing serious for axe to find, and a picture of each for people to look at. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { findings } from '../axe'
import { smallCohort } from '../cohort'
import { look } from '../look'

test('every screen is fit for a screen reader and legible, light and dark', async ({ start, folder }) => {
  const study = join(folder, 'access.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  for (const theme of ['light', 'dark']) {
    await page.getByLabel('Theme').selectOption(theme)
    for (const [key, name] of [
      ['Alt+1', 'home'],
      ['Alt+2', 'photographs'],
      ['Alt+3', 'rounds'],
      ['Alt+4', 'model'],
      ['Alt+5', 'export'],
    ] as const) {
      await page.keyboard.press(key)
      await expect(page.locator('h1').first()).toBeVisible()
      await look(page, `${name}-${theme}`)
      expect(await findings(page), `${name}, ${theme}`).toEqual([])
    }
    await page.keyboard.press('Alt+3')
    await page
      .getByRole('button', { name: theme === 'light' ? 'Start the round' : /Continue/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
    await look(page, `score-${theme}`)
    expect(await findings(page), `score, ${theme}`).toEqual([])
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(page, `keys-${theme}`)
    expect(await findings(page), `keys, ${theme}`).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+2')
    await page.getByRole('button', { name: /S-001/ }).first().click()
    await expect(page.getByRole('heading', { name: 'Pads' })).toBeVisible()
    await look(page, `photograph-${theme}`)
    expect(await findings(page), `photograph, ${theme}`).toEqual([])
    await page.keyboard.press('Escape')
  }
  await app.close()
})

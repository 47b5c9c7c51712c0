/** The first minutes: the tour, a study made by keyboard alone, what is dropped, what was opened lately, the window's place. */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { IN_CHROMIUM, ROOT, answerDialogs, expect, test } from '../app'
import { look } from '../look'
import { prefer } from '../prefer'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

/** Tab until something of that name has the focus, as a person without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null
      return (element?.labels?.[0]?.innerText ?? element?.innerText ?? '').replace(/\s+/g, ' ')
    })
    if (name.test(focused)) return
  }
  throw new Error(`Tab does not lead to ${name}.`)
}

/** Lets files fall on the window; their paths are what the main process would say. */
async function drop(page: Page, path: string): Promise<void> {
  const [chooser] = [await page.evaluateHandle(() => document.createElement('input'))]
  await chooser.evaluate((input) => (input.type = 'file'))
  await chooser.asElement()?.setInputFiles(path)
  await chooser.evaluate((input) => {
    const transfer = new DataTransfer()
    for (const file of input.files ?? []) transfer.items.add(file)
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }))
  })
}

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('index.html'))
      ?.getNormalBounds(),
  )

test('the first minutes by keyboard alone', async ({ start, folder }) => {
  const study = join(folder, 'cheeks.malar')
  const { app, page } = await start()
  const tour = page.getByRole('region', { name: 'Tour' })
  await expect(tour).toContainText('1 of 5')
  for (const theme of ['dark', 'light'] as const) {
    await prefer(page, { theme })
    await look(page, `home-first-${theme}`)
  }
  await page.keyboard.press('ArrowRight')
  await expect(tour).toContainText('2 of 5 · Photographs')
  await page.keyboard.press('Escape')
  await expect(tour).toBeHidden()

  await answerDialogs(app, { save: study })
  await page.keyboard.press('n')
  await expect(page.getByLabel('Study name')).toBeFocused()
  await page.keyboard.type('Cheeks')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Name the first rater')
  await tabTo(page, /First rater/)
  await page.keyboard.type('A')
  await tabTo(page, /From 0 to 1/)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('list', { name: 'Grades of this scale' })).toContainText('4severe')
  await tabTo(page, /Lower eyelid bag/)
  await page.keyboard.press('Space')
  await expect(page.getByText('Pads to score: 10 of 11')).toBeVisible()
  // The drawing does the same for the mouse: one press for both sides.
  await page.locator('[data-region=jowl] polygon').first().click()
  await expect(page.getByText('Pads to score: 9 of 11')).toBeVisible()
  await look(page, 'new-study-filled')
  await tabTo(page, /Make the study/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Photographs', exact: true })).toBeVisible()

  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('index.html'))
      ?.setBounds({ x: 40, y: 30, width: 1111, height: 777 }),
  )
  await expect.poll(async () => (await bounds(app))?.width).toBe(1111)
  await app.close()

  const again = await start()
  expect(await bounds(again.app)).toMatchObject({ width: 1111, height: 777 })
  await expect(again.page.getByRole('button', { name: 'Cheeks', exact: true })).toBeVisible()
  await expect(again.page.getByRole('region', { name: 'Tour' })).toBeHidden()
  await again.page.keyboard.press('1')
  await expect(again.page.getByRole('heading', { name: 'Photographs', exact: true })).toBeVisible()
  await again.page.keyboard.press('Control+w')
  await expect(again.page.getByRole('region', { name: 'Open study' })).toBeHidden()
  await again.page.keyboard.press('Shift+F1')
  await expect(again.page.getByRole('region', { name: 'Tour' })).toBeVisible()
  await again.page.keyboard.press('Escape')
  await again.app.close()

  // Somebody moved the file: the list says so, and gives it up when asked.
  renameSync(study, join(folder, 'elsewhere.malar'))
  const third = await start()
  await expect(third.page.getByText('This file is no longer here')).toBeVisible()
  await look(third.page, 'home-missing')
  await third.page.getByRole('button', { name: /^Remove Cheeks/ }).click()
  await expect(third.page.getByText('This file is no longer here')).toBeHidden()
  expect(existsSync(join(folder, 'elsewhere.malar'))).toBe(true)
})

test('photographs dropped without a study wait for the one that is made', async ({ start, folder }) => {
  test.skip(IN_CHROMIUM, 'A browser does not tell a page where a dropped file lies.')
  const { app, page } = await start()
  await expect(page.getByRole('heading', { name: /Score facial fat pads/ })).toBeVisible()
  await drop(page, ASTRONAUT)
  await expect(page.getByRole('heading', { name: 'New study' })).toBeVisible()
  await expect(page.getByText('What you dropped waits for a study')).toBeVisible()
  await look(page, 'new-study-dropped')
  await answerDialogs(app, { save: join(folder, 'dropped.malar') })
  await page.getByLabel('Study name').fill('Dropped')
  await page.getByLabel('First rater').fill('A')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Before anything is written' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Accept and import 1' })).toBeVisible()
})

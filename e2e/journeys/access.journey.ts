/** Every screen in both themes and with large text: nothing serious for axe to find, nothing out of reach, a picture of each. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { findings } from '../axe'
import { smallCohort } from '../cohort'
import { everyScreen } from '../every-screen'
import { look, lookEnlarged } from '../look'
import { prefer } from '../prefer'
import { outOfReach } from '../reach'

test('every screen is fit for a screen reader and legible, light and dark', async ({ start, folder }) => {
  const study = join(folder, 'access.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await prefer(page, { theme })
    await everyScreen(page, async (name) => {
      await look(page, `${name}-${theme}`)
      found.push(...(await findings(page)).map((finding) => `${name}, ${theme}: ${finding}`))
    })
  }
  expect(found).toEqual([])
  await app.close()
})

test('with text at 150 % in a window of 1280 × 800 everything can be reached and read', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'large.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().endsWith('index.html'),
    )
    window?.setContentSize(1280, 800)
  })
  await prefer(page, { textSize: 150 })
  await expect.poll(() => page.evaluate(() => Math.round(window.devicePixelRatio * 100))).toBe(150)
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(860)
  const found: string[] = []
  await everyScreen(page, async (name) => {
    await lookEnlarged(app, `${name}-150`)
    found.push(...(await page.evaluate(outOfReach)).map((finding) => `${name}: ${finding}`))
  })
  expect(found).toEqual([])
})

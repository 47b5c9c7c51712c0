/** The photographs of a study: what is wrong with them is seen, they are found again, and opened one after the other. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MalarApi } from '../../electron/contract'
import { ROOT, answerDialogs, expect, test } from '../app'
import { findings } from '../axe'
import { smallCohort } from '../cohort'
import { look } from '../look'
import { prefer } from '../prefer'
import { smeared, withLight } from '../spoilt'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

test('photographs are flagged, filtered, sorted and opened by keyboard', async ({ start, folder }) => {
  const study = join(folder, 'photographs.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  copyFileSync(ASTRONAUT, join(folder, 'good.png'))
  smeared(ASTRONAUT, join(folder, 'blurred.png'), 9)
  withLight(ASTRONAUT, join(folder, 'dark.png'), 0.2)
  withLight(ASTRONAUT, join(folder, 'light.png'), 2.2)
  const manifest = join(folder, 'manifest.csv')
  const rows = ['good', 'blurred', 'dark', 'light'].map((name) => `${name}.png,X-${name},0,frontal,no`)
  writeFileSync(manifest, ['file,subject,day,view,mirrored', ...rows, ''].join('\r\n'))

  const { app, page } = await start([study])
  await page.keyboard.press('Alt+2')
  await expect(page.getByText('8 of 8 shown')).toBeVisible()
  await answerDialogs(app, { open: [manifest] })
  await page.keyboard.press('m')
  await page.getByRole('button', { name: 'Accept and import 4' }).click()
  await expect(page.getByRole('heading', { name: 'Import finished' })).toBeVisible({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Show the photographs' }).click()
  await expect(page.getByText('12 of 12 shown')).toBeVisible()

  // An ordinary portrait and the whole cohort have no flag; the spoilt ones have each their own.
  await page.getByLabel('Quality').selectOption('with a flag')
  await expect(page.getByText('3 of 12 shown')).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await prefer(page, { theme })
    await look(page, `photographs-filtered-${theme}`)
    expect(await findings(page), theme).toEqual([])
  }
  await page.getByLabel('Quality').selectOption('blurred')
  await expect(page.getByText('1 of 12 shown')).toBeVisible()
  await expect(page.getByRole('button', { name: /X-blurred/ })).toBeVisible()
  await page.getByLabel('Quality').selectOption('too dark or too light')
  await expect(page.getByText('2 of 12 shown')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  await expect(page.getByText('12 of 12 shown')).toBeVisible()

  // Found by name, walked to and opened by keys; the filter is there on coming back, and so is the place.
  await page.keyboard.press('/')
  await page.keyboard.type('x-')
  await expect(page.getByText('4 of 12 shown')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('button', { name: /X-good/ })).toBeFocused()
  await page.keyboard.press('Home')
  await expect(page.getByRole('button', { name: /X-blurred/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'X-blurred, day 0' })).toBeVisible()
  await expect(page.getByText(/The face is blurred: its edges are smeared over [3-9]/)).toBeVisible()
  await page.getByRole('heading', { name: 'Quality' }).scrollIntoViewIfNeeded()
  for (const theme of ['light', 'dark'] as const) {
    await prefer(page, { theme })
    await look(page, `photograph-quality-${theme}`)
  }
  await page.keyboard.press('Shift+PageDown')
  await expect(page.getByRole('heading', { name: 'X-dark, day 0' })).toBeVisible()
  await expect(page.getByText('2 of 4')).toBeVisible()
  await page.keyboard.press('Shift+PageDown')
  await expect(page.getByRole('heading', { name: 'X-light, day 0' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('4 of 12 shown')).toBeVisible()
  await expect(page.getByRole('button', { name: /X-light/ })).toBeFocused()

  // Nothing found is said, with the way out.
  await page.keyboard.press('/')
  await page.keyboard.type('nobody')
  await expect(page.getByRole('heading', { name: 'No photograph passes these filters' })).toBeVisible()
  await look(page, 'photographs-none')
  await page.keyboard.press('Escape')
  await expect(page.getByText('12 of 12 shown')).toBeVisible()

  // By score: as many as the main process counts, the highest first, those without a score last.
  const means = await page.evaluate(async () => {
    const reply = await (window as unknown as { malar: MalarApi }).malar.photographFigures('score')
    if (!reply.ok) throw new Error(reply.error.message)
    const { photographs, pads, values } = reply.value
    return Array.from(photographs, (_, row) => {
      const known = [...values.slice(row * pads.length, (row + 1) * pads.length)].filter((one) => one === one)
      return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length
    })
  })
  const scored = means.filter((mean): mean is number => mean !== null).sort((a, b) => b - a)
  expect(scored.length).toBeGreaterThan(1)
  const middle = (scored[0] as number) - 1e-9
  await page.getByLabel('Sort by').selectOption('score')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+S')
  await page.getByLabel('Score from').fill(middle.toFixed(6))
  await expect(page.getByText('1 of 12 shown')).toBeVisible()
  await page.getByLabel('Score from').fill('0')
  await expect(page.getByText(`${scored.length} of 12 shown`)).toBeVisible()
  await expect(page.getByRole('button', { name: /^S-/ }).first()).toContainText(
    (scored[0] as number).toFixed(2),
  )
  await look(page, 'photographs-by-score')
  await page.getByLabel('Sort by').selectOption('uncertainty of the model')
  await expect(page.getByText('There is no model yet that could be uncertain.')).toBeVisible()
  await app.close()
})

/** Pairs: exemplars in the strip, then one pad after the other beside them, with ties and undo, to a score. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { MalarBridge, PairsState } from '../../electron/contract'
import { answerDialogs, expect, test } from '../app'
import { readTable, smallCohort } from '../cohort'
import { look } from '../look'
import { prefer } from '../prefer'

async function stateOf(page: Page): Promise<PairsState> {
  return page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const reply = await malar.pairs('malar_soof', null, 1)
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  })
}

test('a pad is compared with exemplars until its score is settled; ties and undo, also after a restart', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'pairs.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await page.keyboard.press('Alt+6')
  await page.getByRole('combobox', { name: 'Pad' }).selectOption('malar_soof')
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'This pad needs more exemplars' })).toBeVisible()
  await look(page, 'pairs-needs-exemplars-light')

  await page.getByRole('button', { name: /Choose exemplars/ }).click()
  await expect(page.getByRole('listitem').first()).toBeVisible()
  // Each for its own value, along the strip, until there are five.
  await page.keyboard.press('Home')
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Shift+X')
    await expect(page.getByText(/^Exemplar for/).last()).toBeVisible()
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Which is fuller?' })).toBeVisible()
  await look(page, 'pairs-light')

  // A tie, taken back; then the rest.
  const first = (await stateOf(page)).pair
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('comparison 2, at most 12')).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(page.getByText('comparison 1, at most 12')).toBeVisible()
  expect((await stateOf(page)).pair).toEqual(first)
  await page.keyboard.press('=')
  await expect(page.getByText('comparison 2, at most 12')).toBeVisible()
  expect(await page.content()).not.toMatch(/standardError|±/)
  await prefer(page, { theme: 'dark' })
  await look(page, 'pairs-dark')
  await app.close()

  const again = await start([study])
  const { page: next } = again
  await expect(next.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await next.keyboard.press('Alt+6')
  await next.getByRole('combobox', { name: 'Pad' }).selectOption('malar_soof')
  await next.keyboard.press('p')
  await expect(next.getByText('comparison 2, at most 12')).toBeVisible()
  await next.keyboard.press('Control+z')
  await expect(next.getByText('comparison 1, at most 12')).toBeVisible()
  const settled = next.getByText(/standard error, from \d+ comparisons/)
  for (let i = 1; i <= 12; i++) {
    if (await settled.isVisible()) break
    await next.keyboard.press(i % 3 === 0 ? 'ArrowDown' : i % 2 === 0 ? 'ArrowLeft' : 'ArrowRight')
    await expect(next.getByText(`comparison ${i + 1}, at most 12`).or(settled)).toBeVisible()
  }
  await expect(settled).toBeVisible()
  await look(next, 'pairs-settled-dark')
  const waits = (await stateOf(next)).pair
  await next.keyboard.press('Enter')
  await expect(next.getByText(/^1 of \d+ pads have a score from pairs/)).toBeVisible()

  await answerDialogs(again.app, { open: [join(folder, 'tables')] })
  await next.keyboard.press('Alt+5')
  await next.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(next.getByText('Written to')).toBeVisible()
  const scored = readTable(join(folder, 'tables', 'scores.csv')).filter((row) => row.origin === 'pairs')
  expect(scored).toHaveLength(1)
  expect(Number(scored[0]?.score)).toBeCloseTo(waits?.settled?.value ?? NaN)
  await next.getByRole('button', { name: /Check the study/ }).click()
  await expect(next.getByText('The study is whole.')).toBeVisible()
})

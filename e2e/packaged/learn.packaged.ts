/** The package learns, suggests and exports: what first-study.journey.ts leaves out of the main job. */
import { join } from 'node:path'
import { answerDialogs, expect, test } from '../app'
import { malarJson, readTable } from '../cohort'
import { chooseRound, scorePad, startRound } from '../rounds'

/** Half of them are scored; with fewer a model errs more than the average and is not put to use. */
const SUBJECTS = 24

test('a study is learned from, suggested for, exported and opened again', async ({ start, folder }) => {
  test.setTimeout(480_000)
  malarJson(['demo', folder, '--subjects', String(SUBJECTS)], folder)
  const study = join(folder, 'Sample study.malar')
  const { app, page } = await start([study])
  await page.keyboard.press('Alt+4')
  await page.getByText('More', { exact: true }).click()
  // The upper blocks of the image network would take minutes more.
  await page.getByLabel('Learns with').selectOption('head')
  await page.getByLabel('Seed').fill('1')
  await page.getByRole('button', { name: /^Learn/ }).click()
  await expect(page.getByRole('heading', { name: 'Model 1, gives the suggestions' })).toBeVisible({
    timeout: 400_000,
  })
  await expect(page.getByRole('region', { name: 'Engine' })).toContainText(/TensorFlow \d/)

  await chooseRound(page, 'Rater A', 'Assisted')
  await startRound(page)
  const panel = page.getByRole('complementary', { name: 'Suggestion' })
  const neighbours = panel.getByRole('group', { name: /Nearest labelled/ }).getByRole('button')
  await expect(neighbours.first()).toBeVisible({ timeout: 60_000 })
  await page.keyboard.press('Space')
  const total = 2 * SUBJECTS * 20
  await expect(page.getByText(`1 of ${total}`, { exact: true })).toBeVisible()
  await scorePad(page, '61', 2, total)
  await page.keyboard.press('Escape')

  const tables = join(folder, 'tables')
  await answerDialogs(app, { open: [tables] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  expect(readTable(join(tables, 'suggestions.csv'))).toHaveLength(total)
  const assisted = readTable(join(tables, 'scores.csv')).filter((row) => row.suggestion_seen === 'before')
  expect(assisted.map((row) => row.model?.startsWith('m1-'))).toEqual([true, true])
  await app.close()

  const again = await start([study])
  await again.page.keyboard.press('Alt+4')
  await expect(again.page.getByRole('heading', { name: 'Model 1, gives the suggestions' })).toBeVisible()
  await again.app.close()
  // The verbs of the installed program find the same.
  expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
  malarJson(['export', study, 'again'], folder)
  expect(readTable(join(folder, 'again', 'scores.csv'))).toEqual(readTable(join(tables, 'scores.csv')))
})

/** What was acknowledged is on disk, whatever happens next. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { malarJson, readTable, smallCohort } from '../cohort'
import { ready } from '../rounds'

test('a killed app has lost no score that it had shown as saved', async ({ start, folder }) => {
  const study = join(folder, 'killed.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await page.getByRole('radio', { name: 'Rater A' }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  for (let i = 0; i < 12; i++) {
    await page.keyboard.type(String(31 + i))
    await page.keyboard.press('Enter')
    await expect(page.getByText(`${i + 1} of 160`)).toBeVisible()
  }
  const gone = new Promise((resolve) => app.process().once('exit', resolve))
  app.process().kill('SIGKILL')
  await gone

  expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
  malarJson(['export', study, join(folder, 'tables')], folder)
  const scores = readTable(join(folder, 'tables', 'scores.csv')).filter((row) => row.round !== '')
  expect(scores.map((row) => Number(row.score)).sort()).toEqual(
    Array.from({ length: 12 }, (_, i) => (31 + i) / 100),
  )

  const again = await start([study])
  await again.page.getByRole('button', { name: /Continue/ }).click()
  await expect(again.page.getByText('12 of 160')).toBeVisible()
})

test('keys pressed faster than the disk lose and double nothing', async ({ start, folder }) => {
  const study = join(folder, 'fast.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await page.getByRole('radio', { name: 'Rater A' }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  for (let i = 0; i < 40; i++) {
    // No waiting for the screen: as fast as keys can be sent.
    await page.keyboard.press('5')
    await page.keyboard.press('0')
    await page.keyboard.press('Enter')
  }
  await ready(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await app.close()
  malarJson(['export', study, join(folder, 'tables')], folder)
  const scores = readTable(join(folder, 'tables', 'scores.csv')).filter((row) => row.round !== '')
  // A key that came while a score was on its way may have been left out; none may have hit two pads or a wrong value.
  expect(scores.length).toBeGreaterThan(0)
  expect(scores.every((row) => row.score === '0.5')).toBe(true)
  expect(new Set(scores.map((row) => `${row.photograph} ${row.region} ${row.side}`)).size).toBe(scores.length)
})

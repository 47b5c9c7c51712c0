/** The Model screen: too little to learn from, a training that is cancelled, versions, rolling back, the engine. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from '../app'
import { malarJson } from '../cohort'
import { copyOfLearned } from '../learned-study'
import { look } from '../look'
import { prefer } from '../prefer'

async function lookInBothThemes(page: Page, name: string): Promise<void> {
  await look(page, name)
  await prefer(page, { theme: 'dark' })
  await look(page, `${name}-dark`)
  await prefer(page, { theme: 'light' })
}

async function learnQuickly(page: Page, seed: number): Promise<void> {
  // The upper blocks of the image network would take minutes more.
  await page.getByText('More', { exact: true }).click()
  await page.getByLabel('Learns with').selectOption('head')
  await page.getByLabel('Computes on').selectOption('cpu')
  await page.getByLabel('Seed').fill(String(seed))
  await page.getByRole('heading', { name: 'Model', exact: true }).click()
  await page.keyboard.press('l')
}

const scoresOf = (study: string, folder: string): string => {
  malarJson(['export', study, join(folder, 'tables')], folder)
  return readFileSync(join(folder, 'tables', 'scores.csv'), 'utf8')
}

async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ name, serviceName }) => [name, serviceName].includes('Malar engine'))?.pid,
  )
  expect(pid).toBeDefined()
  return pid as number
}

test('a study without scores says what learning needs', async ({ start, folder }) => {
  const study = join(folder, 'empty.malar')
  malarJson(['new', study, '--rater', 'Ana'], folder)
  const { page } = await start([study])
  await page.keyboard.press('Alt+4')
  await expect(page.getByText(/^No pad has a score yet\. Score pads of at least 5 subjects/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Learn/ })).toBeDisabled()
  const engine = page.getByRole('region', { name: 'Engine' })
  await expect(engine).toContainText('Not started')
  await lookInBothThemes(page, 'model-empty')
})

test('a training shows what it is worth while it learns, and is cancelled with the best kept', async ({
  start,
  folder,
}) => {
  test.setTimeout(480_000)
  const study = copyOfLearned('fresh.malar', folder)
  const before = scoresOf(study, folder)
  const { app, page } = await start([study])
  await page.keyboard.press('Alt+4')
  await expect(page.getByText(/There are scores of 12 subjects/)).toContainText('score 8 more for intervals')
  const engine = page.getByRole('region', { name: 'Engine' })
  await expect(engine).toContainText('Not started')
  await learnQuickly(page, 1)
  await expect(page.getByText(/after 1 of 5 networks; always the mean is off by/).last()).toBeVisible({
    timeout: 240_000,
  })
  await expect(engine).toContainText(/Ready on the processor.*TensorFlow \d/)
  await lookInBothThemes(page, 'model-judging')

  // Leaving the screen costs nothing.
  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await page.keyboard.press('Alt+4')
  await expect(page.getByText(/of 5 networks; always the mean is off by/).last()).toBeVisible()
  await expect(page.getByRole('img', { name: /^Loss \d/ })).toBeVisible()

  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: /^Model 1, / })).toBeVisible({ timeout: 240_000 })
  await expect(page.getByRole('button', { name: /^Learn anew/ })).toBeEnabled({ timeout: 240_000 })
  await app.close()
  expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
  expect(scoresOf(study, folder)).toBe(before)
})

test('an earlier model is rolled back to with a key, and no score changes', async ({ start, folder }) => {
  test.setTimeout(480_000)
  const study = copyOfLearned('Sample study.malar', folder)
  const before = scoresOf(study, folder)
  const { app, page } = await start([study])
  await page.keyboard.press('Alt+4')
  await expect(page.getByRole('heading', { name: 'Model 1, gives the suggestions' })).toBeVisible()
  await learnQuickly(page, 2)
  const second = page.getByRole('heading', { name: /^Model 2, / })
  await expect(second).toBeVisible({ timeout: 400_000 })
  await expect(page.getByRole('button', { name: /^Learn anew/ })).toBeEnabled({ timeout: 240_000 })
  // Judged not to be worse it is in use by now; else it is put to use by hand.
  if (/not in use/.test(await second.innerText())) await page.keyboard.press('r')
  await expect(page.getByRole('heading', { name: 'Model 2, gives the suggestions' })).toBeVisible({
    timeout: 120_000,
  })

  await page.keyboard.press('o')
  await expect(page.getByRole('heading', { name: 'Model 1, not in use' })).toBeVisible()
  await expect(page.getByText(/^Model 1 then gives the suggestions\. No score changes/)).toBeVisible()
  await lookInBothThemes(page, 'model-roll-back')
  await page.keyboard.press('v')
  const comparison = page.getByRole('region', { name: 'Comparison of two models' })
  await expect(comparison.getByRole('row', { name: /^All pads/ })).toBeInViewport()
  // The page scrolls, the window does not.
  await expect(page.getByRole('banner')).toBeInViewport({ ratio: 1 })
  await lookInBothThemes(page, 'model-compare')
  await page.keyboard.press('r')
  await expect(page.getByText('Model 1 gives the suggestions now. No score has changed.')).toBeVisible({
    timeout: 120_000,
  })
  await expect(page.getByRole('row', { name: /^Model 1 .*in use/ })).toBeVisible()
  await page.getByRole('region', { name: 'Models', exact: true }).scrollIntoViewIfNeeded()
  await lookInBothThemes(page, 'model-versions')

  // The engine ends by itself: the screen says so, and one key starts it again.
  const engine = page.getByRole('region', { name: 'Engine' })
  process.kill(await enginePid(app), 'SIGKILL')
  await expect(engine).toContainText('The engine ended unexpectedly')
  await engine.scrollIntoViewIfNeeded()
  await lookInBothThemes(page, 'model-engine-stopped')
  await page.keyboard.press('e')
  await expect(engine).toContainText(/Ready on the processor/, { timeout: 60_000 })

  await app.close()
  expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
  expect(scoresOf(study, folder)).toBe(before)
})

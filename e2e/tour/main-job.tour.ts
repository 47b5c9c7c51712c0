/** The main job on the sample study, from opening it to the tables; leaves `out/` for people to look at. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { answerDialogs, expect, test } from '../app'
import { readTable } from '../cohort'
import { OUT } from '../launch/places'
import { look } from '../look'

const TABLES = join(OUT, 'tables')

test('the main job on the sample study', async ({ start }) => {
  rmSync(join(OUT, 'screens'), { recursive: true, force: true })
  rmSync(TABLES, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  const { app, page } = await start()
  await look(page, '01-home')
  say('Opening the sample study; the first time it is drawn and imported, which takes a minute or two.')
  await page.getByRole('button', { name: /Open the sample study/ }).click()
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible({ timeout: 600_000 })
  await look(page, '02-rounds')
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('button', { name: /S-001/ }).first()).toBeVisible()
  await look(page, '03-photographs')
  await page.getByRole('button', { name: /S-001/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Pads' })).toBeVisible()
  await look(page, '04-photograph')
  await page.keyboard.press('Escape')

  say('Scoring a few pads blind.')
  await startRound(page, 'Blind')
  await look(page, '05-score-blind')
  for (const value of ['42', '38', '55']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Saved/)).toBeVisible()
  }
  await page.keyboard.press('Escape')

  say('Learning.')
  await page.keyboard.press('Alt+4')
  // The upper blocks of the image network would take minutes more.
  await page.getByText('More', { exact: true }).click()
  await page.getByLabel('Learns with').selectOption('head')
  await page.getByRole('button', { name: /^Learn/ }).click()
  await expect(
    page
      .getByRole('img', { name: /loss/i })
      .or(page.getByText(/knows nothing/))
      .first(),
  ).toBeVisible({
    timeout: 300_000,
  })
  await look(page, '06-learning')
  await expect(page.getByRole('heading', { name: /^Model 1/ })).toBeVisible({ timeout: 900_000 })
  await look(page, '07-model')
  const verdict = await page
    .getByRole('region', { name: 'What the model is worth' })
    .locator('p')
    .first()
    .innerText()

  say('Scoring with suggestions.')
  await startRound(page, 'Assisted')
  const panel = page.getByRole('complementary', { name: 'Suggestion' })
  await expect(panel.getByText(/of new subjects|I do not know|interval/).first()).toBeVisible({
    timeout: 120_000,
  })
  await look(page, '08-score-assisted')
  await page.keyboard.press('Space')
  await expect(page.getByText(/^1 of/)).toBeVisible()
  await page.keyboard.press('?')
  await look(page, '09-keys')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  say('Exporting.')
  await answerDialogs(app, { open: [TABLES] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: /Check the study/ }).click()
  await expect(page.getByText('The study is whole.')).toBeVisible({ timeout: 60_000 })
  await look(page, '10-export')
  writeFileSync(join(OUT, 'summary.md'), summary(verdict))
  say(`Done: pictures in out/screens, tables in out/tables, a summary in out/summary.md.\n${verdict}`)
})

async function startRound(page: Page, mode: 'Blind' | 'Assisted'): Promise<void> {
  await page.keyboard.press('Alt+3')
  await page.getByRole('radio', { name: 'Rater A' }).check()
  await page.getByRole('radio', { name: mode }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
}

function summary(verdict: string): string {
  const rows = (name: string): number => readTable(join(TABLES, name)).length
  return [
    '# What Malar did here',
    '',
    'The sample study was opened, a few pads were scored blind, a model was trained, one suggestion was taken, and the tables were written.',
    '',
    `- Model: ${verdict}`,
    ...['scores.csv', 'scores-wide.csv', 'suggestions.csv', 'comparisons.csv', 'codebook.csv'].map(
      (name) => `- ${name}: ${rows(name)} rows`,
    ),
    '',
    'Pictures of every screen lie in `screens/`, the tables in `tables/`.',
    '',
  ].join('\n')
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

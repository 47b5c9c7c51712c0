/** The sample study: learn by one button, see what it is worth, score with suggestions, export them, roll back. */
import { join } from 'node:path'
import { answerDialogs, expect, test } from '../app'
import { readTable } from '../cohort'
import { look } from '../look'

test('the sample study learns, suggests from neighbours, and says how sure it is', async ({
  start,
  folder,
}) => {
  test.setTimeout(900_000)
  const { app, page } = await start()
  await page.getByRole('button', { name: /Open the sample study/ }).click()
  // It is made the first time: 120 photographs are drawn, imported and searched for faces.
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible({ timeout: 480_000 })
  await page.keyboard.press('Alt+1')
  await expect(page.getByText('60 subjects, 120 photographs')).toBeVisible()
  await look(page, 'home')

  await page.keyboard.press('Alt+4')
  await look(page, 'model-before')
  // The upper blocks of the image network would take minutes more.
  await page.getByText('More', { exact: true }).click()
  await page.getByLabel('Learns with').selectOption('head')
  await page.getByRole('button', { name: /^Learn/ }).click()
  await expect(page.getByRole('button', { name: /Cancel/ })).toBeVisible()
  await expect(page.getByText(/left|seconds|minute/).first()).toBeVisible({ timeout: 120_000 })
  await look(page, 'model-learning')
  await expect(page.getByRole('heading', { name: 'Model 1, gives the suggestions' })).toBeVisible({
    timeout: 480_000,
  })
  await look(page, 'model')
  const worth = page.getByRole('table', { name: /Mean absolute error on subjects/ })
  await expect(worth.getByRole('row')).toHaveCount(11)

  await page.keyboard.press('Alt+3')
  await page.getByRole('radio', { name: 'Rater A' }).check()
  await page.getByRole('radio', { name: 'Assisted' }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  const panel = page.getByRole('complementary', { name: 'Suggestion' })
  await expect(panel.getByText(/of new subjects lie in it/)).toBeVisible({ timeout: 60_000 })
  await expect(panel.getByText(/^Right minus left [+−]\d/)).toBeVisible()
  const neighbours = panel.getByRole('group', { name: /Nearest labelled/ }).getByRole('button')
  expect(await neighbours.count()).toBeGreaterThanOrEqual(5)
  await look(page, 'score-assisted')

  const before = await panel.innerText()
  // All that are shown: three of some thirty may leave the second decimal as it was.
  const shown = await neighbours.count()
  for (let i = 0; i < shown; i++) await neighbours.nth(i).click()
  await expect(neighbours.nth(0)).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => panel.innerText()).not.toBe(before)
  await look(page, 'score-left-out')

  // Take it, correct it, ignore it.
  await page.keyboard.press('Space')
  await expect(page.getByText('1 of 2400')).toBeVisible()
  await page.keyboard.type('61')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 of 2400')).toBeVisible()

  const exported = join(folder, 'tables')
  await answerDialogs(app, { open: [exported] })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  const suggestions = readTable(join(exported, 'suggestions.csv'))
  expect(suggestions).toHaveLength(2400)
  for (const row of suggestions) {
    // Nobody is their own neighbour.
    const subjects = (row.neighbours as string).split(';').map((neighbour) => neighbour.split(':')[0])
    expect(subjects).not.toContain(row.subject)
    expect(Number(row.low)).toBeLessThanOrEqual(Number(row.value))
    expect(Number(row.high)).toBeGreaterThanOrEqual(Number(row.value))
  }
  const assisted = readTable(join(exported, 'scores.csv')).filter((row) => row.suggestion_seen === 'before')
  expect(assisted).toHaveLength(2)
  expect(assisted.every((row) => row.suggestion !== '' && row.model?.startsWith('m1-'))).toBe(true)
})

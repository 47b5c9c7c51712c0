/** The engine: not started before it is needed, slower where TensorFlow cannot be loaded, and doing without it. */
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { IN_CHROMIUM, ROOT, answerDialogs, expect, test } from '../app'
import { malarJson, readTable, smallCohort } from '../cohort'
import { appLacking } from '../lacking'
import { PACKAGED } from '../launch/options'
import { copyOfLearned } from '../learned-study'
import { look } from '../look'
import { prefer } from '../prefer'
import { chooseRound, scorePad, startRound } from '../rounds'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

async function importAstronaut(app: ElectronApplication, page: Page): Promise<void> {
  await answerDialogs(app, { open: [ASTRONAUT] })
  await page.keyboard.press('Alt+2')
  await page.getByRole('button', { name: /Import files/ }).click()
  await page.getByRole('button', { name: 'Accept and import 1' }).click()
  await expect(page.getByRole('heading', { name: 'Import finished' })).toBeVisible({ timeout: 120_000 })
}

async function exportTables(app: ElectronApplication, page: Page, folder: string): Promise<string> {
  const exported = join(folder, 'tables')
  await answerDialogs(app, { open: [exported] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  return exported
}

async function lookInBothThemes(page: Page, name: string): Promise<void> {
  await look(page, name)
  await prefer(page, { theme: 'dark' })
  await look(page, `${name}-dark`)
  await prefer(page, { theme: 'light' })
}

test('scoring a blind round never starts the engine, nor does any screen', async ({ start, folder }) => {
  test.skip(IN_CHROMIUM, 'It counts the processes of Electron.')
  const study = join(folder, 'study.malar')
  malarJson(['new', study, '--rater', 'Rater A'], folder)
  malarJson(['import', study, join(smallCohort(), 'photographs')], folder)
  const { app, page } = await start([study])
  const started = (): Promise<number> =>
    app.evaluate(
      ({ app }) =>
        app.getAppMetrics().filter(({ name, serviceName }) => [name, serviceName].includes('Malar engine'))
          .length,
    )
  expect(await started()).toBe(0)
  await app.evaluate(({ utilityProcess }) => {
    utilityProcess.fork = () => {
      throw new Error('The engine was started.')
    }
  })
  for (const key of [1, 2, 3, 4, 5]) {
    await page.keyboard.press(`Alt+${key}`)
    await expect(page.locator('main h1, main h2').first()).toBeVisible()
  }
  await chooseRound(page, 'Rater A', 'Blind')
  await startRound(page)
  const total = Number((await page.getByText(/^0 of \d+$/).innerText()).split(' ')[2])
  for (let done = 1; done <= 5; done++) await scorePad(page, String(10 * done), done, total)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+4')
  await expect(page.getByRole('region', { name: 'Engine' })).toContainText('Not started')
  expect(await started()).toBe(0)
})

test.describe('where TensorFlow cannot be loaded', () => {
  test.skip(IN_CHROMIUM || PACKAGED !== undefined, 'Parts are taken out of the build of the checkout.')

  test('the slower engine imports, suggests and says what does not work', async ({ start, folder }) => {
    test.setTimeout(600_000)
    const study = copyOfLearned('Sample study.malar', folder)
    const lacking = appLacking('library', folder)
    const { app, page } = await start([study], lacking)
    await importAstronaut(app, page)
    await expect(page.getByText('A face was found on 1, none on 0')).toBeVisible()
    await page.getByRole('button', { name: 'Show the photographs' }).click()

    await page.keyboard.press('Alt+4')
    const engine = page.getByRole('region', { name: 'Engine' })
    await expect(engine).toContainText('slower engine (WebAssembly)')
    await expect(engine).toContainText('learning trains the last layers only')
    await page.getByText('More', { exact: true }).click()
    await expect(page.getByLabel('Learns with')).toHaveValue('head')
    await lookInBothThemes(page, 'model-slower')

    await chooseRound(page, 'Rater A', 'Assisted')
    await startRound(page)
    const panel = page.getByRole('complementary', { name: 'Suggestion' })
    await expect(panel.getByRole('status')).toContainText(/^Suggestion 0\.\d\d/, { timeout: 120_000 })
    await look(page, 'score-assisted-slower')
    await page.keyboard.press('Space')
    await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
    await page.keyboard.press('Escape')

    const scores = readTable(join(await exportTables(app, page, folder), 'scores.csv'))
    expect(scores.filter((row) => row.suggestion_seen === 'before')).toHaveLength(1)
    await app.close()

    // All others as well, those of the new face among them, which nothing but the slower engine has seen.
    const suggested = malarJson<{ suggestions: number }>(['suggest', study], folder, lacking)
    expect(suggested.suggestions).toBe(25 * 2 * 20 - 20)
    const exported = join(folder, 'later')
    malarJson(['export', study, exported], folder, lacking)
    const rows = readTable(join(exported, 'suggestions.csv'))
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(25)
    expect(rows.every(({ value }) => Number(value) >= 0 && Number(value) <= 1)).toBe(true)
  })

  test('because it ends the process, the engine is started again without it', async ({ start, folder }) => {
    const study = join(folder, 'study.malar')
    malarJson(['new', study, '--rater', 'Rater A'], folder)
    const { page } = await start([study], appLacking('instructions', folder))
    await page.keyboard.press('Alt+4')
    await page.getByRole('button', { name: /Start it now/ }).click()
    await expect(page.getByRole('region', { name: 'Engine' })).toContainText('slower engine (WebAssembly)', {
      timeout: 60_000,
    })
  })

  test('nor anything in its place, photographs come in, are scored and leave', async ({ start, folder }) => {
    test.setTimeout(600_000)
    const study = copyOfLearned('Sample study.malar', folder)
    const { app, page } = await start([study], appLacking('everything', folder))
    await importAstronaut(app, page)
    await expect(page.getByText(/no face was looked for on 1\./)).toBeVisible()
    await lookInBothThemes(page, 'import-without-engine')
    await page.getByRole('button', { name: 'Show the photographs' }).click()
    await expect(page.getByText(/49 photographs/).first()).toBeVisible()

    await page.keyboard.press('Alt+4')
    await expect(page.getByRole('region', { name: 'Engine' })).toContainText(
      'cannot be started on this computer. Scoring, agreement, the strip, pairs and export work without it.',
    )
    await lookInBothThemes(page, 'model-without-engine')

    await chooseRound(page, 'Rater A', 'Blind')
    await startRound(page)
    await page.keyboard.type('37')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
    await page.keyboard.press('Escape')
    const scores = readTable(join(await exportTables(app, page, folder), 'scores.csv'))
    expect(scores.filter(({ score }) => score === '0.37').length).toBeGreaterThan(0)
    await app.close()

    // Where the engine works, the same file is looked at again.
    const { app: whole, page: later } = await start([study])
    await importAstronaut(whole, later)
    await expect(
      later.getByText('0 new, 1 in the study already, 0 refused. A face was found on 1, none on 0.'),
    ).toBeVisible()
    await later.getByRole('button', { name: 'Show the photographs' }).click()
    await expect(later.getByText('25 subjects, 49 photographs', { exact: true })).toBeVisible()
  })
})

/** Rounds of every mode in the real app: their rules, what is shown after an answer, and what they come to. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { answerDialogs, expect, test } from '../app'
import { findings } from '../axe'
import { malarJson, readTable } from '../cohort'
import { copyOfLearned } from '../learned-study'
import { look } from '../look'
import { chooseRound, fillRules, scorePad, startRound } from '../rounds'

/** A picture in each theme, and what axe finds. */
async function seen(page: Page, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await look(page, `${name}-${theme}`)
    expect(await findings(page), `${name}, ${theme}`).toEqual([])
  }
}

test('rules that contradict are refused where they stand; reveal keeps both answers; practice is no data', async ({
  start,
  folder,
}) => {
  test.setTimeout(600_000)
  const study = copyOfLearned('Sample study.malar', folder)
  const { app, page } = await start([study])
  const startButton = page.getByRole('button', { name: 'Start the round' })
  await expect(page.getByText('48 photographs, 960 pads.')).toBeVisible()
  await seen(page, 'rounds-blind')

  // A refusal stands at the rule that it is about, and nothing can be started.
  await fillRules(page, { 'How many photographs': '12', 'Come a second time': '6' })
  await expect(page.getByText(/at most 2 can come again/)).toBeVisible()
  await expect(startButton).toBeDisabled()
  await seen(page, 'rounds-refused')
  await fillRules(page, { 'Photographs in between': '1' })
  await expect(page.getByText(/or it would be remembered/)).toBeVisible()
  await fillRules(page, { 'Photographs in between': '4' })
  await expect(page.getByText('12 photographs, about 240 pads, 6 come again at least 4 photographs later.')).toBeVisible() // prettier-ignore
  await expect(startButton).toBeEnabled()
  await page.getByRole('radio', { name: 'Repeat', exact: true }).check()
  await expect(page.getByText('This rater has no finished blind round.')).toBeVisible()
  await expect(startButton).toBeDisabled()

  // The whole editor by keyboard: from the mode by arrows into the rules.
  await page.getByRole('radio', { name: 'Blind', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Assisted', exact: true })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /^Least certain first/ })).toBeChecked()
  await seen(page, 'rounds-assisted')
  await fillRules(page, { 'How many photographs': '2' })
  await startRound(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('cell', { name: 'least certain first' })).toBeVisible()

  // Reveal: the same pad stays in sight; Enter keeps, another value corrects.
  await chooseRound(page, 'Rater A', 'Reveal')
  await fillRules(page, { 'How many photographs': '1' })
  await startRound(page)
  await seen(page, 'reveal-before')
  await page.keyboard.type('40')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Suggestion' })
  await expect(panel.getByText('Nearest labelled')).toBeVisible()
  await expect(page.getByText('You said 0.40, before the suggestion.')).toBeVisible()
  await seen(page, 'reveal-after')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The suggestion is shown when you have answered.')).toBeVisible()
  await page.keyboard.type('30')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('Nearest labelled')).toBeVisible()
  await page.keyboard.type('65')
  await expect(page.getByRole('button', { name: /Replace 0\.30 by 0\.65/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(panel).toBeHidden()
  await page.keyboard.press('Backspace')
  await expect(page.getByText('Before the suggestion you said 0.30.')).toBeVisible()
  await expect(page.getByText('In its sight you changed it to 0.65. Both are kept.')).toBeVisible()
  await seen(page, 'reveal-corrected')
  await page.keyboard.press('Enter')
  for (let pad = 3; pad <= 20; pad++) {
    await scorePad(page, String(40 + pad), pad, 20)
    await expect(panel).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('heading', { name: /is finished/ })).toBeVisible()
  await expect(page.getByRole('row', { name: 'Corrected after the reveal 1' })).toBeVisible()
  await seen(page, 'reveal-summary')
  await page.keyboard.press('Escape')

  // Practice: what others said comes after the answer, which stands.
  await chooseRound(page, 'somebody else', 'Practice')
  await page.getByLabel('Name of the rater').fill('New Hand')
  await fillRules(page, { 'How many photographs': '1' })
  await expect(page.getByText('1 photograph, about 20 pads.')).toBeVisible()
  await startRound(page)
  await page.keyboard.type('40')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You said 0.40.')).toBeVisible()
  await expect(page.getByText(/raters? .*said/)).toBeVisible()
  await seen(page, 'practice-after')
  await page.keyboard.type('60')
  await page.keyboard.press('Enter')
  await expect(page.getByText('In practice the first answer stands. Enter goes on.')).toBeVisible()
  await page.keyboard.press('Enter')
  for (let pad = 2; pad <= 20; pad++) {
    await scorePad(page, '50', pad, 20)
    await expect(page.getByText('You said 0.50.')).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByText(/You beside others: 20 pads/)).toBeVisible()
  await expect(page.getByText(/Passed:|Not passed yet:/)).toBeVisible()
  await seen(page, 'practice-summary')
  await page.keyboard.press('Escape')

  const tables = join(folder, 'tables')
  await answerDialogs(app, { open: [tables] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  await page.getByRole('button', { name: /Check the study/ }).click()
  await expect(page.getByText('The study is whole.')).toBeVisible()
  const scores = readTable(join(tables, 'scores.csv'))
  expect(scores.map(({ rater }) => rater)).not.toContain('New Hand')
  const revealed = scores.filter(({ mode }) => mode === 'reveal')
  expect(revealed).toHaveLength(20)
  const corrected = revealed.filter((row) => row.suggestion_seen === 'before')
  expect(corrected.map((row) => [row.score, row.suggestion !== '']).flat()).toEqual(['0.65', true])
  expect(revealed.filter(({ score }) => score === '0.3')).toEqual([])
  expect(revealed.filter(({ score }) => score === '0.4').map((row) => row.suggestion_seen)).toEqual(['no'])
  // What was said before the reveal is kept beside it: the window shows both, and the study holds one score more.
  await app.close()
  const checked = malarJson<{ scores: number }>(['check', study], folder)
  expect(checked.scores).toBe(scores.length + 1 + 20)
})

test('photographs come again unannounced, a finished round is repeated, and a grade is replaced only when asked twice', async ({
  start,
  folder,
}) => {
  test.setTimeout(600_000)
  const { page } = await start([copyOfLearned('fresh.malar', folder)])
  await chooseRound(page, 'Rater A', 'Blind')
  await fillRules(page, {
    'How many photographs': '3',
    'Come a second time': '1',
    'Photographs in between': '2',
  })
  await expect(page.getByText(/1 comes again at least 2 photographs later/)).toBeVisible()
  await startRound(page)
  await scorePad(page, '40', 1, 80)
  // Back shows the answer; only a new value replaces it.
  await page.keyboard.press('Backspace')
  await expect(page.getByText('scored before: 0.40')).toBeVisible()
  await page.keyboard.press('Enter')
  for (let pad = 2; pad <= 21; pad++) await scorePad(page, String(20 + pad), pad, 80)
  // The photograph that was left stays closed, and the hint says why.
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await expect(page.getByText(/earlier ones stay closed/)).toBeVisible()
  await seen(page, 'repeats-closed')
  await page.keyboard.press('j')
  await expect(page.getByText(/^scored before/)).toBeHidden()
  for (let pad = 22; pad <= 80; pad++) await scorePad(page, String(20 + (pad % 70)), pad, 80)
  await expect(page.getByText('You beside yourself: 20 pads that you scored twice')).toBeVisible()
  await expect(page.getByText('Some photographs came again, so their answers stay closed.')).toBeVisible()
  await seen(page, 'repeats-summary')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('cell', { name: '1 come again' })).toBeVisible()

  await chooseRound(page, 'Rater A', 'Repeat')
  await expect(page.getByText('3 photographs, 60 pads.')).toBeVisible()
  await seen(page, 'rounds-repeat')
  await startRound(page)
  for (let pad = 1; pad <= 60; pad++) await scorePad(page, String(20 + pad), pad, 60)
  await expect(page.getByText('You beside yourself: 60 pads that you scored twice')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Standard deviation within you 0\.\d{3}$/ })).toBeVisible()
  await seen(page, 'repeat-summary')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('cell', { name: 'of Rater A, round 1' })).toBeVisible()
})

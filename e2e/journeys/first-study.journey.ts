/** From nothing to a scored data set on a real photograph, by keyboard; closed and reopened. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, answerDialogs, expect, test } from '../app'
import { readTable } from '../cohort'
import { look } from '../look'

const PADS = ['Malar mound / SOOF', 'Nasolabial', 'Buccal', 'Jowl']

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

/** Portraits that are used where they are there; they are never part of the project. */
function portraits(): string[] {
  const folder = resolve(ROOT, '..', 'shared', 'faces')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => join(folder, name))
}

async function makeStudy(page: Page, scale: RegExp, pads: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByLabel('Study name').fill('Midface pilot')
  await page.getByLabel('First rater').fill('Rater A')
  await page.getByRole('radio', { name: scale }).check()
  await page.getByRole('button', { name: 'None', exact: true }).click()
  for (const pad of pads) await page.getByRole('checkbox', { name: pad }).check()
  await page.getByRole('button', { name: 'Make the study…' }).click()
}

async function importFiles(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: /Import files/ }).click()
  await expect(page.getByRole('heading', { name: 'Before anything is written' })).toBeVisible()
  await page.getByRole('button', { name: `Accept and import ${count}` }).click()
  await expect(page.getByRole('heading', { name: 'Import finished' })).toBeVisible({ timeout: 120_000 })
}

test('a clinician makes a study, imports real photographs, scores them by keyboard, exports and reopens', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'pilot.malar')
  const files = [ASTRONAUT, ...portraits()]
  const { app, page } = await start()

  await answerDialogs(app, { save: study })
  await makeStudy(page, /From 0 to 1/, PADS)
  await expect(page.getByRole('heading', { name: 'Photographs', exact: true })).toBeVisible()

  await answerDialogs(app, { open: files })
  await importFiles(page, files.length)
  await expect(page.getByText(`A face was found on ${files.length}, none on 0`)).toBeVisible()
  await page.getByRole('button', { name: 'Show the photographs' }).click()
  await look(page, 'photographs')

  await page.getByRole('button', { name: /S-001/ }).first().click()
  await expect(page.getByRole('list', { name: /pads/i }).or(page.getByRole('table')).first()).toBeVisible()
  await look(page, 'one-photograph')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Alt+3')
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  await look(page, 'score-blind')

  const total = files.length * 2 * PADS.length
  // The first by typing, the second by the arrows, the third cannot be judged, the rest by typing.
  await page.keyboard.type('58')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`1 of ${total}`)).toBeVisible()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`2 of ${total}`)).toBeVisible()
  await page.keyboard.press('x')
  await look(page, 'score-cannot-judge')
  await page.keyboard.press('2')
  await expect(page.getByText(`3 of ${total}`)).toBeVisible()
  await page.keyboard.press('n')
  await page.getByLabel('Note to this score').fill('=1+1 swollen, "left" eye')
  await page.keyboard.press('Escape')
  await page.keyboard.type('40')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`4 of ${total}`)).toBeVisible()
  // Going back shows what was said, and saying something else replaces it without a second row.
  await page.keyboard.press('Backspace')
  await page.keyboard.type('44')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`4 of ${total}`)).toBeVisible()
  for (let done = 4; done < total; done++) {
    await page.keyboard.type(String(10 + (done % 25)))
    await page.keyboard.press('Enter')
    if (done + 1 < total) await expect(page.getByText(`${done + 1} of ${total}`)).toBeVisible()
  }
  await expect(page.getByRole('heading', { name: /round/i }).first()).toBeVisible()
  await look(page, 'score-summary')

  const exported = join(folder, 'tables')
  await answerDialogs(app, { open: [exported] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  await page.getByRole('button', { name: /Check the study/ }).click()
  await expect(page.getByText('The study is whole.')).toBeVisible()
  await look(page, 'export')

  const scores = readTable(join(exported, 'scores.csv'))
  expect(scores).toHaveLength(total)
  expect(scores.filter((row) => row.reason === 'blurred' && row.score === '')).toHaveLength(1)
  expect(scores.filter((row) => row.score === '0.58')).toHaveLength(1)
  expect(scores.filter((row) => row.score === '0.4')).toHaveLength(0)
  const noted = scores.filter((row) => row.note !== '')
  expect(noted.map((row) => [row.score, row.note])).toEqual([['0.44', `'=1+1 swollen, "left" eye`]])
  expect(new Set(scores.map((row) => row.rater))).toEqual(new Set(['Rater A']))
  expect(scores.every((row) => row.seconds !== '' && row.suggestion_seen === 'no')).toBe(true)
  await app.close()
  expect(readdirSync(folder).filter((name) => name.startsWith('pilot.malar'))).toEqual(['pilot.malar'])

  const again = await start()
  await again.page.getByRole('button', { name: /^Midface pilot/ }).click()
  await expect(again.page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await again.page.keyboard.press('Alt+1')
  await expect(again.page.getByText(`${total} of ${total} pads scored`)).toBeVisible()
})

test('grades are scored with one key each', async ({ start, folder }) => {
  const { app, page } = await start()
  await answerDialogs(app, { save: join(folder, 'grades.malar'), open: [ASTRONAUT] })
  await makeStudy(page, /Half grades/, ['Jowl', 'Nasolabial'])
  await importFiles(page, 1)
  await page.keyboard.press('Alt+3')
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, right$/ })).toBeVisible()
  await look(page, 'score-grades')
  await page.keyboard.press('3')
  await expect(page.getByText('1 of 4')).toBeVisible()
  await page.keyboard.press('Shift+Digit2')
  await expect(page.getByText('2 of 4')).toBeVisible()
  // A digit that is no grade does nothing.
  await page.keyboard.press('9')
  await page.keyboard.press('0')
  await expect(page.getByText('3 of 4')).toBeVisible()
  await page.keyboard.press('4')

  await answerDialogs(app, { open: [join(folder, 'tables')] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
  const scores = readTable(join(folder, 'tables', 'scores.csv'))
  expect(scores.map((row) => row.score).sort()).toEqual(['0', '2.5', '3', '4'])
  expect(new Set(scores.map((row) => row.scale))).toEqual(new Set(['0-4:0.5']))
})

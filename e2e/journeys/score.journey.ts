/** The scoring screen: what lies beside the pad, exemplars, the suggestion and its neighbours, and every way to answer. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { MalarBridge } from '../../electron/contract'
import { answerDialogs, expect, test } from '../app'
import { malarJson, readTable, smallCohort } from '../cohort'
import { eavesdrop } from '../eavesdrop'
import { copyOfLearned } from '../learned-study'
import { look } from '../look'
import { ready } from '../rounds'

/** Half of them are scored, and an interval needs 20. */
const SUBJECTS = 42

/** Lets one scored region of a pad stand for each quarter of the scale; the Scale screen has a journey of its own. */
async function chooseExemplars(page: Page, region: string): Promise<void> {
  await page.evaluate(async (pad) => {
    const { malar } = globalThis as unknown as { malar: MalarBridge }
    const photographs = await malar.photographs()
    if (!photographs.ok) throw new Error(photographs.error.message)
    const chosen = new Set<number>()
    for (const { id } of JSON.parse(photographs.value) as { id: number }[]) {
      const details = await malar.photograph(id)
      if (!details.ok) continue
      const scored = details.value.scores.find(
        (score) => details.value.regions.find(({ id }) => id === score.region)?.region === pad,
      )
      if (!scored || scored.value === null) continue
      const quarter = Math.round(4 * scored.value) / 4
      if (!chosen.has(quarter)) await malar.chooseExemplar(scored.region, quarter)
      chosen.add(quarter)
    }
  }, region)
}

/** The suggested value within a reply, not rounded. */
function valueOf(told: string): number {
  const { value } = JSON.parse(told) as { value: { suggestion: { value: number } } }
  return value.suggestion.value
}

async function startRound(page: Page, rater: string, mode: string): Promise<void> {
  await page.keyboard.press('Alt+3')
  await page.getByRole('radio', { name: rater }).check()
  await page.getByRole('radio', { name: mode }).check()
  await page.getByRole('button', { name: /Start/ }).click()
  await expect(page.getByRole('region', { name: 'Scoring' })).toBeVisible()
}

async function exported(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText('Written to')).toBeVisible()
}

test('an assisted round shows what lies beside the pad, and a suggestion that is taken, corrected, or left', async ({
  start,
  folder,
}) => {
  test.setTimeout(600_000)
  const { app, page } = await start([copyOfLearned('Sample study.malar', folder, SUBJECTS)])
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await chooseExemplars(page, 'lower_eyelid_bag')
  await startRound(page, 'Rater A', 'Assisted')
  const panel = page.getByRole('complementary', { name: 'Suggestion' })
  const context = page.getByRole('complementary', { name: 'This photograph' })
  const finished = (count: number) => page.getByText(`${count} of ${SUBJECTS * 2 * 20}`)
  await expect(panel.getByText(/of new subjects lie in it/)).toBeVisible({ timeout: 60_000 })

  // Take suggestions until a second visit is in sight.
  let scored = 0
  const suggested = () => expect(panel.getByText(/of new subjects lie in it/)).toBeVisible()
  const counted = async (): Promise<void> => {
    await expect(finished(++scored)).toBeVisible()
    await ready(page)
  }
  while (!(await page.getByRole('button', { name: 'earlier visit' }).isVisible())) {
    for (let pad = 0; pad < 20; pad++) {
      await suggested()
      await page.keyboard.press('Space')
      await counted()
    }
  }
  await expect(context.getByText('day 90')).toBeVisible()
  await expect(context.getByText(/0\.7 eye distances wide on every photograph/)).toBeVisible()
  await expect(
    page.getByRole('list', { name: 'Exemplars of this pad' }).getByRole('img').first(),
  ).toBeVisible()
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', 'no value yet')
  await look(page, 'score-exemplars')
  await page.keyboard.press('h')
  await expect(page.getByRole('list', { name: 'Exemplars of this pad' })).toBeHidden()
  await page.keyboard.press('h')

  await page.keyboard.press('e')
  await page.keyboard.press('o')
  await expect(page.getByRole('img', { name: /Day 0, 90 days earlier/ })).toBeVisible()
  await look(page, 'score-earlier-visit')
  await page.keyboard.press('m')
  await expect(page.getByRole('img', { name: /Other side \(left\), mirrored/ })).toBeVisible()
  await page.keyboard.press('z')
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: /zoom 1\.6×/ })).toBeVisible()
  await look(page, 'score-other-side')

  // Neighbours are left out and taken in again, and the suggestion follows at once.
  const neighbours = panel.getByRole('group', { name: /Nearest labelled/ }).getByRole('button')
  const value = panel.locator('.value b')
  const before = await value.innerText()
  const shown = await neighbours.count()
  const heard = await eavesdrop(app)
  const answered: number[] = []
  for (let i = 1; i <= shown; i++) await page.keyboard.press(`Alt+Shift+${i}`)
  for (let i = 0; i < shown; i++) await expect(neighbours.nth(i)).toHaveAttribute('aria-pressed', 'true')
  // On the screen the values are rounded, and may be alike by chance.
  await expect(async () => {
    for (const { name, told } of await heard()) {
      if (name === 'malar:suggest') answered.push(valueOf(told))
    }
    expect(answered).toHaveLength(shown)
  }).toPass()
  expect(new Set(answered).size).toBeGreaterThan(1)
  await look(page, 'score-neighbours-left-out')
  await page.keyboard.press('Alt+Shift+0')
  await expect(value).toHaveText(before)
  await expect(neighbours.nth(0)).toHaveAttribute('aria-pressed', 'false')

  // A note takes every key; the value is typed afterwards.
  await page.keyboard.press('n')
  await page.keyboard.type('x m 58')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', 'no value yet')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Set a value first/)).toBeVisible()
  await page.keyboard.type('61')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', '0.71')
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'))
  await look(page, 'score-assisted-dark')
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
  await page.keyboard.press('Enter')
  await counted()

  // The other side of the same pad: zoom and what lies beside it are kept.
  await expect(page.getByRole('heading', { name: 'Lower eyelid bag, left' })).toBeVisible()
  await expect(page.getByRole('button', { name: /zoom 1\.6×/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /Other side \(right\), mirrored/ })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByRole('button', { name: /zoom 1×/ })).toBeVisible()
  await page.keyboard.press('x')
  await page.keyboard.press('3')
  await counted()
  await suggested()
  await page.keyboard.press('Space')
  await counted()

  const tables = join(folder, 'tables')
  await answerDialogs(app, { open: [tables] })
  await exported(page)
  const rows = readTable(join(tables, 'scores.csv')).filter((row) => row.mode === 'assisted')
  expect(rows).toHaveLength(scored)
  const noted = rows.filter((row) => row.note === 'x m 58')
  expect(noted).toMatchObject([{ score: '0.71', altered: 'yes', suggestion_seen: 'before' }])
  expect(rows.filter((row) => row.altered === 'yes')).toHaveLength(1)
  expect(rows.filter((row) => row.reason === 'lighting')).toHaveLength(1)

  // A blind round has none of it.
  await startRound(page, 'Rater B', 'Blind')
  await expect(page.getByRole('button', { name: 'earlier visit' })).toHaveCount(0)
  await expect(panel).toHaveCount(0)
  await expect(context.getByText(/S-0|day \d/)).toHaveCount(0)
})

test('grades are given by one key, half grades by two, and no answer is lost by looking back', async ({
  start,
  folder,
}) => {
  const cohort = smallCohort()
  const study = join(folder, 'grades.malar')
  malarJson(['new', study, '--scale', '0-4:0.5', '--regions', 'jowl,buccal', '--rater', 'Ana'], folder)
  malarJson(['import', study, cohort, '--manifest', join(cohort, 'manifest.csv')], folder)
  const { app, page } = await start([study])
  await startRound(page, 'Ana', 'Blind')
  const total = 4 * 8
  const finished = (count: number) => page.getByText(`${count} of ${total}`)
  await expect(page.getByText(/No exemplars to show for this pad/)).toBeVisible()
  await page.keyboard.press('2')
  await expect(finished(1)).toBeVisible()
  await page.keyboard.press('Shift+2')
  await expect(finished(2)).toBeVisible()
  await page.keyboard.press('.')
  await expect(page.getByText('The next digit is a half grade')).toBeVisible()
  await page.keyboard.press('3')
  await expect(finished(3)).toBeVisible()
  await page.keyboard.press('5')
  await expect(page.getByText('The highest grade is 4.')).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(page.getByText(/scored before: 3\.5/)).toBeVisible()
  await look(page, 'score-grades')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/scored before/)).toBeHidden()

  const tables = join(folder, 'tables')
  await answerDialogs(app, { open: [tables] })
  await exported(page)
  const given = readTable(join(tables, 'scores.csv')).map((row) => Number(row.score))
  expect(given.sort((a, b) => a - b)).toEqual([2, 2.5, 3.5])
})

/** A sitting of 200 pads without a mouse, from the start of the app to the tables. How long it took is told, not judged. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { MalarBridge } from '../../electron/contract'
import { CANNOT_JUDGE_REASONS } from '../../electron/domain/words'
import { answerDialogs, expect, test } from '../app'
import { quantile } from '../bench/timing'
import { readTable, smallCohort } from '../cohort'
import { OUT } from '../launch/places'
import { followed, probe } from '../probe'

/** Pads of a whole round of the cohort, and of the beginning of another rater's. */
const FIRST = 160
const SECOND = 40

/** What is said of a pad, as the table holds it. */
interface Said {
  score: string
  reason: string
  note: string
}

/** Milliseconds that a pad took. */
interface Taken {
  /** From its first key to when the next pad is on the screen. */
  pad: number
  /** From its last key to when the window says that it is on disk; null for the last pad of a round. */
  saved: number | null
}

test('200 pads are scored by keyboard alone, and the study holds what was typed', async ({
  start,
  folder,
}, info) => {
  const study = join(folder, 'sitting.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start()
  await answerDialogs(app, { open: [study] })
  await expect(page.getByRole('button', { name: /Open a study/ })).toBeVisible()
  await page.keyboard.press('o')
  await expect(page.getByRole('heading', { name: 'A new round' })).toBeVisible()
  await probe(page)

  const begun = performance.now()
  const taken: Taken[] = []
  await startRound(page)
  const first = await sit(page, FIRST, taken)
  await expect(page.getByRole('heading', { name: /is finished/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await reach(page, page.getByRole('radio', { name: 'Rater A' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Rater B' })).toBeChecked()
  await startRound(page)
  const second = await sit(page, SECOND, taken)
  await page.keyboard.press('Escape')
  const seconds = (performance.now() - begun) / 1000

  await answerDialogs(app, { open: [join(folder, 'tables')] })
  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('heading', { name: 'Export' })).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByText('Written to')).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByText('The study is whole.')).toBeVisible()

  const rows = readTable(join(folder, 'tables', 'scores.csv')).filter(({ origin }) => origin === 'round')
  const names = await padNames(page)
  expect(byPhotograph(rows, 'Rater A', names)).toEqual(inOrder([...first.values()]))
  expect(byPhotograph(rows, 'Rater B', names)).toEqual(inOrder([...second.values()]))
  expect(rows).toHaveLength(FIRST + SECOND)

  const times = summary(seconds, taken)
  const text = `${JSON.stringify(times, null, 2)}\n`
  await info.attach('keyboard-session.json', { body: text, contentType: 'application/json' })
  mkdirSync(OUT, { recursive: true })
  writeFileSync(join(OUT, 'keyboard-session.json'), text)
  process.stdout.write(`    ${times.words}\n`)
})

/** Walks by Tab to something that can be pressed. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled()
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}

async function startRound(page: Page): Promise<void> {
  await reach(page, page.getByRole('button', { name: 'Start the round' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
}

/** Answers so many pads. @returns what was said of each, by photograph and by title of the pad */
async function sit(page: Page, count: number, taken: Taken[]): Promise<Map<string, Map<string, Said>>> {
  const said = new Map<string, Map<string, Said>>()
  for (let i = 0; i < count; i++) {
    const showing = await page.locator('.title .num').innerText()
    const title = await page.getByRole('heading', { level: 1 }).innerText()
    const pads = said.get(showing) ?? new Map<string, Said>()
    expect(pads.has(title)).toBe(false)
    const begun = performance.now()
    pads.set(title, await answerPad(page, i))
    said.set(showing, pads)
    if (i === FIRST - 1) {
      await expect(page.getByRole('heading', { name: /is finished/ })).toBeVisible()
      taken.push({ pad: performance.now() - begun, saved: null })
      continue
    }
    const { committed } = await followed(page)
    taken.push({ pad: performance.now() - begun, saved: committed })
  }
  return said
}

/** Answers the pad in sight in one of ten ways. */
async function answerPad(page: Page, i: number): Promise<Said> {
  const keys = async (...names: string[]): Promise<void> => {
    for (const name of names) await page.keyboard.press(name)
  }
  const hundredths = 11 + ((7 * i) % 80)
  const typed = String(hundredths)
  const scored = { score: String(hundredths / 100), reason: '', note: '' }
  switch (i % 10) {
    case 1:
      await keys('Home', ...Array<string>(i % 7).fill('ArrowRight'), 'Shift+ArrowRight', 'Enter')
      return { ...scored, score: String((10 + (i % 7)) / 100) }
    case 2: {
      const reason = Math.floor(i / 10) % CANNOT_JUDGE_REASONS.length
      await keys('x', String(reason + 1))
      return { score: '', reason: CANNOT_JUDGE_REASONS[reason] as string, note: '' }
    }
    case 3: {
      const note = `Pad ${i}: "swollen", x 5 n`
      await keys('n')
      await page.keyboard.type(note)
      await keys('Escape', ...typed, 'Enter')
      return { ...scored, note }
    }
    case 4:
      // Back to the pad before, and another value for it.
      await keys('9', '9', 'Enter')
      await followed(page)
      await keys('Backspace')
      await followed(page)
      await keys(...typed, 'Enter')
      return scored
    case 5:
      await keys('o', 'm', ...typed, 'o', 'm', 'Enter')
      return scored
    case 6:
      await keys('.', '0', '7', 'Enter')
      return { ...scored, score: '0.07' }
    case 7:
      await keys(...(i % 20 === 7 ? '100' : '0'), 'Enter')
      return { ...scored, score: i % 20 === 7 ? '1' : '0' }
    case 8:
      await keys('x', 'Escape', 'z', 'z', 'z', ...typed, 'Enter')
      return scored
    case 9:
      await keys('9', '5', 'Backspace', 'Backspace', ...typed, 'Enter')
      return scored
    default:
      await keys(...typed, 'Enter')
      return scored
  }
}

/** Pads as the window titles them, by region and side of the table. */
function padNames(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const atlas = await (window as unknown as { malar: MalarBridge }).malar.atlas()
    if (!atlas.ok) throw new Error(atlas.error.message)
    return Object.fromEntries(
      atlas.value.flatMap(({ id, name }) =>
        ['right', 'left'].map((side) => [`${id} ${side}`, `${name}, ${side}`]),
      ),
    )
  })
}

/** What the table holds of a rater, in the form of `sit`. */
function byPhotograph(
  rows: readonly Record<string, string>[],
  rater: string,
  names: Record<string, string>,
): unknown[] {
  const said = new Map<string, Map<string, Said>>()
  for (const row of rows) {
    if (row.rater !== rater) continue
    const { photograph = '', region, side, score = '', reason = '', note = '' } = row
    const pads = said.get(photograph) ?? new Map<string, Said>()
    said.set(photograph, pads.set(names[`${region} ${side}`] ?? '', { score, reason, note }))
  }
  return inOrder([...said.values()])
}

/** Which photograph was shown when is not told, so photographs are compared in an order of what was said. */
function inOrder(photographs: readonly Map<string, Said>[]): unknown[] {
  return photographs
    .map((pads) => [...pads].sort(([a], [b]) => (a < b ? -1 : 1)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function summary(seconds: number, taken: readonly Taken[]) {
  const round = (value: number): number => Math.round(10 * value) / 10
  const both = (values: readonly number[]) => ({
    p50: round(quantile(values, 0.5)),
    p95: round(quantile(values, 0.95)),
  })
  const pad = both(taken.map((one) => one.pad))
  const saved = both(taken.flatMap((one) => one.saved ?? []))
  const words =
    `${taken.length} pads in ${round(seconds)} s; a pad p50 ${pad.p50} ms, p95 ${pad.p95} ms; ` +
    `last key to saved p50 ${saved.p50} ms, p95 ${saved.p95} ms`
  return { words, pads: taken.length, seconds: round(seconds), pad, saved }
}

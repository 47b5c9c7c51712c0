/** Drives the built app over the camera study, by keyboard and wheel, and prints what was measured. Run by the row `window`. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { launchOptions } from '../../launch/options'
import { followed, framesDuring, probe } from '../../probe'
import type { Followed } from '../../probe'
import { ONE_PAD_EACH } from './names'
import { measureStart } from './start-up'
import type { Memory, WindowTimes, Wishes } from './times'

/** Milliseconds that a fast rater looks at a pad, and at a new face. */
const PACE = { pad: 200, face: 1_000 }
/** Photographs between two looks at the memory. */
const LOOK_EVERY = 50
/** Pixels of one turn of the wheel. */
const WHEEL = 240

const wishes = JSON.parse(process.argv[2] ?? '{}') as Wishes
const times: WindowTimes = { starts: [], answers: [], firstPads: [], scrolls: [], memory: [] }

for (let i = 0; i < wishes.starts; i++) {
  times.starts.push(await measureStart(wishes.study, mkdtempSync(join(wishes.folder, 'start-'))))
}
say(`${times.starts.length} starts are measured`)
const app = await _electron.launch(
  launchOptions(mkdtempSync(join(wishes.folder, 'profile-')), [wishes.study]),
)
try {
  const page = await app.firstWindow()
  await probe(page)
  await score(page)
  await scroll(page)
  await walk(app, page)
} finally {
  await app.close()
}
process.stdout.write(`${JSON.stringify(times)}\n`)

async function score(page: Page): Promise<void> {
  await enter(page, /, round 1$/)
  times.answers = await paced(page, wishes.pads, PACE.pad)
  await page.keyboard.press('Escape')
  say(`${wishes.pads} pads are scored`)
}

async function scroll(page: Page): Promise<void> {
  await page.keyboard.press('Alt+2')
  const list = page.getByRole('list', { name: `${wishes.photographs} photographs` })
  await list.waitFor()
  await list.hover()
  const height = await list.evaluate((frame) => frame.scrollHeight)
  for (let pass = 0; pass < wishes.scrolls; pass++) {
    const frames = await framesDuring(page, async () => {
      for (let at = 0; at < height; at += WHEEL) await page.mouse.wheel(0, WHEEL)
      for (let at = height; at > 0; at -= 900) await page.mouse.wheel(0, -900)
    })
    times.scrolls.push(frames)
  }
  say(`${wishes.scrolls} walks through the grid are measured`)
}

/** Goes through all photographs, first at a rater's pace, then as fast as the window shows them. */
async function walk(app: ElectronApplication, page: Page): Promise<void> {
  await page.keyboard.press('Alt+3')
  await enter(page, ONE_PAD_EACH)
  times.memory.push(await memory(app, 0))
  times.firstPads = await paced(page, wishes.firstPads, PACE.face)
  // The last pad has no next one to wait for.
  for (let done = wishes.firstPads + 1; done < wishes.photographs; done++) {
    await answer(page, valueOf(done))
    if (done % LOOK_EVERY === 0) times.memory.push(await memory(app, done))
    if (done % 500 === 0) say(`${done} photographs are seen`)
  }
  await wait(2_000)
  times.memory.push(await memory(app, wishes.photographs))
}

async function enter(page: Page, round: string | RegExp): Promise<void> {
  const row = page.getByRole('row').filter({ has: page.getByRole('cell', { name: round }) })
  await row.getByRole('button', { name: /Continue/ }).click()
  await page.locator('figure').waitFor()
  await wait(PACE.face)
}

async function paced(page: Page, count: number, pace: number): Promise<Followed[]> {
  const answers: Followed[] = []
  for (let i = 0; i < count; i++) {
    answers.push(await answer(page, valueOf(i)))
    await wait(pace)
  }
  return answers
}

/** Types a value, presses Enter, and waits until the next crop is on the screen. */
async function answer(page: Page, value: string): Promise<Followed> {
  await page.keyboard.type(value)
  await page.keyboard.press('Enter')
  return followed(page)
}

function valueOf(i: number): string {
  return String(10 + (i % 90))
}

async function memory(app: ElectronApplication, photographs: number): Promise<Memory> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics())
  const resident = (type: string): number =>
    metrics
      .filter((metric) => metric.type === type)
      .reduce((sum, metric) => sum + metric.memory.workingSetSize, 0) / 1024
  const window = metrics.find(({ type }) => type === 'Tab')
  return {
    photographs,
    window: resident('Tab'),
    own: window ? ownMemory(window.pid) : null,
    main: resident('Browser'),
    gpu: resident('GPU'),
  }
}

/** Memory that a process shares with no other, where /proc tells. */
function ownMemory(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const parts = [...text.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB/gm)]
    return parts.reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / 1024
  } catch {
    return null
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Learning goes wrong in the real app: the window answers, scores are stored, the model in use stays as it was. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { TrainingState } from '../../electron/contract'
import type { Model } from '../../electron/domain/records'
import { expect, test } from '../app'
import { malarJson, readTable } from '../cohort'
import { copyOfLearned } from '../learned-study'

/** Among the journeys it is done once and briefly; `npm run drills` takes its time. */
const DRILLS = Number(process.env.MALAR_DRILLS ?? 0)
const RUNS = Array.from({ length: Math.max(1, Math.round(DRILLS / 10)) }, (_, i) => i + 1)

/** The bar is three seconds; a shared computer gets more. */
const CANCEL_MS = 10_000

/** Half of them are scored: with fewer a model errs more than the average and is not put to use; with fourteen there is a learning curve. */
const SUBJECTS = DRILLS > 0 ? 28 : 24

const KILLED_WHILE = DRILLS > 0 ? ['training', 'judging', 'curve'] : ['training', 'judging']
/** The first two on a study that has learned nothing yet, so that any model is put to use. */
const CANCELLED_WHILE =
  DRILLS > 0
    ? ['preparing', 'embedding', 'training', 'judging', 'curve']
    : ['preparing', 'embedding', 'training']

interface Bridge {
  malar: {
    startTraining(request: object): Promise<unknown>
    cancelTraining(): Promise<unknown>
    trainingState(): Promise<{ value: TrainingState }>
    models(): Promise<{ value: Model[] }>
    onEvent(listener: (event: { type: string; state: TrainingState }) => void): () => void
  }
}

const copyOf = (name: 'Sample study.malar' | 'fresh.malar', folder: string): string =>
  copyOfLearned(name, folder, SUBJECTS)

const startTraining = (page: Page, seed: number) =>
  page.evaluate(
    (seed) =>
      (window as unknown as Bridge).malar.startTraining({
        objective: 'soft-n-pair',
        seed,
        device: 'cpu',
        depth: 'head',
      }),
    seed,
  )

const stateOf = (page: Page): Promise<TrainingState> =>
  page.evaluate(async () => (await (window as unknown as Bridge).malar.trainingState()).value)

const inUse = (page: Page): Promise<number | undefined> =>
  page.evaluate(
    async () =>
      (await (window as unknown as Bridge).malar.models()).value.find(({ promoted }) => promoted)?.id,
  )

const ended = async (page: Page): Promise<TrainingState> => {
  await expect.poll(async () => (await stateOf(page)).phase, { timeout: 120_000 }).toMatch(/^(done|failed)$/)
  return stateOf(page)
}

async function enginePid(app: ElectronApplication): Promise<number> {
  const find = () =>
    app.evaluate(
      ({ app }) =>
        app.getAppMetrics().find(({ name, serviceName }) => [name, serviceName].includes('Malar engine'))
          ?.pid,
    )
  await expect.poll(find, { timeout: 60_000 }).toBeDefined()
  return (await find()) as number
}

/** Asks the main process every few milliseconds, until told to stop. @returns how long its answers took, sorted */
async function answering(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const view = window as unknown as Bridge & { asking: boolean; waits: number[] }
    view.asking = true
    view.waits = []
    const ask = async (): Promise<void> => {
      while (view.asking) {
        const started = performance.now()
        await view.malar.trainingState()
        view.waits.push(performance.now() - started)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    void ask()
  })
  await during()
  return page.evaluate(() => {
    const view = window as unknown as { asking: boolean; waits: number[] }
    view.asking = false
    return [...view.waits].sort((a, b) => a - b)
  })
}

async function startScoring(page: Page): Promise<void> {
  await page.keyboard.press('Alt+3')
  await page.getByRole('radio', { name: 'Rater A' }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
}

async function scoreOne(page: Page, nth: number): Promise<void> {
  await page.keyboard.type(String(30 + nth))
  await page.keyboard.press('Enter')
  await expect(page.getByText(new RegExp(`^${nth} of \\d+$`))).toBeVisible()
}

const scoresOf = (study: string, folder: string): number => {
  malarJson(['export', study, join(folder, 'tables')], folder)
  return readTable(join(folder, 'tables', 'scores.csv')).filter((row) => row.round !== '').length
}

const suggestionsOf = (study: string, folder: string): string => {
  malarJson(['export', study, join(folder, 'tables')], folder)
  return readFileSync(join(folder, 'tables', 'suggestions.csv'), 'utf8')
}

for (const run of RUNS) {
  test(`an engine that is killed while it learns takes nothing with it (${run})`, async ({
    start,
    folder,
  }) => {
    test.setTimeout(480_000)
    const study = copyOf('Sample study.malar', folder)
    const before = suggestionsOf(study, folder)
    const { app, page } = await start([study])
    const model = await inUse(page)
    await startScoring(page)
    let scored = 0
    for (const phase of KILLED_WHILE) {
      const waits = await answering(page, async () => {
        await startTraining(page, run)
        await expect
          .poll(async () => (await stateOf(page)).phase, { intervals: [20], timeout: 120_000 })
          .toBe(phase)
        process.kill(await enginePid(app), (run + scored) % 2 ? 'SIGKILL' : 'SIGSEGV')
        await scoreOne(page, ++scored)
        const state = await ended(page)
        // The learning curve is a supplement: without it the model is there all the same.
        if (phase === 'curve') expect(state.phase).toBe('done')
        else expect('message' in state && state.message).toMatch(/^The engine ended unexpectedly .*\.$/)
      })
      console.log(`answers, ms: median ${waits[Math.floor(waits.length / 2)]}, longest ${waits.at(-1)}`)
      expect(waits[Math.floor(0.9 * waits.length)]).toBeLessThan(250)
      if (phase !== 'curve') {
        expect(await inUse(page)).toBe(model)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Alt+4')
        await expect(page.getByRole('alert')).toContainText('The engine ended unexpectedly')
        await expect(page.getByRole('alert')).toContainText('The current model is as it was.')
        await page.keyboard.press('Alt+3')
        await page.getByRole('button', { name: /Continue/ }).click()
      }
    }
    await app.close()
    expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
    if (!KILLED_WHILE.includes('curve')) expect(suggestionsOf(study, folder)).toBe(before)
    expect(scoresOf(study, folder)).toBe(scored)

    const again = await start([study])
    await startTraining(again.page, 50 + run)
    expect((await ended(again.page)).phase).toBe('done')
  })

  test(`a cancel is heard whatever learning is at, and scores are stored meanwhile (${run})`, async ({
    start,
    folder,
  }) => {
    test.setTimeout(480_000)
    const study = copyOf('fresh.malar', folder)
    const { app, page } = await start([study])
    await startScoring(page)
    let scored = 0
    for (const phase of CANCELLED_WHILE) {
      const before = await inUse(page)
      const cancelled = cancelAt(page, phase)
      // The seed with which the study's copy has come as far as being put to use.
      await startTraining(page, 1)
      await scoreOne(page, ++scored)
      const { heard, over } = await cancelled
      console.log(`cancelled while ${phase}: heard in ${heard} ms, over in ${over} ms`)
      expect(heard).toBeLessThan(CANCEL_MS)
      const state = await stateOf(page)
      if (phase === 'preparing') expect(state.phase).toBe('failed')
      if (phase === 'embedding') {
        expect('message' in state && state.message).toContain('is kept')
        expect(await inUse(page)).toBe(before)
      }
    }
    await startTraining(page, 1)
    await scoreOne(page, ++scored)
    expect((await ended(page)).phase).toBe('done')
    await app.close()
    expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
    expect(scoresOf(study, folder)).toBe(scored)
  })
}

/**
 * Cancels once the phase has come.
 * @returns milliseconds until it had ended, and until what was learned so far was judged and in its place; NaN where
 *   the phase never came
 */
function cancelAt(page: Page, phase: string): Promise<{ heard: number; over: number }> {
  return page.evaluate(
    (phase) =>
      new Promise<{ heard: number; over: number }>((resolve) => {
        const { malar } = window as unknown as Bridge
        let told = NaN
        let heard = NaN
        const since = (): number => Math.round(performance.now() - told)
        const stop = malar.onEvent(({ type, state }) => {
          if (type !== 'training') return
          const begun = 'step' in state && (state.step > 0 || phase !== 'preparing')
          if (Number.isNaN(told) && state.phase === phase && begun) {
            told = performance.now()
            void malar.cancelTraining()
          } else if (state.phase !== phase && Number.isNaN(heard)) heard = since()
          if (state.phase !== 'done' && state.phase !== 'failed') return
          stop()
          resolve({ heard, over: since() })
        })
      }),
    phase,
  )
}

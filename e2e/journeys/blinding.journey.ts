/** What a rater of a blind round must not know never reaches the window. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { smallCohort } from '../cohort'
import { look } from '../look'

test('a blind round holds no subject, visit, suggestion or other score, in sight or out of it', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'blind.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  // Everything that the main process answers from here on is kept.
  await app.evaluate(({ BrowserWindow, ipcMain }) => {
    const kept: string[] = []
    ;(globalThis as { kept?: string[] }).kept = kept
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers
    for (const [channel, handler] of handlers) {
      if (!/:(task|score|suggest|firstOpen|startRound)$/.test(channel)) continue
      handlers.set(channel, async (...args) => {
        const answer = await handler(...args)
        kept.push(JSON.stringify(answer))
        return answer
      })
    }
    return BrowserWindow.getAllWindows().length
  })

  await page.getByRole('radio', { name: 'Rater B' }).check()
  await page.getByRole('radio', { name: 'Blind' }).check()
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  for (let i = 0; i < 25; i++) {
    const html = await page.content()
    expect(html).not.toMatch(/S-00\d/)
    expect(html).not.toMatch(/day 90|Suggestion|neighbour/i)
    await page.keyboard.type(String(20 + i))
    await page.keyboard.press('Enter')
    await expect(page.getByText(`${i + 1} of 160`)).toBeVisible()
  }
  await look(page, 'score-blind-sample')

  const kept = await app.evaluate(() => (globalThis as { kept?: string[] }).kept ?? [])
  expect(kept.length).toBeGreaterThan(25)
  for (const answer of kept) {
    expect(answer).not.toMatch(/S-00\d/)
    expect(answer).not.toMatch(/"(subject|day|neighbours|secondOpinion)"/)
  }

  // The door itself is shut, not merely unused.
  const refused = await page.evaluate(async () => {
    const malar = (window as unknown as { malar: Record<string, (...args: unknown[]) => Promise<unknown>> }).malar
    return JSON.stringify(await malar.suggest?.(1, 0, []))
  })
  expect(refused).toContain('A blind round has no suggestions.')
})

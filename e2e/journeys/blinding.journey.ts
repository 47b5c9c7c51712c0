/** What a rater of a blind round must not know never reaches the window. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MalarBridge } from '../../electron/contract'
import { expect, test } from '../app'
import { smallCohort } from '../cohort'
import { look } from '../look'

test('a blind round holds no subject, visit, suggestion or other score, in sight or out of it', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'blind.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { page } = await start([study])
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

  // All that the main process would ever tell the window of this round.
  const answers = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const round = (await malar.study()) as { value: { rounds: { id: number }[] } }
    const told: string[] = []
    for (let position = 0; position < 160; position++) {
      told.push(JSON.stringify(await malar.task(round.value.rounds[0]?.id ?? 0, position)))
    }
    return told
  })
  expect(answers).toHaveLength(160)
  for (const answer of answers) {
    expect(answer).toContain('"ok":true')
    expect(answer).not.toMatch(/S-00\d/)
    expect(answer).not.toMatch(/"(subject|day|suggestions|neighbours|secondOpinion)"/)
  }

  // The door itself is shut, not merely unused.
  const refused = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    return JSON.stringify(await malar.suggest(1, 0, []))
  })
  expect(refused).toContain('A blind round has no suggestions.')
})

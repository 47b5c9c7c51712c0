/** The strip: exemplars are chosen, scores are moved by mouse and by keys, each with a reason, and nothing is lost. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { MalarBridge } from '../../electron/contract'
import { expect, test } from '../app'
import { smallCohort } from '../cohort'
import { look } from '../look'
import { prefer } from '../prefer'
import { chooseRound, startRound } from '../rounds'

const crops = (page: Page) => page.getByRole('listitem').getByRole('button')

/** What the main process says of the strip, past the window. */
async function stripOf(page: Page): Promise<{ key: number; value: number; origin: string }[]> {
  return page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const reply = await malar.strip('malar_soof', null, 1)
    return reply.ok ? reply.value.items : []
  })
}

test('a clinician sees the scale in the strip, chooses exemplars and moves scores with a reason', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'strip.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await page.keyboard.press('Alt+6')
  await expect(page.getByRole('heading', { name: 'Scale' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Pad' }).selectOption('malar_soof')
  await expect(crops(page).first()).toBeVisible()
  const before = await stripOf(page)
  expect(before.length).toBeGreaterThan(4)
  await expect(crops(page)).toHaveCount(before.length)

  // By keys: the first along the strip becomes the exemplar of its column, then of its own value.
  await page.keyboard.press('Home')
  await expect(page.getByRole('button', { name: /Exemplar for/ }).first()).toBeVisible()
  await page.keyboard.press('x')
  await expect(page.getByRole('status').filter({ hasText: /^Exemplar for/ })).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('x')
  await expect(page.getByRole('img', { name: /^Exemplar for/ })).toHaveCount(2)
  await page.keyboard.press('r')
  await expect(page.getByRole('img', { name: /^Exemplar for/ })).toHaveCount(1)
  await page.keyboard.press('x')
  await expect(page.getByRole('img', { name: /^Exemplar for/ })).toHaveCount(2)
  await look(page, 'strip-light')

  // Moved by keys: nothing is saved without a reason.
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Choose a reason first.')).toBeVisible()
  expect(await stripOf(page)).toEqual(before)
  await page.keyboard.press('4')
  await look(page, 'strip-moving-light')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Scored .* instead of/)).toBeVisible()
  const moved = (await stripOf(page)).find(({ key }) => key === before[0]?.key)
  expect(moved).toMatchObject({ origin: 'strip' })
  expect(moved?.value).toBeCloseTo((before[0]?.value ?? 0) + 0.03)

  // And back again.
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Scored .* instead of/)).toBeVisible()
  expect((await stripOf(page)).map(({ key, value }) => [key, value])).toEqual(
    before.map(({ key, value }) => [key, value]),
  )

  // Dragged with the mouse into the last column; own words are asked for where the reason is another one.
  const last = before.at(-1)?.key
  const from = await crops(page).first().boundingBox()
  const heading = await page.getByRole('heading', { name: /severe|full/ }).boundingBox()
  if (!from || !heading || last === undefined) throw new Error('nothing to drag')
  await page.mouse.move(from.x + 30, from.y + 30)
  await page.mouse.down()
  await page.mouse.move(heading.x + 40, from.y + 20, { steps: 8 })
  await look(page, 'strip-dragging-light')
  await page.mouse.up()
  await page.getByRole('button', { name: /^other/ }).click()
  await page.getByRole('button', { name: /^Score .* instead/ }).click()
  await expect(page.getByText('Say in your own words')).toBeVisible()
  await page.getByLabel('Own words').fill('swollen after the filler')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Scored .* instead of/)).toBeVisible()
  const dragged = (await stripOf(page)).find(({ key }) => key === before[0]?.key)
  expect(dragged?.value).toBeGreaterThan(0.8)

  await prefer(page, { theme: 'dark' })
  await look(page, 'strip-dark')
  await app.close()

  const again = await start([study])
  expect((await stripOf(again.page)).find(({ key }) => key === before[0]?.key)).toEqual(dragged)
  const told = await again.page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const [exemplars, check] = [await malar.exemplars(), await malar.checkStudy()]
    return { exemplars, check }
  })
  expect(told.exemplars).toMatchObject({
    ok: true,
    value: [{ region: 'malar_soof' }, { region: 'malar_soof' }],
  })
  expect(told.check).toMatchObject({ ok: true, value: { ok: true, findings: [] } })
})

test('what is to be judged blind is not in the strip', async ({ start, folder }) => {
  const study = join(folder, 'strip-blind.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { page } = await start([study])
  await chooseRound(page, 'Rater A', 'Blind')
  await startRound(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+6')
  await expect(page.getByText(/is blind and not finished/)).toBeVisible()
  await expect(crops(page)).toHaveCount(0)
  await look(page, 'strip-waiting-light')
})

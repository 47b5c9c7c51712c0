/** Studies of other Malars: an older one is brought up to date and kept as it was; a newer one can only be looked at. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MalarBridge } from '../../electron/contract'
import { ROOT, answerDialogs, expect, test } from '../app'
import { malarJson, readTable, smallCohort } from '../cohort'
import { look } from '../look'

/** Where SQLite's header holds the version of the schema. */
const VERSION_AT = 60

function versionOf(study: string): number {
  return readFileSync(study).readUInt32BE(VERSION_AT)
}

/** A study of the present, but for its number. */
function newerStudy(folder: string): string {
  const bytes = readFileSync(join(smallCohort(), 'Sample study.malar'))
  bytes.writeUInt32BE(versionOf(join(smallCohort(), 'Sample study.malar')) + 90, VERSION_AT)
  const study = join(folder, 'newer.malar')
  writeFileSync(study, bytes)
  return study
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

test('a study of an older Malar is brought up to date, kept as it was, and scored further', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'old.malar')
  const kept = join(folder, 'old before update.malar')
  copyFileSync(join(ROOT, 'e2e', 'fixtures', 'schema-4.malar'), study)
  const { app, page } = await start([study])
  await expect(page.getByRole('note')).toHaveText(
    /older Malar .* kept beside it as “old before update\.malar”/,
  )
  await page.getByRole('radio', { name: 'A', exact: true }).check()
  await look(page, 'study-brought-up-to-date')
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
  await page.keyboard.press('4')
  await expect(page.getByText('1 of 4')).toBeVisible()
  await app.close()
  expect(versionOf(kept)).toBe(4)
  expect(versionOf(study)).toBeGreaterThan(4)

  expect(malarJson<{ ok: boolean }>(['check', study], folder).ok).toBe(true)
  malarJson(['export', study, join(folder, 'tables')], folder)
  const scores = readTable(join(folder, 'tables', 'scores.csv')).map((row) => Number(row.score))
  expect(scores.sort()).toEqual([1, 2, 3, 4])

  const again = await start([study])
  await expect(again.page.getByRole('button', { name: /Continue/ })).toBeVisible()
  await expect(again.page.getByRole('note')).toBeHidden()
  expect(readdirSync(folder).filter((name) => name.endsWith('.malar'))).toHaveLength(2)
})

test('a study of a newer Malar says so, shows all that it has, exports it, and is not changed', async ({
  start,
  folder,
}) => {
  const study = newerStudy(folder)
  const before = hashOf(study)
  const { app, page } = await start([study])
  await expect(page.getByRole('note')).toHaveText(/newer Malar.*only be looked at.*Install the newest/)
  for (const round of await page.getByRole('button', { name: /Start the round|Continue/ }).all()) {
    await expect(round).toBeDisabled()
  }
  await look(page, 'newer-study-score')

  await page.keyboard.press('Alt+2')
  for (const name of [/Import files/, /Folder/, /Manifest/]) {
    await expect(page.getByRole('button', { name })).toBeDisabled()
  }
  await page.getByRole('button', { name: /S-001/ }).first().click()
  await expect(page.getByRole('heading', { name: 'Pads' })).toBeVisible()
  await expect(page.getByLabel('The pad in hand')).toContainText('can be looked at, but not changed')
  await expect(page.getByRole('button', { name: /Draw|Reset|Undo|Redo|Save/ })).toHaveCount(3)
  for (const act of await page.getByRole('button', { name: /Undo|Redo|Save/ }).all()) {
    await expect(act).toBeDisabled()
  }
  // Neither keys nor the mouse move anything, and nothing is said to have failed.
  for (const key of ['a', 'd', 'Shift+ArrowRight', 'Control+z']) await page.keyboard.press(key)
  await page.mouse.move(460, 380)
  await page.mouse.down()
  await page.mouse.move(520, 400, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await look(page, 'newer-study-photograph')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+6')
  await look(page, 'newer-study-scale')
  await page.keyboard.press('Alt+4')
  await expect(page.getByRole('button', { name: /^Learn/ })).toBeDisabled()
  await look(page, 'newer-study-model')

  const refused = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const known = { subject: 'S-001', day: 3, view: 'frontal' as const, mirrored: false }
    return [await malar.addRater('Z'), await malar.changePhotograph(1, known), await malar.resetRegion(1)]
  })
  for (const reply of refused) expect(reply).toMatchObject({ ok: false, error: { code: 'read-only' } })

  await answerDialogs(app, { open: [join(folder, 'tables')] })
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: /Export into a folder/ }).click()
  await expect(page.getByText(/codebook\.csv/).first()).toBeVisible()
  await expect.poll(() => existsSync(join(folder, 'tables', 'manifest.json'))).toBe(true)
  await look(page, 'newer-study-export')
  expect(readTable(join(folder, 'tables', 'scores.csv'))).toHaveLength(160)
  await app.close()
  expect(hashOf(study)).toBe(before)
  expect(readdirSync(folder).filter((name) => name.startsWith('newer'))).toEqual(['newer.malar'])
})

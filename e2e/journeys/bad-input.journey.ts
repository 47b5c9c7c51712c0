/** A folder of what people really drop: each file that cannot be used gets its sentence, the rest goes in. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, answerDialogs, expect, test } from '../app'
import { malarJson, malar } from '../cohort'
import { look } from '../look'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

interface ImportOutcome {
  new: number
  duplicate: number
  refused: { file: string; reason: string }[]
  faces: number
  noFace: number
}

/** A PNG header that declares 60,000 × 60,000 pixels. */
function bomb(): Buffer {
  const bytes = Buffer.from(readFileSync(ASTRONAUT).subarray(0, 4096))
  bytes.writeUInt32BE(60_000, 16)
  bytes.writeUInt32BE(60_000, 20)
  return bytes
}

function dropFolder(folder: string): string {
  const drop = join(folder, 'drop')
  mkdirSync(join(drop, 'more'), { recursive: true })
  copyFileSync(ASTRONAUT, join(drop, 'astronaut.png'))
  copyFileSync(ASTRONAUT, join(drop, 'more', 'the same again.png'))
  writeFileSync(join(drop, 'notes.jpg'), 'not a photograph')
  writeFileSync(join(drop, 'empty.jpg'), '')
  writeFileSync(join(drop, 'truncated.png'), readFileSync(ASTRONAUT).subarray(0, 100_000))
  writeFileSync(join(drop, 'bomb.png'), bomb())
  return drop
}

test('the dry run names every file that cannot be used, and nothing is written before Accept', async ({
  start,
  folder,
}) => {
  const drop = dropFolder(folder)
  const { app, page } = await start()
  await answerDialogs(app, { save: join(folder, 'bad.malar'), open: [drop] })
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByLabel('Study name').fill('Bad input')
  await page.getByLabel('First rater').fill('A')
  await page.getByRole('button', { name: 'Make the study…' }).click()
  await page.getByRole('button', { name: /Folder…/ }).click()
  await expect(page.getByRole('heading', { name: 'Before anything is written' })).toBeVisible()
  for (const name of ['notes.jpg', 'empty.jpg', 'truncated.png', 'bomb.png']) {
    await expect(page.getByText(name)).toBeVisible()
  }
  await look(page, 'import-dry-run')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('No photographs yet')).toBeVisible()

  await page.getByRole('button', { name: /Folder…/ }).click()
  await page.getByRole('button', { name: 'Accept and import 1' }).click()
  await expect(page.getByText('1 new, 1 in the study already, 4 refused.')).toBeVisible({ timeout: 60_000 })
})

test('a manifest is taken at its word, row by row', ({ folder }) => {
  const drop = dropFolder(folder)
  const study = join(folder, 'm.malar')
  malarJson(['new', study], folder)
  writeFileSync(
    join(drop, 'list.csv'),
    [
      'file,subject,day,view,mirrored',
      'astronaut.png,P-1,30,frontal,no',
      'gone.png,P-2,0,frontal,no',
      'notes.jpg,=cmd(),0,frontal,no',
      'empty.jpg,P-3,0,frontal,no',
      'empty.jpg,P-4,0,frontal,no',
      'bomb.png,P-5,soon,frontal,no',
    ].join('\n'),
  )
  const outcome = malarJson<ImportOutcome>(['import', study, '--manifest', join(drop, 'list.csv')], folder)
  expect(outcome).toMatchObject({ new: 1, duplicate: 0, faces: 1, noFace: 0 })
  expect(outcome.refused.map(({ file }) => file).sort()).toEqual([
    'bomb.png',
    'empty.jpg',
    'gone.png',
    'notes.jpg',
  ])
  expect(new Set(outcome.refused.map(({ reason }) => reason)).size).toBe(4)

  writeFileSync(join(drop, 'short.csv'), 'file,day\nastronaut.png,0\n')
  const short = malar(['import', study, '--manifest', join(drop, 'short.csv'), '--json'], folder)
  expect(short.code).toBe(1)
  expect(short.stdout).toContain('“subject”')
})

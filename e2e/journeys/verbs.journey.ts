/** The whole main job without a window, as a script would do it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { malar, malarJson, readTable, smallCohort } from '../cohort'

test('new, import, scores, export and check do the main job by themselves', ({ folder }) => {
  const cohort = smallCohort()
  const study = join(folder, 'scripted.malar')
  const made = malarJson<{ scale: string; regions: string[] }>(
    ['new', 'scripted.malar', '--scale', '0-4:0.5', '--regions', 'jowl,malar_soof'],
    folder,
  )
  expect(made).toMatchObject({ scale: '0-4:0.5', regions: ['malar_soof', 'jowl'] })
  expect(existsSync(study)).toBe(true)

  const imported = malarJson<{ new: number; faces: number; refused: unknown[] }>(
    ['import', 'scripted.malar', '--manifest', join(cohort, 'manifest.csv')],
    folder,
  )
  expect(imported).toMatchObject({ new: 8, faces: 8, refused: [] })
  const again = malarJson<{ new: number; duplicate: number }>(
    ['import', 'scripted.malar', join(cohort, 'photographs'), '--manifest', join(cohort, 'manifest.csv')],
    folder,
  )
  expect(again).toMatchObject({ new: 0, duplicate: 8 })

  // Scores of a 0–1 table are no grades: each is refused by its row, and said so.
  const refused = malar(['scores', 'scripted.malar', join(cohort, 'scores.csv'), '--json'], folder)
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('is not a grade of this scale')

  malarJson(['export', 'scripted.malar', 'tables'], folder)
  malarJson(['export', 'scripted.malar', 'tables again'], folder)
  for (const name of [
    'scores.csv',
    'scores-wide.csv',
    'suggestions.csv',
    'comparisons.csv',
    'codebook.csv',
    'manifest.json',
  ]) {
    expect(readFileSync(join(folder, 'tables', name))).toEqual(
      readFileSync(join(folder, 'tables again', name)),
    )
  }
  expect(malarJson<{ ok: boolean; photographs: number }>(['check', study], folder)).toMatchObject({
    ok: true,
    photographs: 8,
  })
})

test('scores come back out as they went in', ({ folder }) => {
  const cohort = smallCohort()
  malarJson(['export', join(cohort, 'Sample study.malar'), join(folder, 'tables')], folder)
  const given = readTable(join(cohort, 'scores.csv'))
  const scores = readTable(join(folder, 'tables', 'scores.csv'))
  expect(scores).toHaveLength(given.length)
  const sorted = (rows: Record<string, string>[]): string[] =>
    rows.map((row) => [row.region, row.side, row.rater, Number(row.score)].join(' ')).sort()
  expect(sorted(scores)).toEqual(sorted(given))
})

test('calls that make no sense say what to do, with the right exit code', ({ folder }) => {
  expect(malar(['fly'], folder)).toMatchObject({ code: 2, stdout: '' })
  expect(malar(['new'], folder).code).toBe(2)
  expect(malar(['new', 'a.malar', '--scale', '0-9'], folder).code).toBe(1)
  const missing = malar(['check', 'nothing.malar', '--json'], folder)
  expect(missing.code).toBe(1)
  expect((JSON.parse(missing.stdout) as { error: { message: string } }).error.message).toBeTruthy()
  const train = malar(['train', join(smallCohort(), 'Sample study.malar'), '--json'], folder)
  expect(train.code).toBe(1)
  expect(train.stdout).toMatch(/subjects/)
})

/** A study that has learned once, for journeys: made by the app itself when it is first wanted. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { malarJson } from './cohort'

/**
 * Copies the study into a folder.
 * @param name of the study as it has learned, or as it was before
 * @param subjects half of them are scored: with fewer than 24 a model errs more than the average and is not put to use
 * @returns the copy
 */
export function copyOfLearned(
  name: 'Sample study.malar' | 'fresh.malar',
  folder: string,
  subjects = 24,
): string {
  const study = join(folder, 'study.malar')
  copyFileSync(join(learnedStudy(subjects), name), study)
  return study
}

/** Kept as long as the run of tests that wanted it. */
function learnedStudy(subjects: number): string {
  const folder = join(tmpdir(), `malar-learned-${subjects}-${process.ppid}`)
  if (!existsSync(folder)) {
    const half = `${folder}.part`
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half)
    malarJson(['demo', half, '--subjects', String(subjects)], half)
    const study = join(half, 'Sample study.malar')
    copyFileSync(study, join(half, 'fresh.malar'))
    malarJson(['train', study, '--seed', '1', '--depth', 'head', '--device', 'cpu'], half)
    renameSync(half, folder)
  }
  return folder
}

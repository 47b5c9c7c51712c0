import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { StudyFile } from '../study-file'
import { newStudy, temporaryFolder } from './fixtures'

/**
 * A study for each test of the file that calls this, in a folder of its own; both are gone afterwards.
 * @param use takes them before each test, and may fill the study
 * @param make the study at a path; the plainest one unless said otherwise
 */
export function eachStudy(
  use: (study: StudyFile, folder: string) => void,
  make: (file: string) => StudyFile = newStudy,
): void {
  let folder: string
  let study: StudyFile
  beforeEach(() => {
    folder = temporaryFolder()
    study = make(path.join(folder, 'pilot.malar'))
    use(study, folder)
  })
  afterEach(() => {
    study.close()
    fs.rmSync(folder, { recursive: true })
  })
}

import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { StudyFile } from '../study-file'
import { newStudy, photograph, temporaryFolder } from './fixtures'

/** A study with three photographs, anew for each test of the file that calls this. */
export function filledStudy(): Pick<StudyFile, 'reader' | 'writer'> {
  let folder: string
  let study: StudyFile
  beforeEach(() => {
    folder = temporaryFolder()
    study = newStudy(path.join(folder, 'pilot.malar'))
    for (let n = 1; n <= 3; n += 1) study.writer.addPhotograph(photograph(n))
  })
  afterEach(() => {
    study.close()
    fs.rmSync(folder, { recursive: true })
  })
  return {
    get reader() {
      return study.reader
    },
    get writer() {
      return study.writer
    },
  }
}

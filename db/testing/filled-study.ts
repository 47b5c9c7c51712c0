import type { StudyFile } from '../study-file'
import { eachStudy } from './each-study'
import { photograph } from './fixtures'

/** A study with three photographs, anew for each test of the file that calls this. */
export function filledStudy(): Pick<StudyFile, 'reader' | 'writer'> {
  let study: StudyFile
  eachStudy((made) => {
    study = made
    for (let n = 1; n <= 3; n += 1) study.writer.addPhotograph(photograph(n))
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

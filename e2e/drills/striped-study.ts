/** A study whose crops are real images: stripes that are the wider, the higher the grade. */
import jpeg from 'jpeg-js'
import type { StudyFile } from '../../db/study-file'
import { newStudy, photograph, score } from '../../db/testing/fixtures'
import { CROP_PIXELS } from '../../electron/domain/crop'
import { seeded } from '../../electron/domain/random'
import { FACE, gradeOf } from '../../electron/testing/studies'

/** @param subjects each with one photograph of four pads, all with the grade of `gradeOf` */
export function stripedStudy(file: string, subjects: number): StudyFile {
  const study = newStudy(file)
  for (let n = 1; n <= subjects; n++) {
    const plain = photograph(n)
    const regions = plain.regions.map((region, i) => ({ ...region, crop: stripes(gradeOf(n), 10 * n + i) }))
    study.writer.addPhotograph({ ...plain, landmarks: FACE, regions })
  }
  study.writer.addScores(
    study.reader.allRegions().map(({ key, photograph }) => score(key, gradeOf(photograph))),
  )
  return study
}

function stripes(grade: number, seed: number): Uint8Array {
  const random = seeded(seed)
  const width = 4 * (1 + grade) + random.next()
  const dark = 40 + 40 * random.next()
  const data = Buffer.alloc(CROP_PIXELS * CROP_PIXELS * 4, 255)
  for (let i = 0; i < CROP_PIXELS * CROP_PIXELS; i++) {
    const light = Math.floor((i % CROP_PIXELS) / width) % 2 ? 190 : dark
    data.fill(light, 4 * i, 4 * i + 3)
  }
  return new Uint8Array(jpeg.encode({ width: CROP_PIXELS, height: CROP_PIXELS, data }, 90).data)
}

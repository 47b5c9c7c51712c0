/** A study as a camera fills it: photographs of 12 megapixels, scores of several raters, and rounds to score in the window. */
import { createStudy } from '../../../db/study'
import type { StudyFile } from '../../../db/study-file'
import { plainRules } from '../../../electron/domain/round-rules'
import { parseScale } from '../../../electron/domain/scale'
import { startRound } from '../../../electron/rounds'
import { CAMERA, asCamera, onCamera, reduced } from '../portraits'
import type { Portraits } from '../portraits'
import { PADS, RATERS, addScores, photographOf, pointsOf } from '../study-content'
import { pause } from '../timing'
import { ONE_PAD_EACH } from './names'

/** Different faces; each photograph holds the bytes of one of them and is read and decoded for itself. */
const FACES = 5
/** Compresses the grain of the made-up sensor to the size that telephones give, about 2 MB. */
const QUALITY = 85

/**
 * Makes the study in a minute or two.
 * @param scores over all photographs, given outside rounds
 */
export async function makeCameraStudy(
  path: string,
  portraits: Portraits,
  photographs: number,
  scores: number,
): Promise<void> {
  const scale = parseScale('continuous')
  const study = createStudy(path, { name: 'Camera study', regions: PADS, scale, raters: RATERS })
  try {
    const faces = await drawn(portraits)
    for (let i = 0; i < photographs; i++) {
      study.writer.addPhotograph((faces[i % faces.length] as (typeof faces)[0])(i))
      if (i % 20 === 0) await pause()
    }
    await addScores(study, scores)
    addRounds(study)
  } finally {
    study.close()
  }
}

async function drawn(portraits: Portraits): Promise<ReturnType<typeof photographOf>[]> {
  const faces: ReturnType<typeof photographOf>[] = []
  for (const [i, face] of (await portraits.first(FACES)).entries()) {
    const jpeg = asCamera(face.jpeg, i + 1, QUALITY)
    const picture = {
      jpeg,
      thumbnail: reduced(jpeg, 256, 80),
      crop: reduced(face.jpeg, 64, 80),
      width: CAMERA.width,
      height: CAMERA.height,
    }
    faces.push(photographOf(picture, pointsOf(face).map(onCamera)))
    await pause()
  }
  return faces
}

/** An ordinary round, of 20 pads a face, and one of a single pad a face. */
function addRounds(study: StudyFile): void {
  const { reader, writer } = study
  const rater = reader.raters().at(-1)?.id as number
  startRound(study, rater, plainRules('blind'), 1)
  const order = reader.photographs().map(({ id }, i) => {
    const regions = reader.regions(id)
    return { regions: [(regions[i % regions.length] as (typeof regions)[0]).id] }
  })
  writer.addRound({ rater, mode: 'blind', name: ONE_PAD_EACH, seed: 1, order })
}

/**
 * A cohort of synthetic patients: photographs whose fat-pad scores are known.
 *
 * There is no public data set of scored fat pads; these serve to measure learning and suggestions end to
 * end, and to give a newcomer a study to try. They are not faces: no cast shadows, no expression, no
 * glasses, no ears, one view. What is learned from them says nothing about patients.
 */
import jpeg from 'jpeg-js'
import type { FaceModel } from './model'
import { renderPhotograph } from './photograph'
import { deriveSeed } from './random'
import type { TrueScores } from './scores'
import { createSubject } from './subject'

export { createFaceModel } from './model'
export type { FaceModel } from './model'
export { renderPhotograph } from './photograph'
export type { SyntheticPhotograph } from './photograph'
export { DEFAULT_RATERS, simulateRater } from './raters'
export type { RaterTraits, SimulatedRater } from './raters'
export type { SideScores, TrueScores } from './scores'
export { createSubject } from './subject'
export type { SubjectOptions, SyntheticSubject } from './subject'

/** Pixels; large enough for the face detector and for crops of every pad. */
export const DEFAULT_SIZE = 512

export interface CohortOptions {
  /** How many subjects. */
  subjects: number
  /** Days of the visits since the first one, e.g. [0, 90]; one photograph each. */
  visits: readonly number[]
  /** Width and height of the photographs, pixels; 512 by default. */
  size?: number
  /** Integer; cohorts of different seeds share no subject. */
  seed: number
}

/** One photograph of the cohort with what is true of it. */
export interface CohortPhotograph {
  /** Pseudonym, `S-001` onwards. */
  subject: string
  day: number
  view: 'frontal'
  /** File name, e.g. `S-001-day0.jpg`. */
  file: string
  jpeg: Uint8Array
  /** True scores of the subject's right and left at this visit, by region id. */
  truth: TrueScores
  /** x, y in pixels of the 468 landmarks; see SyntheticPhotograph before cutting crops at them. */
  trueLandmarks: Float32Array
}

/** Keep the streams of subjects and photographs apart. */
const SUBJECT_STREAM = 1
const PHOTOGRAPH_STREAM = 2

function* photographAll(
  model: FaceModel,
  { subjects, visits, size = DEFAULT_SIZE, seed }: CohortOptions,
): Generator<CohortPhotograph, void, void> {
  for (let index = 0; index < subjects; index++) {
    const subject = createSubject(model, deriveSeed(seed, SUBJECT_STREAM, index), { visits: visits.length })
    const name = `S-${String(index + 1).padStart(3, '0')}`
    for (const [visitIndex, day] of visits.entries()) {
      const conditions = deriveSeed(seed, PHOTOGRAPH_STREAM, index, visitIndex)
      const photograph = renderPhotograph(model, subject, visitIndex, conditions, size)
      const { width, height, rgba, jpegQuality, trueLandmarks } = photograph
      yield {
        subject: name,
        day,
        view: 'frontal',
        file: `${name}-day${day}.jpg`,
        // A copy: the encoder's buffer is larger than the file.
        jpeg: new Uint8Array(jpeg.encode({ width, height, data: rgba }, jpegQuality).data),
        truth: subject.visits[visitIndex].scores,
        trueLandmarks,
      }
    }
  }
}

/**
 * Photographs a cohort, one picture at a time, so that memory stays flat: subject by subject, visit by visit.
 * The same options give the same bytes. Adding subjects or visits changes none that were there.
 * @throws RangeError if an option makes no sense
 */
export function synthesizeCohort(
  model: FaceModel,
  options: CohortOptions,
): Generator<CohortPhotograph, void, void> {
  const { subjects, visits, size = DEFAULT_SIZE } = options
  if (!Number.isInteger(subjects) || subjects < 1)
    throw new RangeError('A cohort needs at least one subject.')
  if (!visits.length || visits.some((day, i) => !Number.isInteger(day) || day < 0 || day <= visits[i - 1])) {
    throw new RangeError('Visits are whole days since the first, in rising order.')
  }
  if (!Number.isInteger(size) || size < 64) throw new RangeError('Photographs need at least 64 pixels.')
  return photographAll(model, options)
}

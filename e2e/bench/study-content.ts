/** What the large studies hold: photographs of one picture at many visits, and scores by several raters. */
import { createHash } from 'node:crypto'
import type { StudyFile } from '../../db/study-file'
import type { NewPhotograph } from '../../db/writer'
import { ATLAS } from '../../electron/atlas'
import type { CohortPhotograph } from '../../electron/cohort/cohort'
import { layAtlas } from '../../electron/domain/atlas'
import { seeded } from '../../electron/domain/random'
import type { NewScore } from '../../electron/domain/records'
import type { Point } from '../../electron/domain/words'
import { pause } from './timing'

export const RATERS = ['rater-1', 'rater-2', 'rater-3', 'rater-4', 'rater-5']
/** Every pad that the atlas has on both sides. */
export const PADS = ATLAS.regions.filter(({ right }) => right).map(({ id }) => id)

/** Visits of each subject, so that a subject has two photographs. */
const VISITS = [0, 90]
/** Scores are added in transactions of so many. */
const CHUNK = 20_000

/** What is the same for all photographs that are made from one picture. */
export interface Picture {
  jpeg: Uint8Array
  thumbnail: Uint8Array
  crop: Uint8Array
  width: number
  height: number
}

/**
 * Photographs of one picture, each of its own visit.
 * @param points landmarks in pixels of the picture
 */
export function photographOf(
  { jpeg, thumbnail, crop, width, height }: Picture,
  points: Point[],
): (index: number) => NewPhotograph {
  const placed = layAtlas(ATLAS, points, false, PADS)
  const [left, right] = [points[33], points[263]] as [Point, Point]
  return (index) => ({
    sha256: createHash('sha256').update(`photograph ${index}`).digest('hex'),
    subject: `S-${String(Math.floor(index / VISITS.length) + 1).padStart(4, '0')}`,
    day: VISITS[index % VISITS.length] as number,
    view: 'frontal',
    mirrored: false,
    width,
    height,
    mime: 'image/jpeg',
    bytes: jpeg,
    thumbnail,
    landmarks: { points, confidence: 0.99 },
    interOcular: Math.hypot(left[0] - right[0], left[1] - right[1]),
    quality: null,
    regions: placed.map((region) => ({ ...region, origin: 'atlas' as const, crop })),
  })
}

/** The landmarks of a drawn portrait, in its pixels. */
export function pointsOf({ trueLandmarks }: CohortPhotograph): Point[] {
  const points: Point[] = []
  for (let i = 0; i < trueLandmarks.length; i += 2) {
    points.push([trueLandmarks[i] as number, trueLandmarks[i + 1] as number])
  }
  return points
}

/** Adds so many scores outside rounds: rater by rater over all regions, then their next presentation. */
export async function addScores(study: StudyFile, count: number): Promise<void> {
  const scores = passes(study)
  for (let added = 0; added < count;) {
    const chunk: NewScore[] = []
    while (chunk.length < Math.min(CHUNK, count - added)) chunk.push(scores.next().value)
    added += study.writer.addScores(chunk).added
    await pause()
  }
}

/** Scores of one pass after another, those that the study holds already left out. */
function* passes(study: StudyFile): Generator<NewScore, never> {
  const { reader } = study
  const raters = reader.raters()
  const keys = reader.allRegions().map(({ key }) => key)
  const random = seeded(7)
  const first = Math.floor(reader.counts().scores / keys.length)
  for (let pass = first; ; pass++) {
    const rater = (raters[pass % raters.length] as { id: number }).id
    const presentation = Math.floor(pass / raters.length) + 1
    for (const region of keys) {
      const value = Math.round(100 * random.next()) / 100
      const seconds = Math.round(10 * (1 + 9 * random.next())) / 10
      yield {
        region,
        rater,
        round: null,
        presentation,
        value,
        reason: null,
        note: '',
        suggestionSeen: 'no',
        suggestion: null,
        seconds,
      }
    }
  }
}

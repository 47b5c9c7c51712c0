/**
 * Whether a crop looks like those that were scored. A model answers for everything that it is shown; on a blurred,
 * covered or turned pad its answer means nothing, and its interval, which is made for photographs like the labelled
 * ones, even less. So such a crop is told by its distance from them, and the model does not know.
 *
 * The distance is one of the image network's features, not of the embedding: that has learned to see the score and
 * to look past everything else.
 */
import { seeded } from './random'
import type { Random } from './random'

/** Length of a look. */
export const LOOK = 64

/** The name under which looks are kept: it has the trunk's own in it (a test holds them together), and the seed's. */
export const LOOK_KIND = 'look-1-trunk-565b8e383a3bc490'

/** Labelled subjects of a pad below which nothing can be called unlike them. */
const MIN_LIKENESS_SUBJECTS = 20

/** The distance of a crop is its mean distance to so many nearest subjects. */
const NEAREST = 5

/** Crops of a subject that stand for it, and the most subjects that are compared. */
const CROPS_EACH = 2
const MOST_SUBJECTS = 200

/** Share of labelled crops that would be called unlike the others by chance. */
const FALSE_ALARMS = 0.01

/** The directions are part of what is kept in study files: another seed would make old looks meaningless. */
const SEED = 20161205

const directions = new Map<number, Int8Array>()

/**
 * Features brought down to a length that can be compared quickly: a projection on random directions of ±1, which
 * keeps distances (Achlioptas 2003, J Comput Syst Sci 66:671).
 */
export function lookOf(features: Float32Array): Float32Array {
  const signs = signsFor(features.length)
  const look = new Float32Array(LOOK)
  const scale = 1 / Math.sqrt(LOOK)
  for (let d = 0; d < LOOK; d++) {
    let sum = 0
    for (let i = 0, at = d * features.length; i < features.length; i++, at++) {
      sum += (features[i] as number) * (signs[at] as number)
    }
    look[d] = sum * scale
  }
  return look
}

function signsFor(length: number): Int8Array {
  const known = directions.get(length)
  if (known) return known
  const random: Random = seeded(SEED)
  const signs = Int8Array.from({ length: LOOK * length }, () => (random.next() < 0.5 ? -1 : 1))
  directions.set(length, signs)
  return signs
}

/** A scored crop by its look. */
export interface LabelledLook {
  region: string
  subject: string
  look: Float32Array
}

/** The labelled crops of a pad and how far from the others they lie. */
interface PadLikeness {
  looks: readonly LabelledLook[]
  /** Crops that lie farther are unlike; null with too few subjects. */
  furthest: number | null
}

/** Tells crops that are unlike all that were scored. */
export class Likeness {
  readonly #pads = new Map<string, PadLikeness>()

  /** @param labelled crops of all pads; of each subject a few stand for it */
  constructor(labelled: readonly LabelledLook[]) {
    const byRegion = new Map<string, LabelledLook[]>()
    for (const one of labelled) byRegion.set(one.region, [...(byRegion.get(one.region) ?? []), one])
    for (const [region, all] of byRegion) {
      const looks = standing(all)
      const subjects = new Set(looks.map(({ subject }) => subject)).size
      const distances = looks
        .map(({ look, subject }) => distanceTo(looks, look, subject))
        .sort((a, b) => a - b)
      const rank = Math.min(distances.length - 1, Math.ceil((1 - FALSE_ALARMS) * distances.length) - 1)
      const furthest = subjects < MIN_LIKENESS_SUBJECTS ? null : (distances[rank] as number)
      this.#pads.set(region, { looks, furthest })
    }
  }

  /**
   * Whether a crop lies farther from the labelled ones of other subjects than they lie from each other.
   * @returns false while too few subjects are labelled to tell
   */
  isUnlike({ region, subject, look }: LabelledLook): boolean {
    const pad = this.#pads.get(region)
    if (!pad || pad.furthest === null) return false
    return distanceTo(pad.looks, look, subject) > pad.furthest
  }
}

/** The first crops of the first subjects. */
function standing(looks: readonly LabelledLook[]): LabelledLook[] {
  const counts = new Map<string, number>()
  return looks.filter(({ subject }) => {
    const count = counts.get(subject) ?? 0
    if (count >= CROPS_EACH || (count === 0 && counts.size >= MOST_SUBJECTS)) return false
    counts.set(subject, count + 1)
    return true
  })
}

/** Mean Euclidean distance to the nearest subjects, the own one not counted. */
function distanceTo(looks: readonly LabelledLook[], look: Float32Array, own: string): number {
  const bySubject = new Map<string, number>()
  for (const other of looks) {
    if (other.subject === own) continue
    let square = 0
    for (let d = 0; d < LOOK; d++) square += ((look[d] as number) - (other.look[d] as number)) ** 2
    const before = bySubject.get(other.subject)
    if (before === undefined || square < before) bySubject.set(other.subject, square)
  }
  const nearest = [...bySubject.values()].sort((a, b) => a - b).slice(0, NEAREST)
  return nearest.reduce((sum, square) => sum + Math.sqrt(square), 0) / Math.max(1, nearest.length)
}

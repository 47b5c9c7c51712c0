/** Data that need no rendering, for the tests: features that hold the score in a few places among noise. */
import { Random } from '../../../electron/learning/random'
import { type Features, type Known, PADS } from './data'
import { subjectName } from './store'

const SIDES = ['right', 'left'] as const

/** How many features tell of the score. */
const TELLING = 4
const NOISE = 0.3

/**
 * Crops of subjects with two visits of two photographs each.
 * @param length values of the features of each kind
 */
export function madeUp(subjects: readonly number[], length: number): { features: Features; crops: Known[] } {
  const crops = subjects.flatMap((number) => {
    const random = new Random(1000 + number)
    return PADS.flatMap((region) => {
      const level = random.next()
      return SIDES.flatMap((side) => {
        const truth = Math.min(1, Math.max(0, level + 0.1 * random.normal()))
        return [0, 1].flatMap((visit) =>
          [0, 1].map((shot) => ({ subject: subjectName(number), region, side, truth, visit, shot })),
        )
      })
    }).map((crop, i): Known => ({ id: 100 * number + i, ...crop }))
  })
  const byId = new Map(crops.map((crop) => [crop.id, crop]))
  return {
    crops,
    features: {
      values(_, crop, variant = 0) {
        const random = new Random(10 * crop + variant)
        const { truth } = byId.get(crop) as Known
        return Float32Array.from(
          { length },
          (_, i) => NOISE * random.normal() + (i < TELLING ? 2 * truth - 1 : 0),
        )
      },
      jpeg: () => {
        throw new Error('Made-up crops cannot be seen.')
      },
    },
  }
}

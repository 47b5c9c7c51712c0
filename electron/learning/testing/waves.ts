/** Crops whose score can be read from their features, beside much that has nothing to do with it. For tests of learning. */
import type { TrainingExample } from '../../engine-protocol'
import { CropStore } from '../crops'
import { Random } from '../random'
import { FEATURES } from '../trunk'

/**
 * @param subjects how many, each with two crops of each region
 * @param regions their names
 * @param labelOf the label of a subject; random in hundredths where it is left out
 * @returns a store that holds the crops' features, and the examples that name them
 */
export function waveCrops(
  subjects: number,
  regions: readonly string[],
  seed = 1,
  labelOf?: (subject: number) => number,
): { crops: CropStore; examples: TrainingExample[] } {
  const random = new Random(seed)
  const crops = new CropStore()
  const examples: TrainingExample[] = []
  for (let subject = 0; subject < subjects; subject++) {
    for (const region of regions) {
      const label = labelOf?.(subject) ?? Math.round(100 * random.next()) / 100
      for (let photograph = 0; photograph < 2; photograph++) {
        const crop = examples.length
        crops.addFeatures(crop, [waves(label, random)])
        examples.push({ crop, region, subject: `S${subject}`, label })
      }
    }
  }
  return { crops, examples }
}

/** A wave along the features whose height follows the label, under noise. */
function waves(label: number, random: Random): Float32Array {
  return Float32Array.from(
    { length: FEATURES },
    (_, i) => (label - 0.5) * Math.sin(i / 10) + 0.4 * random.normal(),
  )
}

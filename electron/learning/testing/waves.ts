/** Crops whose score can be seen: stripes whose width follows the label. For tests of learning. */
import type { TrainingExample } from '../../engine-protocol'
import { IMAGE_VALUES } from '../augment'
import { CropStore } from '../crops'
import { IMAGE_PIXELS } from '../encoder'
import { Random } from '../random'

/**
 * @param subjects how many, each with two crops of each region
 * @param regions their names
 * @param labelOf the label of a subject; random in hundredths where it is left out
 * @returns a store that holds the crops, and the examples that name them
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
        crops.addPixels(crop, waves(label, random))
        examples.push({ crop, region, subject: `S${subject}`, label })
      }
    }
  }
  return { crops, examples }
}

function waves(label: number, random: Random): Uint8Array {
  const image = new Uint8Array(IMAGE_VALUES)
  const phase = random.between(0, 6)
  const light = random.between(90, 160)
  for (let y = 0; y < IMAGE_PIXELS; y++) {
    for (let x = 0; x < IMAGE_PIXELS; x++) {
      const value = light + 50 * Math.sin((0.1 + 0.6 * label) * x + phase) + random.between(-8, 8)
      image.fill(value, (y * IMAGE_PIXELS + x) * 3, (y * IMAGE_PIXELS + x + 1) * 3)
    }
  }
  return image
}

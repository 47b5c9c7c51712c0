/** Images whose score can be read from them, beside much that has nothing to do with it. For tests of learning. */
import type { TrainingExample } from '../../engine-protocol'
import { IMAGE_PIXELS, IMAGE_VALUES } from '../augment'
import { Random } from '../random'

/**
 * Stripes whose contrast follows the label, in a colour and a phase of their own, under noise.
 * @param subjects their names, each with one crop; labels are spread evenly over 0..1
 * @param firstCrop id of the first crop
 * @returns IMAGE_VALUES bytes of each crop, and the examples that name them
 */
export function stripeImages(
  subjects: readonly string[],
  firstCrop = 0,
  seed = 1,
): { images: Map<number, Uint8Array>; examples: TrainingExample[] } {
  const random = new Random(seed)
  const images = new Map<number, Uint8Array>()
  const examples = subjects.map((subject, i) => {
    const label = i / Math.max(1, subjects.length - 1)
    images.set(firstCrop + i, stripes(label, random))
    return { crop: firstCrop + i, region: 'jowl', subject, label }
  })
  return { images, examples }
}

function stripes(label: number, random: Random): Uint8Array {
  const image = new Uint8Array(IMAGE_VALUES)
  const phase = random.between(0, 2 * Math.PI)
  const colour = [0, 1, 2].map(() => random.between(90, 150))
  for (let pixel = 0; pixel < IMAGE_PIXELS * IMAGE_PIXELS; pixel++) {
    const wave = 60 * label * Math.sin(phase + ((pixel % IMAGE_PIXELS) * 2 * Math.PI) / 12)
    for (let c = 0; c < 3; c++) image[3 * pixel + c] = (colour[c] as number) + wave + random.between(-20, 20)
  }
  return image
}

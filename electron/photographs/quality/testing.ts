/** Pictures made worse on purpose. For tests only: nothing that ships may import this file. */
import type { RgbaImage } from '../landmarks/sampling'

/** A picture as a lens out of focus shows it: Gaussian, standard deviations in pixels; 0 leaves a direction as it is. */
export function blurred(image: RgbaImage, across: number, along = across): RgbaImage {
  const once = smeared(image, across, 4, image.width, image.width * 4, image.height)
  return smeared(once, along, image.width * 4, image.height, 4, image.width)
}

/** A picture with so many times the light. */
export function lit(image: RgbaImage, times: number): RgbaImage {
  return {
    ...image,
    rgba: image.rgba.map((value, i) => (i % 4 === 3 ? value : Math.min(255, value * times))),
  }
}

function smeared(
  image: RgbaImage,
  deviation: number,
  step: number,
  length: number,
  stride: number,
  lines: number,
): RgbaImage {
  if (deviation === 0) return image
  const radius = Math.ceil(3 * deviation)
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * deviation ** 2)),
  )
  const sum = weights.reduce((a, b) => a + b)
  const rgba = image.rgba.slice()
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      for (let channel = 0; channel < 3; channel++) {
        let total = 0
        weights.forEach((weight, k) => {
          const j = Math.min(length - 1, Math.max(0, i + k - radius))
          total += weight * (image.rgba[line * stride + j * step + channel] as number)
        })
        rgba[line * stride + i * step + channel] = Math.round(total / sum)
      }
    }
  }
  return { ...image, rgba }
}

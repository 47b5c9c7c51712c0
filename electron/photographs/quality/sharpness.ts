import type { FacePixels } from './face-pixels'

/** Standard deviation of the blur that is added, in pixels. */
const ADDED = 1
/** Share of the edge pixels, the strongest, that are looked at: skin and noise have weak edges. */
const STRONGEST = 0.08
/** Of the edges looked at, so many are sharper than the answer: eyelids and lashes tell what the camera could see. */
const QUANTILE = 0.4
/** With fewer edge pixels there is nothing to measure. */
const FEWEST = 24

/**
 * How blurred the face is: standard deviation of its edges, as a share of the distance between the eyes.
 * Zhuo & Sim, Pattern Recognition 2011;44:1852: a step edge blurred by s loses, when it is blurred once more by t,
 * the factor R = √(s² + t²) / s of its gradient, hence s = t / √(R² − 1). Edges across and along are taken apart and
 * the worse is answered, as a camera that moved blurs only one of them.
 * @returns null where the face shows no edges
 */
export function blurOf(face: FacePixels): number | null {
  const blurred = blur(face)
  const across = deviation(face, blurred, 1, face.width)
  const along = deviation(face, blurred, face.width, 1)
  const worse = Math.max(across ?? -1, along ?? -1)
  return worse < 0 || face.eyesApart === 0 ? null : worse / face.eyesApart
}

/** Of the edges whose gradient points along `step`; null with too few of them. */
function deviation(face: FacePixels, blurred: Float32Array, step: number, other: number): number | null {
  const { width, height, luma, inside } = face
  const slope = (of: Float32Array, at: number, by: number) =>
    Math.abs((of[at + by] as number) - (of[at - by] as number))
  const edges: { strength: number; at: number }[] = []
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const at = y * width + x
      if (!inside[at]) continue
      const strength = slope(luma, at, step)
      if (strength < 2 * slope(luma, at, other)) continue
      if (strength < slope(luma, at + step, step) || strength <= slope(luma, at - step, step)) continue
      edges.push({ strength, at })
    }
  }
  if (edges.length < FEWEST) return null
  edges.sort((a, b) => b.strength - a.strength)
  const found = edges
    .slice(0, Math.max(FEWEST, Math.round(edges.length * STRONGEST)))
    .map(({ strength, at }) => {
      const ratio = strength / Math.max(1e-6, slope(blurred, at, step))
      return ratio > 1 ? ADDED / Math.sqrt(ratio * ratio - 1) : Infinity
    })
  found.sort((a, b) => a - b)
  return found[Math.floor(found.length * QUANTILE)] as number
}

/** Gaussian, separable; at the border the nearest pixel stands for what is missing. */
function blur({ width, height, luma }: FacePixels): Float32Array {
  const radius = Math.ceil(3 * ADDED)
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * ADDED * ADDED)),
  )
  const sum = weights.reduce((a, b) => a + b)
  const pass = (from: Float32Array, length: number, step: number, lines: number, stride: number) => {
    const to = new Float32Array(from.length)
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let total = 0
        for (let k = -radius; k <= radius; k++) {
          const j = Math.min(length - 1, Math.max(0, i + k))
          total += (weights[k + radius] as number) * (from[line * stride + j * step] as number)
        }
        to[line * stride + i * step] = total / sum
      }
    }
    return to
  }
  return pass(pass(luma, width, 1, height, width), height, width, width, 1)
}

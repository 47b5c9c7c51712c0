import { LIGHT_STRIDE } from './light'
import { TEXTURE_SIZE } from './masks'
import type { FaceModel } from './model'
import { LAYER, noiseAt } from './noise'
import { clamp, smoothStep } from './numeric'
import type { Visibility } from './raster'
import type { SyntheticSubject } from './subject'

/** Brightness of skin in full light, and how much of the highlight is seen. */
const SKIN_GAIN = 1.15
const HIGHLIGHT_GAIN = 0.5

/** Weights of a triangle's corners at a pixel, and where their numbers stand. */
interface Corners {
  a: number
  b: number
  c: number
  shareA: number
  shareB: number
  shareC: number
}

/** Reads the k-th of `stride` numbers a vertex, interpolated over the triangle. */
function interpolate(values: Float32Array, stride: number, k: number, corners: Corners): number {
  return (
    corners.shareA * values[stride * corners.a + k] +
    corners.shareB * values[stride * corners.b + k] +
    corners.shareC * values[stride * corners.c + k]
  )
}

/** How much hair covers a pixel, 0–1: behind the forehead, and above the hairline on it. */
function hairCover(meshHair: number, v: number, hairlineV: number, strand: number): number {
  const onHead = smoothStep(0.25, 0.5, meshHair + 0.06 * strand)
  const onForehead = smoothStep(hairlineV - 0.05, hairlineV + 0.02, v + 0.02 * strand)
  return Math.max(onHead, onForehead)
}

/**
 * Colours the pixels that see the head: skin texture or hair, times light, plus highlight.
 * @param lit red, green, blue and highlight a vertex, from `lightVertices`
 * @param image linear red, green, blue a pixel, changed in place
 * @param size width and height, pixels
 */
export function shadeHead(
  model: FaceModel,
  subject: SyntheticSubject,
  visibility: Visibility,
  lit: Float32Array,
  image: Float32Array,
  size: number,
): void {
  const { triangles, uvHair } = model.head
  const { texture } = subject
  const { hair, hairline } = subject.appearance
  const strands = model.noise[LAYER.hair]
  const last = TEXTURE_SIZE - 1.001 // keeps the right and lower neighbour inside the texture
  const corners: Corners = { a: 0, b: 0, c: 0, shareA: 0, shareB: 0, shareC: 0 }
  for (let pixel = 0; pixel < size * size; pixel++) {
    const triangle = visibility.triangle[pixel]
    if (triangle < 0) continue
    corners.a = triangles[3 * triangle]
    corners.b = triangles[3 * triangle + 1]
    corners.c = triangles[3 * triangle + 2]
    corners.shareB = visibility.second[pixel]
    corners.shareC = visibility.third[pixel]
    corners.shareA = 1 - corners.shareB - corners.shareC

    const u = interpolate(uvHair, 3, 0, corners)
    const v = interpolate(uvHair, 3, 1, corners)
    const x = pixel % size
    const y = (pixel - x) / size
    // Read five times as fast across as up: strands stand upright.
    const strand = noiseAt(strands, x * 5, y * 2)
    const hairShare = hairCover(interpolate(uvHair, 3, 2, corners), v, 1 - hairline, strand)
    const hairShade = (1 + 0.25 * strand) * hairShare

    // Bilinear reading of the texture.
    const texelX = clamp(u * TEXTURE_SIZE - 0.5, 0, last)
    const texelY = clamp((1 - v) * TEXTURE_SIZE - 0.5, 0, last)
    const column = texelX | 0
    const row = texelY | 0
    const rightShare = texelX - column
    const lowerShare = texelY - row
    const upper = 3 * (row * TEXTURE_SIZE + column)
    const lower = upper + 3 * TEXTURE_SIZE

    const highlight = interpolate(lit, LIGHT_STRIDE, 3, corners) * (1 - 0.6 * hairShare)
    for (let k = 0; k < 3; k++) {
      const above = texture[upper + k] * (1 - rightShare) + texture[upper + 3 + k] * rightShare
      const below = texture[lower + k] * (1 - rightShare) + texture[lower + 3 + k] * rightShare
      const skin = above * (1 - lowerShare) + below * lowerShare
      const encoded = skin * (1 - hairShare) + hair[k] * hairShade
      // Squaring undoes the colours' encoding; light adds up in linear values only.
      const light = interpolate(lit, LIGHT_STRIDE, k, corners)
      image[3 * pixel + k] = encoded * encoded * light * SKIN_GAIN + highlight * HIGHLIGHT_GAIN
    }
  }
}

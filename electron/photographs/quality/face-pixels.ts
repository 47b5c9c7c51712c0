import { contains } from '../../domain/geometry'
import type { Point, Polygon } from '../../domain/words'
import { interOcularDistance } from '../landmarks/mesh'
import type { RgbaImage } from '../landmarks/sampling'

/** Vertices along the outline of the face, beginning at the middle of the forehead. */
const OUTLINE = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const

/** Faces are reduced until the eyes are between this and twice as many pixels apart: more detail says no more of a pad. */
const EYES_APART = 64

/** A grey picture of the face alone. */
export interface FacePixels {
  width: number
  height: number
  /** Luma (Rec. 601) of the gamma-encoded pixels, 0 to 255, row by row. */
  luma: Float32Array
  /** 1 within the outline of the face, else 0. */
  inside: Uint8Array
  /** Pixels of the photograph that lie side by side in one of these. */
  reduced: number
  /** Pixels between the outer corners of the eyes, in this picture. */
  eyesApart: number
}

/**
 * Cuts the face out of a photograph.
 * @param points 468 points in pixels of the photograph
 * @returns a picture without pixels where the face lies wholly outside the photograph
 */
export function facePixels(image: RgbaImage, points: readonly Point[]): FacePixels {
  const outline = OUTLINE.map((vertex) => points[vertex] as Point)
  const eyes = interOcularDistance(points)
  const reduced = Math.max(1, Math.floor(eyes / EYES_APART))
  const box = boundsOf(outline, image)
  const width = Math.floor((box.right - box.left) / reduced)
  const height = Math.floor((box.bottom - box.top) / reduced)
  if (width < 1 || height < 1) {
    return { width: 0, height: 0, luma: new Float32Array(), inside: new Uint8Array(), reduced, eyesApart: 0 }
  }
  const small: Polygon = outline.map(([x, y]) => [(x - box.left) / reduced, (y - box.top) / reduced])
  const luma = new Float32Array(width * height)
  const inside = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      luma[at] = meanLuma(image, box.left + x * reduced, box.top + y * reduced, reduced)
      inside[at] = contains(small, [x + 0.5, y + 0.5]) ? 1 : 0
    }
  }
  return { width, height, luma, inside, reduced, eyesApart: eyes / reduced }
}

/** Luma of a gamma-encoded pixel, 0 to 255 (Rec. 601). */
export function lumaAt(rgba: Uint8Array, at: number): number {
  return 0.299 * (rgba[at] as number) + 0.587 * (rgba[at + 1] as number) + 0.114 * (rgba[at + 2] as number)
}

function meanLuma({ width, rgba }: RgbaImage, left: number, top: number, side: number): number {
  let sum = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) sum += lumaAt(rgba, ((top + y) * width + left + x) * 4)
  }
  return sum / (side * side)
}

function boundsOf(outline: readonly Point[], { width, height }: RgbaImage) {
  const xs = outline.map(([x]) => x)
  const ys = outline.map(([, y]) => y)
  return {
    left: Math.max(0, Math.floor(Math.min(...xs))),
    top: Math.max(0, Math.floor(Math.min(...ys))),
    right: Math.min(width, Math.ceil(Math.max(...xs))),
    bottom: Math.min(height, Math.ceil(Math.max(...ys))),
  }
}

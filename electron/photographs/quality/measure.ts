/** What may spoil a score, measured on the pixels in which the face was sought. */
import type { PhotographQuality } from '../../domain/quality'
import type { Point } from '../../domain/words'
import type { CanonicalMesh } from '../landmarks/canonical-mesh'
import { interOcularDistance } from '../landmarks/mesh'
import { headPose } from '../landmarks/pose'
import type { RgbaImage } from '../landmarks/sampling'
import { exposureOf, rounded } from './exposure'
import { facePixels, lumaAt } from './face-pixels'
import { blurOf } from './sharpness'

/** Pixels of a photograph without a face that are looked at for its exposure. */
const SAMPLES = 40_000

/**
 * Measures a photograph.
 * @param image the pixels that were searched: those of a larger photograph would promise more than was seen
 * @param face 468 points in pixels of `image`; null where no face was found
 */
export function measureQuality(
  canonical: CanonicalMesh,
  image: RgbaImage,
  face: { points: readonly Point[]; faces: number } | null,
): PhotographQuality {
  if (!face) return { faces: 0, exposure: exposureOf(sampled(image)), face: null }
  const pixels = facePixels(image, face.points)
  const blur = blurOf(pixels)
  const { yaw, pitch } = headPose(canonical, face.points)
  return {
    faces: face.faces,
    exposure: exposureOf(pixels.luma.filter((_, at) => pixels.inside[at] === 1)),
    face: {
      eyesApart: rounded(interOcularDistance(face.points), 1),
      blur: blur === null ? null : rounded(blur, 5),
      yaw: rounded(yaw, 1),
      pitch: rounded(pitch, 1),
    },
  }
}

/** Luma of some of the pixels, evenly spread. */
function sampled({ width, height, rgba }: RgbaImage): Float32Array {
  const count = Math.min(SAMPLES, width * height)
  const step = (width * height) / count
  return Float32Array.from({ length: count }, (_, i) => lumaAt(rgba, Math.floor(i * step) * 4))
}

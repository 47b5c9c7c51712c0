import type { Point } from '../../domain/words'
import type { CanonicalMesh } from './canonical-mesh'
import { interOcularDistance } from './mesh'
import { headPose } from './pose'

/** Below this many pixels between the outer eye corners the mesh may be off by 8 % at full confidence. */
const SMALL_FACE = 30
/** Degrees. The atlas is drawn for faces that look at the camera. */
const STRONG_TURN = 20
/** Degrees. A raised or lowered chin is harder to measure, and shortens the pads less. */
const STRONG_TILT = 25

/**
 * What may spoil a score, as sentences for the clinician.
 * @param points 468 points in pixels of the photograph
 * @param mirrored whether the photograph shows a mirror image, so that its right is the subject's right
 * @param faces number of faces in the photograph
 */
export function faceFlags(
  canonical: CanonicalMesh,
  points: readonly Point[],
  mirrored: boolean,
  faces = 1,
): string[] {
  const flags: string[] = []
  const interOcular = interOcularDistance(points)
  if (interOcular < SMALL_FACE) {
    flags.push(
      `The face is small, with ${Math.floor(interOcular)} pixels between the eyes: check that the regions lie where they should, or import a larger photograph.`,
    )
  }
  const { yaw, pitch } = headPose(canonical, points)
  if (Math.abs(yaw) > STRONG_TURN) {
    const side = yaw > 0 !== mirrored ? 'left' : 'right'
    flags.push(`The head is turned by about ${about(yaw)} to the subject’s ${side}. ${CHECK_REGIONS}`)
  }
  if (Math.abs(pitch) > STRONG_TILT) {
    flags.push(`The chin is ${pitch > 0 ? 'raised' : 'lowered'} by about ${about(pitch)}. ${CHECK_REGIONS}`)
  }
  if (faces > 1) {
    flags.push(
      `There are ${faces} faces in the photograph. The largest was used: check that it is the subject’s.`,
    )
  }
  return flags
}

const CHECK_REGIONS =
  'The regions are made for a face that looks at the camera: check them, or draw them by hand.'

/** To the nearest 5 degrees, as the estimate knows no better. */
function about(degrees: number): string {
  return `${Math.round(Math.abs(degrees) / 5) * 5}°`
}

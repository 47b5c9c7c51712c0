import { paintBackdrop } from './backdrop'
import { expose } from './camera'
import { drawConditions } from './conditions'
import { lightVertices } from './light'
import type { FaceModel } from './model'
import { LANDMARK_COUNT } from './obj'
import { project, rotate } from './projection'
import { createRandom } from './random'
import { rasterize } from './raster'
import { shadeHead } from './shading'
import type { SyntheticSubject } from './subject'

/** An unmirrored frontal photograph: the subject's right lies on the image's left. */
export interface SyntheticPhotograph {
  /** Pixels. */
  width: number
  height: number
  /** Red, green, blue, alpha (255) a pixel, row by row from the top. */
  rgba: Uint8Array
  /** With which quality (55–95) the photograph is to be compressed. */
  jpegQuality: number
  /**
   * x, y in pixels of the 468 landmarks of the displaced mesh. They move with the fat: crops cut at
   * them may leak the score, so a benchmark must cut at detected landmarks.
   */
  trueLandmarks: Float32Array
}

const CHIN = 152

/**
 * Takes a photograph of a subject at a visit. Not done: cast shadows, expression, glasses; views other
 * than frontal.
 * @param visitIndex which of the subject's visits, from 0
 * @param seed draws everything but the subject: pose, light, backdrop, camera
 * @param size width and height, pixels
 */
export function renderPhotograph(
  model: FaceModel,
  subject: SyntheticSubject,
  visitIndex: number,
  seed: number,
  size: number,
): SyntheticPhotograph {
  const visit = subject.visits[visitIndex]
  if (!visit) throw new RangeError(`The subject has no visit ${visitIndex}.`)
  const { pose, light, backdrop, camera } = drawConditions(size, createRandom(seed * 104729 + 7))
  const { positions, normals, cavity } = visit.surface
  const { tone, gloss } = subject.appearance

  const projected = project(positions, pose)
  const lit = lightVertices(rotate(normals, pose), cavity, gloss, light)
  const chin = [projected[3 * CHIN], projected[3 * CHIN + 1]] as const
  const image = paintBackdrop(backdrop, light, tone, chin, size)
  shadeHead(model, subject, rasterize(projected, model.head.triangles, size), lit, image, size)

  const trueLandmarks = new Float32Array(2 * LANDMARK_COUNT)
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    trueLandmarks[2 * i] = projected[3 * i]
    trueLandmarks[2 * i + 1] = projected[3 * i + 1]
  }
  return {
    width: size,
    height: size,
    rgba: expose(image, size, camera, seed),
    jpegQuality: camera.jpegQuality,
    trueLandmarks,
  }
}

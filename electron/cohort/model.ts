import type { Atlas } from '../domain/atlas'
import { buildFeatureMasks } from './masks'
import type { FeatureMasks } from './masks'
import { buildHeadMesh } from './mesh'
import type { HeadMesh } from './mesh'
import { buildNoiseBank } from './noise'
import type { NoiseBank } from './noise'
import { buildPads } from './pads'
import type { Pad } from './pads'

/** Everything that all subjects share: the mean head, its pads, the texture's masks and noise. */
export interface FaceModel {
  head: HeadMesh
  pads: readonly Pad[]
  masks: FeatureMasks
  noise: NoiseBank
}

/**
 * Builds the static, expensive part of the cohort once (about a second).
 * @param objText text of MediaPipe's canonical_face_model.obj (Apache-2.0)
 * @param atlas the fat-pad atlas over the same 468 landmarks
 */
export function createFaceModel(objText: string, atlas: Atlas): FaceModel {
  const head = buildHeadMesh(objText)
  return { head, pads: buildPads(head, atlas), masks: buildFeatureMasks(head), noise: buildNoiseBank() }
}

import { drawAppearance } from './appearance'
import type { Appearance } from './appearance'
import type { FaceModel } from './model'
import { createRandom, deriveSeed } from './random'
import { drawScores } from './scores'
import type { TrueScores } from './scores'
import { addFat, drawBareShape } from './shape'
import type { Surface } from './shape'
import { paintSkin } from './skin'
import type { SkinTexture } from './skin'

/** A subject at one visit. */
export interface SubjectVisit {
  /** True score of every region on both of the subject's sides. */
  scores: TrueScores
  surface: Surface
}

/** A synthetic patient. Shape, skin and texture stay; scores, and with them the surface, change by visit. */
export interface SyntheticSubject {
  seed: number
  visits: readonly SubjectVisit[]
  appearance: Appearance
  texture: SkinTexture
}

export interface SubjectOptions {
  /** How many visits, at least 1 (the default). */
  visits?: number
  /** Scores to set instead of drawing them, at every visit; the rest of the subject stays the same. */
  scores?: TrueScores
}

/** Keeps the drift's stream apart from the identity's. */
const DRIFT_STREAM = 1

/**
 * Draws a subject: true scores, bare head, looks; then raises the fat pads of every visit.
 * @param seed the same seed gives the same subject, whatever the options
 */
export function createSubject(
  model: FaceModel,
  seed: number,
  options: SubjectOptions = {},
): SyntheticSubject {
  const identity = createRandom(seed * 7919 + 13)
  const drift = createRandom(deriveSeed(seed, DRIFT_STREAM))
  const regions = [...new Set(model.pads.map((pad) => pad.region))]
  const drawn = drawScores(regions, options.visits ?? 1, identity, drift)
  const bare = drawBareShape(model, identity)
  const appearance = drawAppearance(identity)
  const visits = drawn.map((scores) => {
    const chosen = { ...scores, ...options.scores }
    return { scores: chosen, surface: addFat(model, bare, chosen) }
  })
  return { seed, visits, appearance, texture: paintSkin(model, appearance) }
}

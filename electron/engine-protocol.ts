/**
 * Messages between the main process and the engine process: tensors in, figures and weights out.
 * The engine never sees the study file. Each request is answered exactly once, by its `seq`.
 */
import type { Point } from './domain/words'

export interface TrainingExample {
  /** Id of a crop that was added before. */
  crop: number
  /** Atlas id: only pairs of the same region compete. */
  region: string
  subject: string
  /** Label on the unit scale 0..1. */
  label: number
}

export interface TrainingOptions {
  objective: string
  seed: number
  /** Number of optimizer steps; 0 lets the engine choose by the amount of data. */
  steps: number
}

export interface TrainingProgress {
  step: number
  steps: number
  loss: number
  /** ln N of the batches. */
  chanceLoss: number
}

export interface TrainedModel {
  /** All weights, flat. */
  weights: Float32Array
  losses: { step: number; loss: number }[]
  chanceLoss: number
  steps: number
  /** True when it was stopped; the weights are the best so far. */
  cancelled: boolean
}

export interface FoundFace {
  /** 468 points in pixels of the image that was sent. */
  points: Point[]
  confidence: number
  /** Faces in the image, this one included; the largest is the one found. */
  faces: number
}

/** Requests by name, with what they take and what they answer. */
export interface EngineRequests {
  hello: { take: { device: 'auto' | 'cpu' | 'gpu' }; answer: { device: 'cpu' | 'gpu'; tensorflow: string } }
  landmarks: { take: { width: number; height: number; rgba: Uint8Array }; answer: FoundFace | null }
  /** JPEG crops of CROP_PIXELS square, kept by id until dropped. */
  addCrops: { take: { crops: { id: number; jpeg: Uint8Array }[] }; answer: { kept: number } }
  dropCrops: { take: Record<string, never>; answer: { kept: number } }
  train: { take: { examples: TrainingExample[]; options: TrainingOptions }; answer: TrainedModel }
  cancel: { take: Record<string, never>; answer: null }
  /** Unit embeddings, row by row, of crops that were added. */
  embed: {
    take: { weights: Float32Array; crops: number[] }
    answer: { vectors: Float32Array; dimensions: number }
  }
}

export type EngineRequestName = keyof EngineRequests

export type ToEngine = {
  [K in EngineRequestName]: { seq: number; name: K; take: EngineRequests[K]['take'] }
}[EngineRequestName]

export type FromEngine =
  | { seq: number; ok: true; answer: unknown }
  | { seq: number; ok: false; code: string; message: string }
  | { progress: TrainingProgress }

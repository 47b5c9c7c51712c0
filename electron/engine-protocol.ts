/**
 * Messages between the main process and the engine process: tensors in, figures and weights out.
 * The engine never sees the study file. Each request is answered exactly once, by its `seq`.
 */
import type { ErrorCode } from './domain/error-codes'
import type { Depth } from './domain/records'
import type { Point } from './domain/words'

/** A crop as it is, and changed copies of it, from which training draws. */
export const VARIANTS = 4

/** What computes features from a crop. */
export type FeatureKind = 'trunk' | 'hog'

/** A crop whose features are wanted. */
export interface CropToCompute {
  /** Key of the region row, to be named where the crop cannot be read. */
  region: number
  /** CROP_PIXELS square. */
  jpeg: Uint8Array
  /** 0 is the crop as it is; 1 to VARIANTS - 1 are changed copies, which depend on nothing but the crop. */
  variants: readonly number[]
}

export interface TrainingExample {
  /** Id of features, and where more than the head is trained of a crop, that were added before. */
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
  /** Number of optimizer steps of the head; 0 lets the engine choose by the amount of data. */
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
  /** All weights, flat: those of the trunk that were trained, then the head's. */
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
  /**
   * `tensorflow` is its version; null where it cannot be loaded and the slower engine (WebAssembly) computes.
   * `deviceNote` is a sentence for whoever did not get the device that was asked for, or not TensorFlow.
   */
  hello: {
    take: { device: 'auto' | 'cpu' | 'gpu' }
    answer: { device: 'cpu' | 'gpu'; tensorflow: string | null; deviceNote?: string }
  }
  landmarks: { take: { width: number; height: number; rgba: Uint8Array }; answer: FoundFace | null }
  /** Names under which computed features may be kept: another version of what computes them has another name. */
  featureKeys: { take: Record<string, never>; answer: Record<FeatureKind, string> }
  /**
   * Features of crops, `length` values for each variant of each crop in the order given; the engine keeps none.
   * After `cancel` there are fewer: whole variants, from the first on.
   */
  features: {
    take: { kind: FeatureKind; crops: CropToCompute[] }
    answer: { values: Float32Array; length: number }
  }
  /**
   * Features to learn from and to embed, kept by id until dropped: id by id, variant by variant, of any length that
   * is the same for all. Those of an id that is there already are replaced.
   */
  addFeatures: {
    take: { ids: number[]; variants: number; values: Float32Array }
    answer: { kept: number }
  }
  /** JPEG crops of CROP_PIXELS square, kept by id until dropped; those of an id that is there already are replaced. */
  addCrops: { take: { crops: { id: number; jpeg: Uint8Array }[] }; answer: { kept: number } }
  /** Drops crops as well. */
  dropFeatures: { take: Record<string, never>; answer: { kept: number } }
  /** On features that were added with VARIANTS variants, or with one that stands for all. */
  train: {
    take: { examples: TrainingExample[]; options: TrainingOptions; depth: Depth }
    answer: TrainedModel
  }
  /** Stops what is under way: a training, the computing of features, an embedding by a trained trunk. */
  cancel: { take: Record<string, never>; answer: null }
  /**
   * Unit embeddings, row by row, of features that were added (only variant 0 is looked at), or of crops.
   * After `cancel` it may fail with `cancelled`.
   */
  embed: {
    take: { weights: Float32Array; depth: Depth; crops: number[] }
    answer: { vectors: Float32Array; dimensions: number }
  }
}

export type EngineRequestName = keyof EngineRequests

export type ToEngine = {
  [K in EngineRequestName]: { seq: number; name: K; take: EngineRequests[K]['take'] }
}[EngineRequestName]

export type FromEngine =
  | { seq: number; ok: true; answer: unknown }
  | { seq: number; ok: false; code: ErrorCode; message: string }
  | { progress: TrainingProgress }
  /** Sent between progress, every few seconds while work goes on: who sends nothing for minutes hangs. */
  | { alive: true }

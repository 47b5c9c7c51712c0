/** What a training begins with and how far it has come, as the window is told. */
import type { Depth, Model } from './domain/records'

export type TrainingState =
  | { phase: 'idle' }
  | {
      phase: 'preparing' | 'training' | 'judging' | 'curve' | 'embedding'
      step: number
      steps: number
      loss: number | null
      losses: { step: number; loss: number }[]
      chanceLoss: number
      /** What the networks that are ready err on subjects that they have not seen, in the order of the networks. */
      heldOut: HeldOutSoFar[]
      /** How many networks there will be. */
      networks: number
      etaSeconds: number | null
      device: 'cpu' | 'gpu'
      /** Why the graphics card that was asked for is not used, as a sentence. */
      deviceNote?: string
    }
  | { phase: 'done'; model: Model; deviceNote?: string }
  | { phase: 'failed'; message: string }

/** Mean absolute errors of one network on the subjects that it was trained without, unit scale. */
export interface HeldOutSoFar {
  model: number
  /** Of always saying the mean of what it learned from. */
  mean: number
  subjects: number
}

export interface TrainingRequest {
  objective: string
  seed: number
  device: 'auto' | 'cpu' | 'gpu'
  depth: Depth
}

/** What there is to learn from. */
export interface Learnable {
  /** Subjects with a score. */
  subjects: number
  /** Fewest subjects from which a model can be judged, and fewest for which it gives intervals. */
  least: number
  forIntervals: number
  /** Why a training cannot begin, as a sentence; empty where it can. */
  because: string
}

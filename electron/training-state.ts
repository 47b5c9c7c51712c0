/** How far a training has come, as the window is told. */
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
      etaSeconds: number | null
      device: 'cpu' | 'gpu'
      /** Why the graphics card that was asked for is not used, as a sentence. */
      deviceNote?: string
    }
  | { phase: 'done'; model: Model; deviceNote?: string }
  | { phase: 'failed'; message: string }

export interface TrainingRequest {
  objective: string
  seed: number
  device: 'auto' | 'cpu' | 'gpu'
  depth: Depth
}

/** How the engine process stands, as the window is told. Asking for it starts nothing. */
import type { EngineRequestName } from './engine-protocol'

/** What the engine is at: finding faces, describing crops, learning, or placing pads by what was learned. */
export type EngineWork = 'faces' | 'crops' | 'learning' | 'placing'

export type EngineState =
  /** Not started yet, or ended on purpose: it starts by itself when it is needed. */
  | { phase: 'off' }
  | { phase: 'starting' }
  | {
      phase: 'ready'
      device: 'cpu' | 'gpu'
      /** Of the processor or the graphics card; empty where the computer does not tell. */
      deviceName: string
      /** Version of TensorFlow; null where the slower engine (WebAssembly) computes. */
      tensorflow: string | null
      busy: EngineWork | null
    }
  /** It ended by itself, hung, or could not start; a sentence says why. */
  | { phase: 'failed'; message: string }

const WORK: Partial<Record<EngineRequestName, EngineWork>> = {
  landmarks: 'faces',
  features: 'crops',
  train: 'learning',
  embed: 'placing',
}

/** What requests that wait for their answers keep the engine busy with; null where they are done in no time. */
export function workOf(waiting: Iterable<EngineRequestName>): EngineWork | null {
  for (const name of waiting) {
    const work = WORK[name]
    if (work) return work
  }
  return null
}

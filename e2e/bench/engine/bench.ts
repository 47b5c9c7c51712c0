/** What a row of the engine's benchmark is given. */
import type { LoadedTensorFlow } from '../../../electron/learning/tensorflow'
import type { Figure, Length, Opponent } from './contest'

export interface EngineBench {
  loaded: LoadedTensorFlow
  quick: boolean
  length: Length
  /** PyTorch, when it was asked for. */
  opponent: Opponent | null
  /** The folder of the trunk's weights. */
  trunkFolder: string
}

export interface EngineRow {
  name: string
  /** Measures, and checks that what was measured came out right. */
  run(bench: EngineBench): Promise<Figure[]>
}

/** What a row of the engine's benchmark is given. */
import type { LoadedBackend } from '../../../electron/learning/backend'
import type { Figure, Length, Opponent } from './contest'

export interface EngineBench {
  loaded: LoadedBackend
  quick: boolean
  length: Length
  /** PyTorch, when it was asked for. */
  opponent: Opponent | null
  /** The folder of the trunk's weights. */
  trunkFolder: string
  /** The checkout. */
  root: string
}

export interface EngineRow {
  name: string
  /** WebAssembly lacks the gradients of convolutions. */
  needsTensorFlow?: true
  /** Measures, and checks that what was measured came out right. */
  run(bench: EngineBench): Promise<Figure[]>
}

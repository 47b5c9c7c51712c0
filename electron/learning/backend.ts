/**
 * The one place that chooses what computes: TensorFlow where it can be loaded, else tfjs's WebAssembly backend, with
 * the same results and several times slower. Nothing of tfjs-node is needed for that.
 */
import type * as tfjs from '@tensorflow/tfjs'
import { MalarError } from '../domain/words'
import { type Device, isTensorFlowHidden, NO_ENGINE, NO_ENGINE_WORDS } from './device'
import { type LoadedTensorFlow, loadTensorFlow, requireHere, type TensorFlow } from './tensorflow'

/** tfjs's name for the backend, which finds its .wasm files beside its own program. */
const WASM = 'wasm'

/** As `LoadedTensorFlow`; `version` is null where WebAssembly computes. */
export type LoadedBackend = Omit<LoadedTensorFlow, 'version'> & { version: string | null }

/** For whoever waits for the engine. */
const SLOWER = 'TensorFlow could not be started here, so the slower engine (WebAssembly) computes.'

let slower: Promise<TensorFlow> | undefined

/**
 * Loads what computes, once a process.
 * @param device as for `loadTensorFlow`
 * @throws MalarError `graphics-card` as `loadTensorFlow`; NO_ENGINE when neither can be loaded
 */
export async function loadBackend(device: Device = 'auto'): Promise<LoadedBackend> {
  if (!slower && !isTensorFlowHidden()) {
    try {
      return loadTensorFlow(device)
    } catch (error) {
      if (!(error instanceof MalarError && error.code === 'tensorflow')) throw error
      console.error(error.message)
    }
  }
  slower ??= loadWasm()
  return { tf: await slower, device: 'cpu', version: null, deviceNote: SLOWER }
}

/**
 * Loads tfjs with its WebAssembly backend.
 * @throws MalarError NO_ENGINE when it cannot be started, or another backend computes: plain JavaScript would take
 *   hundreds of times as long
 */
export async function loadWasm(): Promise<TensorFlow> {
  try {
    const tf = requireHere('@tensorflow/tfjs') as typeof tfjs
    requireHere('@tensorflow/tfjs-backend-wasm')
    const started = await tf.setBackend(WASM)
    if (!started || tf.getBackend() !== WASM) throw new Error(`“${tf.getBackend()}” computes instead.`)
    // tfjs-node is the same and more; whoever uses what is more asks `isNative`.
    return tf as unknown as TensorFlow
  } catch (error) {
    console.error(error)
    throw new MalarError(NO_ENGINE, NO_ENGINE_WORDS)
  }
}

/** The one place that loads TensorFlow. */
import { createRequire } from 'node:module'
import type * as tfjs from '@tensorflow/tfjs-node'
import { MalarError } from '../domain/words'

export type TensorFlow = typeof tfjs
export type Tensor = tfjs.Tensor
export type Variable = tfjs.Variable

export interface LoadedTensorFlow {
  tf: TensorFlow
  device: 'cpu' | 'gpu'
  /** Version of the TensorFlow library underneath, e.g. `2.21.0`. */
  version: string
}

/** The version whose internals `graph/internals.ts` relies on. */
export const TFJS_NODE_VERSION = '4.22.0'

/**
 * `require`, both in the bundle (CommonJS, where `__filename` exists) and under a test runner (a module).
 * Not `import()`: Electron's module loader cannot read out of an asar archive.
 */
export const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url)

let loaded: LoadedTensorFlow | undefined

/**
 * Loads TensorFlow, once a process.
 * @param device `cpu` hides graphics cards; `auto` and `gpu` take what is there. It counts at the first
 *   call only. The answer says what was really found: whoever asked for `gpu` has to look at it.
 * @throws MalarError `tensorflow` when the library is missing, of another version, or fell back to plain JavaScript
 */
export function loadTensorFlow(device: 'auto' | 'cpu' | 'gpu' = 'auto'): LoadedTensorFlow {
  if (loaded) return loaded
  if (device === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1'
  // TensorFlow's own notes on start-up say nothing to a clinician; errors still come through.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  restoreUtilities()
  let tf: TensorFlow
  try {
    tf = requireHere('@tensorflow/tfjs-node') as TensorFlow
  } catch (error) {
    throw new MalarError(
      'tensorflow',
      `The learning library TensorFlow could not be started. Run the set-up again (npm start). ${firstLine(error)}`,
    )
  }
  loaded = checkTensorFlow(tf)
  return loaded
}

/**
 * Checks that a loaded tfjs-node is the one we rely on, and computes natively.
 * @throws MalarError `tensorflow` otherwise
 */
export function checkTensorFlow(tf: TensorFlow): LoadedTensorFlow {
  if (tf.getBackend() !== 'tensorflow') {
    throw new MalarError(
      'tensorflow',
      `TensorFlow fell back to “${tf.getBackend()}”, which would be some 500 times slower. Run the set-up again (npm start).`,
    )
  }
  const version = (tf.version as Record<string, string>)['tfjs-node']
  if (version !== TFJS_NODE_VERSION) {
    throw new MalarError(
      'tensorflow',
      `This Malar needs tfjs-node ${TFJS_NODE_VERSION}, but ${version} is installed. Run the set-up again (npm start).`,
    )
  }
  const backend = tf.backend() as unknown as { isUsingGpuDevice: boolean; binding: { TF_Version: string } }
  return { tf, device: backend.isUsingGpuDevice ? 'gpu' : 'cpu', version: backend.binding.TF_Version }
}

/** tfjs-node 4.22 calls two helpers that Node warns about up to version 22, and lacks since 23. */
function restoreUtilities(): void {
  const util = requireHere('util') as Record<string, unknown>
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined
  util['isArray'] = Array.isArray
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] as string
}

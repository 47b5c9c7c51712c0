/** The one place that loads TensorFlow. */
import { createRequire } from 'node:module'
import type * as tfjs from '@tensorflow/tfjs-node'
import { MalarError } from '../domain/words'
import { type Device, deviceNote, hideCard, proveCard } from './device'

/** What helps, in a checkout and where Malar was installed. */
const SET_UP_AGAIN = 'Install Malar again; in a checkout, run npm start.'

export type TensorFlow = typeof tfjs
export type Tensor = tfjs.Tensor
export type Variable = tfjs.Variable

export interface LoadedTensorFlow {
  tf: TensorFlow
  /** Where it computes. */
  device: 'cpu' | 'gpu'
  /** Version of the TensorFlow library underneath, e.g. `2.21.0`. */
  version: string
  /** A sentence for whoever did not get the device that was asked for; null when all is as asked. */
  deviceNote: string | null
}

/** tfjs's name for the backend of tfjs-node. */
const NATIVE = 'tensorflow'

/** The version whose internals `graph/internals.ts` relies on. */
export const TFJS_NODE_VERSION = '4.22.0'

/**
 * `require`, both in the bundle (CommonJS, where `__filename` exists) and under a test runner (a module).
 * Not `import()`: Electron's module loader cannot read out of an asar archive.
 */
export const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url)

let loaded: Omit<LoadedTensorFlow, 'deviceNote'> | undefined

/**
 * Loads TensorFlow, once a process.
 * @param device `cpu` hides graphics cards; `auto` and `gpu` take one that is there and works. It counts at the first
 *   call only; the answer says what is in use, and `deviceNote` when that is not what this call asked for.
 * @throws MalarError `tensorflow` when the library is missing, of another version, or fell back to plain JavaScript;
 *   `graphics-card` when a card is there and cannot compute: this process is then of no use any more, and the next
 *   one has to be started with `cardHidden`
 */
export function loadTensorFlow(device: Device = 'auto'): LoadedTensorFlow {
  loaded ??= load(device)
  return { ...loaded, deviceNote: deviceNote(device, loaded.device) }
}

function load(device: Device): Omit<LoadedTensorFlow, 'deviceNote'> {
  if (device === 'cpu') hideCard()
  // Otherwise TensorFlow takes all of a card's memory for itself.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
  // TensorFlow's own notes on start-up say nothing to a clinician; errors still come through.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  restoreUtilities()
  let tf: TensorFlow
  try {
    tf = requireHere('@tensorflow/tfjs-node') as TensorFlow
  } catch (error) {
    throw new MalarError(
      'tensorflow',
      `The learning library TensorFlow could not be started. ${SET_UP_AGAIN} ${firstLine(error)}`,
    )
  }
  const checked = checkTensorFlow(tf)
  if (checked.device === 'gpu') proveCard(tf)
  return checked
}

/**
 * Checks that a loaded tfjs-node is the one we rely on, and computes natively.
 * @throws MalarError `tensorflow` otherwise
 */
export function checkTensorFlow(tf: TensorFlow): Omit<LoadedTensorFlow, 'deviceNote'> {
  if (!isNative(tf)) {
    throw new MalarError(
      'tensorflow',
      `TensorFlow fell back to “${tf.getBackend()}”, which would be some 500 times slower. ${SET_UP_AGAIN}`,
    )
  }
  const version = (tf.version as Record<string, string>)['tfjs-node']
  if (version !== TFJS_NODE_VERSION) {
    throw new MalarError(
      'tensorflow',
      `This Malar needs tfjs-node ${TFJS_NODE_VERSION}, but ${version} is installed. ${SET_UP_AGAIN}`,
    )
  }
  // TensorFlow's own word: the addon asks it for its devices when it starts, and computes on the card if one is listed.
  const backend = tf.backend() as unknown as { isUsingGpuDevice: boolean; binding: { TF_Version: string } }
  return { tf, device: backend.isUsingGpuDevice ? 'gpu' : 'cpu', version: backend.binding.TF_Version }
}

/** Whether it is TensorFlow itself that computes, with its graphs and its own operations, and not WebAssembly. */
export function isNative(tf: Pick<TensorFlow, 'getBackend'>): boolean {
  return tf.getBackend() === NATIVE
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

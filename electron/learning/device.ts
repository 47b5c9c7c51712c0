/** Where it computes: what was asked for, what was found, and what to do about a card, or a TensorFlow, that fails. */
import { MalarError } from '../domain/words'
import type { TensorFlow } from './tensorflow'

export type Device = 'auto' | 'cpu' | 'gpu'

/** Code of the error of a card that is there and cannot compute. */
export const CARD_FAILED = 'graphics-card'

/** Code of the error where nothing can compute. */
export const NO_ENGINE = 'no-engine'

/** What whoever needs the engine is told then. */
export const NO_ENGINE_WORDS =
  'The engine, which finds faces, learns and suggests, cannot be started on this computer. Scoring, agreement, the ' +
  'strip, pairs and export work without it. Install Malar again to have it.'

/** In the environment of an engine that was started anew because of that. */
const FAILED_MARK = 'MALAR_CARD_FAILED'
const TENSORFLOW_FAILED_MARK = 'MALAR_TENSORFLOW_FAILED'

/** What an engine has to find in its environment so that it leaves the graphics cards alone. */
export const cardHidden: Readonly<Record<string, string>> = { CUDA_VISIBLE_DEVICES: '-1', [FAILED_MARK]: '1' }

/** What an engine has to find in its environment so that it leaves TensorFlow alone, which ended the one before. */
export const tensorFlowHidden: Readonly<Record<string, string>> = { [TENSORFLOW_FAILED_MARK]: '1' }

/** Whether this engine has to leave TensorFlow alone. */
export function isTensorFlowHidden(): boolean {
  return process.env[TENSORFLOW_FAILED_MARK] !== undefined
}

/** Hides graphics cards from a TensorFlow that this process has not loaded yet. */
export function hideCard(): void {
  process.env['CUDA_VISIBLE_DEVICES'] = '-1'
}

/**
 * What whoever asked for a device has to be told.
 * @param used what TensorFlow found when it was loaded
 * @returns null when the wish was met
 */
export function deviceNote(
  asked: Device,
  used: 'cpu' | 'gpu',
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  if (asked === 'cpu')
    return used === 'cpu' ? null : 'Asked for the processor; the graphics card is in use already.'
  if (used === 'gpu') return null
  if (environment[FAILED_MARK]) return 'The graphics card failed when it was tried; running on the processor.'
  return asked === 'gpu' ? 'Asked for the graphics card, none could be used; running on the processor.' : null
}

/**
 * Computes something of each kind that learning needs, forward and back. A card is listed as soon as its driver
 * answers; whether the libraries beside it fit shows only when they are called.
 * @throws MalarError CARD_FAILED when an operation fails or gives no numbers
 */
export function proveCard(tf: TensorFlow): void {
  let sum: number
  try {
    sum = tf.tidy(() => {
      const images = tf.ones([2, 16, 16, 3])
      const loss = (kernel: unknown, deep: unknown, dense: unknown): unknown => {
        const map = tf.conv2d(images as never, kernel as never, 2, 'same')
        const deepened = tf.depthwiseConv2d(map as never, deep as never, 1, 'same')
        return tf.sum(tf.matMul(tf.mean(deepened, [1, 2]), dense as never))
      }
      const start = [tf.ones([3, 3, 3, 4]), tf.ones([3, 3, 4, 1]), tf.ones([4, 2])]
      const slopes = tf.grads(loss as never)(start)
      return tf.addN(slopes.map((slope) => tf.sum(slope))).dataSync()[0] as number
    })
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 200)
    throw new MalarError(CARD_FAILED, `The graphics card cannot be used: ${reason}`)
  }
  if (!Number.isFinite(sum)) throw new MalarError(CARD_FAILED, 'The graphics card gives wrong results.')
}

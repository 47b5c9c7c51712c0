import { describe, expect, it } from 'vitest'
import { cardHidden, deviceNote, proveCard } from './device'
import { checkTensorFlow, loadTensorFlow, type TensorFlow, TFJS_NODE_VERSION } from './tensorflow'

const { tf } = loadTensorFlow('cpu')

/** TensorFlow as it looks where a card is listed. */
function withCard(changes: object = {}): TensorFlow {
  const backend = { isUsingGpuDevice: true, binding: { TF_Version: '2.21.0' } }
  return {
    version: { 'tfjs-node': TFJS_NODE_VERSION },
    getBackend: () => 'tensorflow',
    backend: () => backend,
    ...changes,
  } as unknown as TensorFlow
}

describe('the device that was found', () => {
  it('is what TensorFlow lists', () => {
    expect(checkTensorFlow(withCard())).toMatchObject({ device: 'gpu', version: '2.21.0' })
    expect(checkTensorFlow(tf).device).toBe('cpu')
  })

  it('is of a library that computes natively and is of our version', () => {
    expect(() => checkTensorFlow(withCard({ getBackend: () => 'cpu' }))).toThrow(/fell back/)
    expect(() => checkTensorFlow(withCard({ version: { 'tfjs-node': '4.23.0' } }))).toThrow(/needs tfjs-node/)
  })

  it('is told at every call, with a note where another was asked for', () => {
    expect(loadTensorFlow('cpu')).toMatchObject({ device: 'cpu', deviceNote: null })
    expect(loadTensorFlow()).toMatchObject({ device: 'cpu', deviceNote: null })
    expect(loadTensorFlow('gpu')).toMatchObject({
      device: 'cpu',
      deviceNote: 'Asked for the graphics card, none could be used; running on the processor.',
    })
  })
})

describe('the note', () => {
  it('is there when the wish was not met, and only then', () => {
    expect(deviceNote('gpu', 'gpu', {})).toBeNull()
    expect(deviceNote('auto', 'gpu', {})).toBeNull()
    expect(deviceNote('auto', 'cpu', {})).toBeNull()
    expect(deviceNote('cpu', 'cpu', {})).toBeNull()
    expect(deviceNote('gpu', 'cpu', {})).toMatch(/none could be used/)
    expect(deviceNote('cpu', 'gpu', {})).toMatch(/in use already/)
  })

  it('says that a card failed also to whoever left the choice open', () => {
    expect(deviceNote('auto', 'cpu', cardHidden)).toMatch(/failed when it was tried/)
    expect(deviceNote('gpu', 'cpu', cardHidden)).toMatch(/failed when it was tried/)
    expect(deviceNote('cpu', 'cpu', cardHidden)).toBeNull()
  })
})

describe('the trial of a card', () => {
  it('passes where all operations work, and leaves no tensor', () => {
    const before = tf.memory().numTensors
    proveCard(tf)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('fails by its own code where an operation fails or gives no numbers', () => {
    const broken = (depthwiseConv2d: () => unknown): TensorFlow =>
      ({ ...tf, depthwiseConv2d }) as unknown as TensorFlow
    const failing = broken(() => {
      throw new Error('Invalid TF_Status: 13\nMessage: DNN library initialization failed.')
    })
    expect(() => proveCard(failing)).toThrow(
      expect.objectContaining({
        code: 'graphics-card',
        message: expect.stringMatching(/DNN library initialization failed\.$/) as string,
      }),
    )
    expect(() => proveCard(broken(() => tf.fill([2, 8, 8, 4], NaN)))).toThrow(/graphics card/)
  })
})

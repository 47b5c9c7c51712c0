import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EngineRequestName, EngineRequests, FoundFace, FromEngine, ToEngine } from '../engine-protocol'
import { VARIANTS } from '../engine-protocol'
import { parseCanonicalMesh } from '../photographs/landmarks/canonical-mesh'
import { findFace } from '../photographs/landmarks/find-face'
import { loadLandmarkModels } from '../photographs/landmarks/models'
import { loadBackend, loadWasm } from './backend'
import { NO_ENGINE, tensorFlowHidden } from './device'
import { EngineService } from './engine-service'
import { initialWeights } from './encoder'
import { joinWeights } from './fine-tune-step'
import { Random } from './random'
import { isNative, loadTensorFlow, type TensorFlow } from './tensorflow'
import { waveCrops } from './testing/waves'
import { disposeTrunk, FEATURES, loadTrunk } from './trunk'
import { flatTrunk } from './trunk-weights'

const TRUNK = 'assets/trunk'
const ASTRONAUT = PNG.sync.read(readFileSync('e2e/fixtures/astronaut.png'))
const CROPS = [1, 2].map((region) => ({
  region,
  jpeg: readFileSync(new URL(`jpeg/fixtures/crop-${region}.jpg`, import.meta.url)),
  variants: Array.from({ length: VARIANTS }, (_, i) => i),
}))

/** An engine as the main process knows it, without the process. */
function engineOn(tf: TensorFlow) {
  const answers = new Map<number, (message: Extract<FromEngine, { seq: number }>) => void>()
  const face = async (image: EngineRequests['landmarks']['take']): Promise<FoundFace | null> => {
    const canonical = parseCanonicalMesh(readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'))
    return findFace(await loadLandmarkModels(tf, 'assets/landmarks', canonical), image)
  }
  const service = new EngineService(
    (message) => 'seq' in message && answers.get(message.seq)?.(message),
    face,
    () => loadTrunk(tf, TRUNK),
    () => ({ trunk: 'trunk', hog: 'hog' }),
    () => ({ tf, device: 'cpu', version: null, deviceNote: null }),
  )
  let seq = 0
  return <K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> =>
    new Promise((resolve, reject) => {
      answers.set(++seq, (message) => (message.ok ? resolve(message.answer as never) : reject(message)))
      void service.receive({ seq, name, take } as ToEngine)
    })
}

/** All that the app asks of an engine, on real input. */
async function computed(tf: TensorFlow) {
  const ask = engineOn(tf)
  const { width, height, data } = ASTRONAUT
  const face = await ask('landmarks', { width, height, rgba: new Uint8Array(data) })
  const trunk = await ask('features', { kind: 'trunk', crops: CROPS })
  const hog = await ask('features', { kind: 'hog', crops: CROPS.map((crop) => ({ ...crop, variants: [0] })) })
  const { crops, examples } = waveCrops(12, ['jowl'])
  const values = new Float32Array(examples.length * VARIANTS * FEATURES)
  examples.forEach(({ crop }, i) => {
    for (let v = 0; v < VARIANTS; v++) values.set(crops.features(crop, 0), (i * VARIANTS + v) * FEATURES)
  })
  await ask('addFeatures', { ids: examples.map(({ crop }) => crop), variants: VARIANTS, values })
  const options = { objective: '', seed: 1, steps: 60 }
  const trained = await ask('train', { examples, options, depth: 'head' })
  const ids = CROPS.map(({ region }) => region)
  await ask('dropFeatures', {})
  await ask('addFeatures', { ids, variants: VARIANTS, values: trunk.values })
  await ask('addCrops', { crops: CROPS.map(({ region, jpeg }) => ({ id: region, jpeg })) })
  return { ask, ids, face: face as FoundFace, trunk: trunk.values, hog: hog.values, trained }
}

/** Weights as they are after a deep training: near the trunk's own. */
function deepWeights(tf: TensorFlow, head: Float32Array): Float32Array {
  const trunk = loadTrunk(tf, TRUNK)
  const random = new Random(7)
  const tuned = flatTrunk(trunk, 'block5').map((weight) => weight * (1 + 0.02 * random.normal()))
  disposeTrunk(trunk)
  return joinWeights(tuned, head)
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] as number) - (b[i] as number)))
  return most
}

describe('WebAssembly gives what TensorFlow gives', () => {
  type Computed = Awaited<ReturnType<typeof computed>>
  let native: Computed
  let slower: Computed
  let vectors: Record<'head' | 'upper', Float32Array>
  let tf: TensorFlow
  let tensors: number

  beforeAll(async () => {
    const { tf: tensorFlow } = loadTensorFlow('cpu')
    native = await computed(tensorFlow)
    const head = native.trained.weights
    const deep = deepWeights(tensorFlow, head)
    const { vectors: upper } = await native.ask('embed', { weights: deep, depth: 'upper', crops: native.ids })
    const { vectors: flat } = await native.ask('embed', { weights: head, depth: 'head', crops: native.ids })
    vectors = { head: flat, upper }
    // From here on WebAssembly computes in this process.
    tf = await loadWasm()
    slower = await computed(tf)
    tensors = tf.memory().numTensors
  }, 120_000)

  it('and it is WebAssembly that does', () => {
    expect(tf.getBackend()).toBe('wasm')
    expect(isNative(tf)).toBe(false)
  })

  it('for a face', () => {
    expect(slower.face.faces).toBe(1)
    expect(furthest(slower.face.points.flat(), native.face.points.flat())).toBeLessThan(1e-3)
    expect(slower.face.confidence).toBeCloseTo(native.face.confidence, 4)
  })

  it('for the features of crops and of their changed copies, and their histograms', () => {
    expect(slower.trunk).toHaveLength(2 * VARIANTS * FEATURES)
    expect(furthest(slower.trunk, native.trunk)).toBeLessThan(1e-3)
    expect(slower.hog).toEqual(native.hog)
  })

  it('for a training of the head', () => {
    const losses = (one: Computed) => one.trained.losses.map(({ loss }) => loss)
    expect(furthest(losses(slower), losses(native))).toBeLessThan(1e-3)
    expect(losses(slower).at(-1)).toBeLessThan(slower.trained.chanceLoss)
    expect(slower.trained.steps).toBe(60)
  })

  it.each(['head', 'upper'] as const)('for embeddings by a network of depth %s', async (depth) => {
    const head = native.trained.weights
    const weights = depth === 'head' ? head : deepWeights(tf, head)
    const own = await slower.ask('embed', { weights, depth, crops: slower.ids })
    expect(furthest(own.vectors, vectors[depth])).toBeLessThan(1e-3)
  })

  it('and leaves no tensor behind, whatever is asked again', async () => {
    const weights = initialWeights(new Random(3))
    await slower.ask('embed', { weights, depth: 'head', crops: slower.ids })
    await slower.ask('features', { kind: 'trunk', crops: CROPS })
    expect(tf.memory().numTensors).toBeLessThanOrEqual(tensors + 1)
  })
})

describe('what computes', () => {
  afterAll(() => {
    for (const name of Object.keys(tensorFlowHidden)) delete process.env[name]
  })

  it('is TensorFlow where it can be loaded, and WebAssembly where it is to be left alone', async () => {
    expect(await loadBackend('cpu')).toMatchObject({ device: 'cpu', version: expect.any(String) as string })
    Object.assign(process.env, tensorFlowHidden)
    expect(await loadBackend()).toMatchObject({
      device: 'cpu',
      version: null,
      deviceNote: expect.stringContaining('slower engine') as string,
    })
  })

  it('is never plain JavaScript', async () => {
    const { tf } = await loadBackend()
    tf.removeBackend('wasm')
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    await expect(loadWasm()).rejects.toMatchObject({ code: NO_ENGINE })
    expect(logged).toHaveBeenCalledOnce()
  })
})

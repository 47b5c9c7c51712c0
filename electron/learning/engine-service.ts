/**
 * Answers the requests of `engine-protocol.ts`: each exactly once, by its `seq`, and never by an exception.
 * It knows no process and no port: it is given a function to send with, and is called with what arrives.
 */
import type { ErrorCode } from '../domain/error-codes'
import { MalarError } from '../domain/words'
import type {
  CropToCompute,
  EngineRequestName,
  EngineRequests,
  FeatureKind,
  FromEngine,
  ToEngine,
  TrainingProgress,
} from '../engine-protocol'
import { type LoadedBackend, loadBackend } from './backend'
import { computeTrunkFeatures, describeCrops } from './crops'
import type { Device } from './device'
import { Embedder } from './embed'
import { DIMENSIONS } from './encoder'
import { FeatureStore } from './feature-store'
import type { TensorFlow } from './tensorflow'
import { embedDeep, ImageStore, trainDeep } from './deep'
import { HOG_VALUES, hog } from './hog'
import { train } from './trainer'
import { disposeTrunk, FEATURES } from './trunk'
import type { Trunk } from './trunk'

/** How often the main process hears that work goes on. */
const ALIVE_MS = 5000

/** What TensorFlow, its allocator, V8 and the loader of libraries say when memory is short. */
const NO_MEMORY =
  /\bOOM\b|out of memory|bad_alloc|(failed to|cannot) allocate|allocation failed|resource exhausted|failed to map segment/i

/** What may be stopped by a cancel that comes while it waits its turn. */
const STOPPABLE: readonly EngineRequestName[] = ['features', 'embed']

type Handlers = {
  [K in EngineRequestName]: (take: EngineRequests[K]['take']) => Promise<EngineRequests[K]['answer']>
}

type Compute = (
  tf: TensorFlow,
  crops: readonly CropToCompute[],
  shouldStop: () => boolean,
) => Promise<EngineRequests['features']['answer']>

export class EngineService {
  #store = new FeatureStore()
  #images = new ImageStore()
  #embedder: Promise<Embedder> | undefined
  #trunk: Trunk | undefined
  #training = false
  #stopping = false
  #stopComputing = false
  #lastSign = 0
  /** Requests other than `train` and `cancel` take turns, so that features sent before an embedding are there. */
  #queue: Promise<unknown> = Promise.resolve()

  /**
   * @param send takes the answers and the progress of a training
   * @param landmarks finds a face; it belongs to another room
   * @param loadTrunk reads the trunk's weights; asked when crops are first looked at
   * @param featureKeys names of what computes features
   * @param load loads what computes, for a device; the first call decides
   */
  constructor(
    private readonly send: (message: FromEngine) => void,
    private readonly landmarks: Handlers['landmarks'],
    private readonly loadTrunk: (tf: TensorFlow) => Trunk,
    private readonly featureKeys: () => EngineRequests['featureKeys']['answer'],
    private readonly load: (device?: Device) => LoadedBackend | Promise<LoadedBackend> = loadBackend,
  ) {}

  /** Handles one request; resolves when it has been answered. Requests may overlap: a training is stopped by one. */
  async receive({ seq, name, take }: ToEngine): Promise<void> {
    // Now and not in its turn: a cancel that comes while it waits is meant for it.
    if (STOPPABLE.includes(name)) this.#stopComputing = false
    try {
      const handler = this.#handlers[name] as ((take: unknown) => Promise<unknown>) | undefined
      if (!handler) throw new MalarError('request', `The engine does not know the request “${String(name)}”.`)
      const answer =
        name === 'train' || name === 'cancel' ? await handler(take) : await this.#inTurn(() => handler(take))
      this.send({ seq, ok: true, answer })
    } catch (error) {
      this.send({ seq, ok: false, ...failureOf(error) })
    }
  }

  /** Frees what the engine holds in TensorFlow. */
  async dispose(): Promise<void> {
    const embedder = this.#embedder
    this.#embedder = undefined
    ;(await embedder)?.dispose()
    if (this.#trunk) disposeTrunk(this.#trunk)
    this.#trunk = undefined
  }

  readonly #handlers: Handlers = {
    hello: async ({ device }) => {
      const loaded = await this.load(device)
      const answer = { device: loaded.device, tensorflow: loaded.version }
      return loaded.deviceNote === null ? answer : { ...answer, deviceNote: loaded.deviceNote }
    },

    landmarks: (take) => this.landmarks(take),

    featureKeys: async () => this.featureKeys(),

    features: async ({ kind, crops }) => {
      const compute = this.#computing[kind] as Compute | undefined
      if (!compute) throw new MalarError('request', `The engine computes no “${String(kind)}” features.`)
      return compute((await this.load()).tf, crops, () => this.#shouldStop(this.#stopComputing))
    },

    addFeatures: async ({ ids, variants, values }) => {
      this.#store.addAll(ids, variants, values)
      return { kept: this.#store.size }
    },

    addCrops: async ({ crops }) => {
      const { tf } = await this.load()
      for (const { id, jpeg } of crops) this.#images.add(tf, id, jpeg)
      return { kept: this.#images.size }
    },

    dropFeatures: async () => {
      // A training under way keeps the stores that it began with.
      this.#store = new FeatureStore()
      this.#images = new ImageStore()
      return { kept: 0 }
    },

    train: async ({ examples, options, depth }) => {
      if (this.#training) throw new MalarError('busy', 'A training is under way. Wait for it, or cancel it.')
      this.#training = true
      this.#stopping = false
      try {
        // Features that were sent before are still arriving, perhaps.
        await this.#queue
        const { tf } = await this.load()
        const tell = (progress: TrainingProgress): void => this.send({ progress })
        const stop = (): boolean => this.#shouldStop(this.#stopping)
        if (depth === 'head') return await train(tf, this.#store, examples, options, tell, stop)
        const trunk = this.#trunkOf(tf)
        const data = { features: this.#store, images: this.#images, examples }
        return await trainDeep(tf, trunk, depth, data, options, tell, stop)
      } finally {
        this.#training = false
      }
    },

    cancel: async () => {
      this.#stopping = true
      this.#stopComputing = true
      return null
    },

    embed: async ({ weights, depth, crops }) => {
      const { tf } = await this.load()
      this.#embedder ??= Embedder.open(tf)
      const embedder = await this.#embedder
      const vectors =
        depth === 'head'
          ? await embedder.embed(weights, this.#store, crops)
          : await embedDeep(tf, this.#trunkOf(tf), embedder, weights, this.#images, crops, () =>
              this.#shouldStop(this.#stopComputing),
            )
      return { vectors, dimensions: DIMENSIONS }
    },
  }

  /** How each kind of features is computed. */
  readonly #computing: Record<FeatureKind, Compute> = {
    trunk: async (tf, crops, shouldStop) => ({
      values: await computeTrunkFeatures(tf, this.#trunkOf(tf), crops, shouldStop),
      length: FEATURES,
    }),
    hog: async (tf, crops, shouldStop) => ({
      values: await describeCrops(tf, crops, HOG_VALUES, hog, shouldStop),
      length: HOG_VALUES,
    }),
  }

  /** Asked between two pieces of work, and so the sign that it does not hang. @returns whether to stop */
  #shouldStop(stop: boolean): boolean {
    if (Date.now() - this.#lastSign > ALIVE_MS) {
      this.#lastSign = Date.now()
      this.send({ alive: true })
    }
    return stop
  }

  #trunkOf(tf: TensorFlow): Trunk {
    this.#trunk ??= this.loadTrunk(tf)
    return this.#trunk
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined)
    return done
  }
}

function failureOf(error: unknown): { code: ErrorCode; message: string } {
  const message = error instanceof Error ? error.message : String(error)
  if (!NO_MEMORY.test(message)) return { code: error instanceof MalarError ? error.code : 'engine', message }
  return {
    code: 'memory',
    message:
      'There was too little free memory. Nothing of the study is lost. Close other programs and try again, or learn with the last layers only.',
  }
}

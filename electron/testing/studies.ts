/** Studies and an engine for tests. For tests only: nothing that ships may import from this folder. */
import type { StudyFile } from '../../db/study-file'
import { newStudy, photograph, score } from '../../db/testing/fixtures'
import type { Landmarks } from '../domain/records'
import { MalarError } from '../domain/words'
import type { EngineClient } from '../engine-client'
import type { CropToCompute, EngineRequestName, EngineRequests, TrainingProgress } from '../engine-protocol'
import type { EngineState } from '../engine-state'

/** A made-up face of 468 points whose eye line is level. */
export const FACE: Landmarks = {
  points: Array.from({ length: 468 }, (_, i) => [
    10 + (i % 26) * 20,
    i === 263 ? 30 : 10 + Math.floor(i / 26) * 20,
  ]),
  confidence: 0.9,
}

/** Grade of the scale 0–4 that a made-up subject has. */
export function gradeOf(subject: number): number {
  return subject % 5
}

/**
 * A study on the scale 0–4 with one photograph for each of `subjects` S00001, S00002, …, of which the first
 * `scored` have a grade for every region by the rater anna. The crops tell the made-up engine what they show.
 */
export function labelledStudy(file: string, subjects: number, scored = subjects): StudyFile {
  const study = newStudy(file)
  for (let n = 1; n <= subjects; n++) {
    const plain = photograph(n)
    const crop = (side: string) => Buffer.from(JSON.stringify({ grade: gradeOf(n), side, n }))
    study.writer.addPhotograph({
      ...plain,
      landmarks: FACE,
      regions: plain.regions.map((region) => ({ ...region, crop: crop(region.side) })),
    })
  }
  const scores = study.reader
    .allRegions()
    .filter(({ photograph }) => photograph <= scored)
    .map(({ key, photograph }) => score(key, gradeOf(photograph)))
  study.writer.addScores(scores)
  return study
}

/** The first number of a made-up model's weights: whether it sees the grade, or only noise. */
export const SEES = 1
export const BLIND = 0

const DIMENSIONS = 4
const FEATURES = 4

type Answers = { [K in EngineRequestName]?: (take: EngineRequests[K]['take']) => unknown }

/** Does what the engine process does, with embeddings that are made up from the labels. */
export class FakeEngine {
  running = true
  state: EngineState = { phase: 'off' }
  generation = 1
  onProgress: (progress: TrainingProgress) => void = () => undefined
  /** Names of all requests, in order. */
  readonly asked: EngineRequestName[] = []
  /** The features that it holds: variant by variant. */
  readonly held = new Map<number, Float32Array[]>()
  /** Regions and variants that it has computed features of, in order. */
  readonly computed: { region: number; variant: number }[] = []
  /** Name of what computes its features. */
  trunk = 'trunk-1'
  /** What every training answers. */
  quality = SEES
  /** Number of trainings so far. */
  trainings: EngineRequests['train']['take'][] = []
  #stopping = false

  /** @param answers in place of the usual ones; they may throw */
  constructor(readonly answers: Answers = {}) {}

  get client(): EngineClient {
    return this as unknown as EngineClient
  }

  async start(): Promise<EngineState> {
    await this.ask('hello', { device: 'auto' })
    return this.state
  }

  async ask<K extends EngineRequestName>(name: K, take: EngineRequests[K]['take']): Promise<unknown> {
    this.asked.push(name)
    const own = this.answers[name] as ((take: unknown) => unknown) | undefined
    const usual = this.#usual[name] as (take: unknown) => unknown
    return await (own ?? usual)(take)
  }

  readonly #usual: Required<Answers> = {
    hello: () => ({ device: 'cpu', tensorflow: 'made up' }),
    landmarks: () => null,
    featureKeys: () => ({ trunk: this.trunk, hog: 'hog-1' }),
    features: ({ crops }) => {
      const all = crops.flatMap((crop) => crop.variants.map((variant) => this.#compute(crop, variant)))
      return { values: Float32Array.from(all.flat()), length: FEATURES }
    },
    addFeatures: ({ ids, variants, values }) => {
      const length = values.length / ids.length / variants
      ids.forEach((id, i) => {
        const from = (variant: number) => (i * variants + variant) * length
        this.held.set(
          id,
          Array.from({ length: variants }, (_, v) => values.slice(from(v), from(v + 1))),
        )
      })
      return { kept: this.held.size }
    },
    dropFeatures: () => {
      this.held.clear()
      return { kept: 0 }
    },
    addCrops: ({ crops }) => {
      for (const { id, jpeg } of crops) {
        if (!this.held.has(id)) this.held.set(id, [Float32Array.from(this.#tell(jpeg, 0))])
      }
      return { kept: this.held.size }
    },
    cancel: () => {
      this.#stopping = true
      return null
    },
    train: (take) => {
      this.trainings.push(take)
      this.#stopping = false
      for (const { crop } of take.examples) this.#features(crop)
      const losses: { step: number; loss: number }[] = []
      for (let step = 1; step <= 6 && !this.#stopping; step++) {
        losses.push({ step, loss: 3 / step })
        this.onProgress({ step, steps: 6, loss: 3 / step, chanceLoss: 3 })
      }
      const weights = Float32Array.of(this.quality, this.trainings.length)
      return { weights, losses, chanceLoss: 3, steps: losses.length, cancelled: this.#stopping }
    },
    embed: ({ weights, crops }) => {
      const vectors = new Float32Array(crops.length * DIMENSIONS)
      crops.forEach((id, i) => {
        const [grade = 0, n = 0] = this.#features(id)
        // Noise that has nothing to do with the grade, the same at every call.
        const noise = Math.sin(n * 12.9898) * 43758.5453
        const turn = weights[0] === SEES ? (grade / 4) * 1.5 : (noise - Math.floor(noise)) * 1.5
        vectors.set([Math.cos(turn), Math.sin(turn), 0, 0], i * DIMENSIONS)
      })
      return { vectors, dimensions: DIMENSIONS }
    },
  }

  /** The grade and the number that the crop tells, the variant, and how odd it looks. */
  #compute({ region, jpeg }: CropToCompute, variant: number): [number, number, number, number] {
    this.computed.push({ region, variant })
    return this.#tell(jpeg, variant)
  }

  #tell(jpeg: Uint8Array, variant: number): [number, number, number, number] {
    const told = JSON.parse(Buffer.from(jpeg).toString()) as { grade: number; n: number; odd?: number }
    // The number tells crops apart and does not make them look different.
    return [told.grade, told.n / 1024, variant, told.odd ?? 0]
  }

  #features(id: number): Float32Array {
    const features = this.held.get(id)?.[0]
    if (!features) throw new MalarError('crop', `There are no features ${id}.`)
    return features
  }
}

/**
 * One training: five networks, each without a part of the subjects, what each says of the subjects that it has not
 * seen, and how the error falls with the number of subjects. It decides nothing and stores nothing but features.
 */
import type { LabelledRegion } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { HeldOutSoFar, TrainingRequest } from './contract'
import { foldNumbers, subjectFolds } from './domain/folds'
import { curveSizes, summarise } from './domain/learning-curve'
import type { HeldOutError } from './domain/learning-curve'
import { seedOf, seeded } from './domain/random'
import type { CurvePoint } from './domain/records'
import { toUnit } from './domain/scale'
import { MalarError } from './domain/words'
import { Embedding } from './embedding'
import type { EngineClient } from './engine-client'
import type { TrainedModel, TrainingProgress } from './engine-protocol'
import { VARIANTS } from './engine-protocol'
import { ensureFeatures } from './features'
import { note } from './log'
import { HeldOut } from './held-out'
import { assertLearnable, assertSubjects } from './learnable'

/** Subjects are split into this many parts; each part is judged, and read, by the network that never saw it. */
export const FOLDS = 5

/** Parts of the subjects on which each size of the learning curve is measured, by how long a training takes. */
const CURVE_FOLDS = { head: 2, upper: 1, all: 1 } as const

/** Errors with which work ends that was stopped: politely, or by ending the engine. */
const STOPPED = ['cancelled', 'engine']

/** What the run tells while it trains. */
export interface RunProgress extends TrainingProgress {
  /** Which training it is, from 0, and of how many. */
  training: number
  trainings: number
  /** Whether it is for the learning curve. */
  curve: boolean
  /** Of the networks that are ready. */
  heldOut: readonly HeldOutSoFar[]
}

export interface Networks {
  /** Of the networks one after the other. */
  weights: Float32Array
  networks: number
  /** By network, the subjects that it was trained without; then those whose network was not trained after Cancel. */
  folds: string[][]
  /** Of the first network. */
  first: TrainedModel
  heldOut: HeldOut
}

export class TrainingRun {
  readonly labelled: LabelledRegion[]
  readonly folds: string[][]
  readonly #labels: Map<number, number>
  readonly #foldOf: Map<string, number>
  readonly #embedding: Embedding
  #hog: Map<number, Float32Array> | undefined
  #heldOut: HeldOutSoFar[] = []

  /**
   * @param cancelled asked between the steps; the engine is told apart from it
   * @throws MalarError `folds` when there are fewer subjects than parts, `too-few-scores`
   */
  constructor(
    private readonly study: StudyFile,
    private readonly engine: EngineClient,
    private readonly request: TrainingRequest,
    private readonly cancelled: () => boolean,
  ) {
    const { scale } = study.reader.info()
    this.labelled = study.reader.labelled()
    this.#labels = new Map(this.labelled.map(({ key, mean }) => [key, toUnit(scale, mean)]))
    assertSubjects(this.labelled, FOLDS)
    const subjects = this.labelled.map(({ subject }) => subject)
    this.folds = subjectFolds(subjects, FOLDS, request.seed)
    assertLearnable(this.labelled, this.folds)
    this.#foldOf = foldNumbers(this.folds)
    this.#embedding = new Embedding(study, engine, request.depth)
  }

  /**
   * Has the features of all labelled crops computed, or read from the study, and sends them to the engine.
   * @throws MalarError `cancelled`
   */
  async prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#embedding.drop()
    const wishes = { onProgress, cancelled: this.cancelled }
    const described = await ensureFeatures(this.study, this.engine, this.labelled, {
      ...wishes,
      kind: 'hog',
      variants: 1,
    })
    this.#hog = new Map(this.labelled.map(({ key }) => [key, unit(described.of(key))]))
    await this.#embedding.hold(this.labelled, VARIANTS, wishes)
    // The engine has no training yet that could be told to stop.
    if (this.cancelled()) throw cancelledEarly()
  }

  /**
   * Trains the networks and lets each judge the subjects that it has not seen. After Cancel there are fewer; the
   * first is kept as far as it came.
   * @throws MalarError `cancelled` when not even the first could be judged
   */
  async train(onProgress: (progress: RunProgress) => void): Promise<Networks> {
    const heldOut = new HeldOut({ labelled: this.labelled, labels: this.#labels, hog: this.#hog })
    const weights: Float32Array[] = []
    let first: TrainedModel | undefined
    for (let fold = 0; fold < FOLDS; fold++) {
      if (fold > 0 && this.cancelled()) break
      this.engine.onProgress = (progress) =>
        onProgress({ ...progress, training: fold, trainings: FOLDS, curve: false, heldOut: this.#heldOut })
      const trained = await this.#network(fold)
      if (!trained) break
      first ??= trained.model
      weights.push(trained.model.weights)
      heldOut.add(trained.vectors, this.folds[fold] as string[])
      const latest = heldOut.latest()
      if (latest) this.#heldOut = [...this.#heldOut, latest]
    }
    const length = (first as TrainedModel).weights.length
    const joined = new Float32Array(weights.length * length)
    weights.forEach((own, i) => joined.set(own, i * length))
    return {
      weights: joined,
      networks: weights.length,
      folds: this.folds,
      first: first as TrainedModel,
      heldOut,
    }
  }

  /**
   * The mean error on held-out subjects by the number of subjects learned from. Sizes below the full one are
   * measured on random parts of the subjects outside one fold or two. After Cancel, or when one fails, the curve ends there.
   * @param full errors of the networks themselves
   */
  async curve(
    full: readonly HeldOutError[],
    onProgress: (progress: RunProgress) => void,
  ): Promise<CurvePoint[]> {
    const all = Math.round(this.#foldOf.size * (1 - 1 / FOLDS))
    const sizes = curveSizes(all).filter((size) => size < all)
    const points: CurvePoint[] = []
    let training = 0
    for (const size of sizes) {
      const errors: HeldOutError[] = []
      for (let fold = 0; fold < CURVE_FOLDS[this.request.depth]; fold++) {
        const trainings = sizes.length * CURVE_FOLDS[this.request.depth]
        const at = training++
        this.engine.onProgress = (progress) =>
          onProgress({ ...progress, training: at, trainings, curve: true, heldOut: this.#heldOut })
        const found = this.cancelled() ? null : await this.#errorsAt(size, fold)
        if (!found) return points
        errors.push(...found)
      }
      points.push({ subjects: size, ...summarise(errors, this.request.seed) })
    }
    if (new Set(full.map(({ subject }) => subject)).size < 2) return points
    return [...points, { subjects: all, ...summarise(full, this.request.seed) }]
  }

  /** Frees what the engine holds. */
  async drop(): Promise<void> {
    await this.#embedding.drop().catch(() => undefined)
  }

  /**
   * Trains the network of a fold and embeds all labelled regions by it.
   * @returns null when it was stopped, and is not the first
   */
  async #network(fold: number): Promise<{ model: TrainedModel; vectors: Map<number, Float32Array> } | null> {
    const own = (subject: string): boolean => this.#foldOf.get(subject) !== fold
    try {
      const model = await this.#fit(own, seedOf(this.request.seed, 'fold', fold))
      if (fold === 0 && model.cancelled && model.steps === 0) throw cancelledEarly()
      // A network that was stopped midway is not the recipe that it stands for.
      if (fold > 0 && model.cancelled) return null
      return { model, vectors: await this.#embed(model) }
    } catch (error) {
      const stopped = error instanceof MalarError && STOPPED.includes(error.code)
      if (!stopped || !this.cancelled()) throw error
      if (fold > 0) return null
      throw cancelledEarly()
    }
  }

  /** Null when it was stopped, or failed. */
  async #errorsAt(size: number, fold: number): Promise<HeldOutError[] | null> {
    const others = this.folds.filter((_, i) => i !== fold).flat()
    const drawn = new Set(
      seeded(seedOf(this.request.seed, 'curve', fold))
        .shuffle(others)
        .slice(0, size),
    )
    const held = new Set(this.folds[fold])
    try {
      const seed = seedOf(this.request.seed, 'curve', size, fold)
      const model = await this.#fit((subject) => drawn.has(subject), seed)
      if (model.cancelled) return null
      const labelled = this.labelled.filter(({ subject }) => drawn.has(subject) || held.has(subject))
      const judged = new HeldOut({ labelled, labels: this.#labels })
      judged.add(await this.#embed(model), [...held])
      return judged.residuals().map(({ subject, region, residual }) => ({ subject, region, error: residual }))
    } catch (error) {
      // The networks are trained: trouble with the curve must not take them away.
      note('learning curve:', error instanceof Error ? error.message : String(error))
      return null
    }
  }

  async #fit(learns: (subject: string) => boolean, seed: number): Promise<TrainedModel> {
    // Nothing is sent, unless the engine has ended since.
    await this.#embedding.hold(this.labelled, VARIANTS)
    const examples = this.labelled
      .filter(({ subject }) => learns(subject))
      .map(({ key, region, subject }) => ({
        crop: key,
        region,
        subject,
        label: this.#labels.get(key) as number,
      }))
    const { objective, depth } = this.request
    return this.engine.ask('train', { examples, options: { objective, seed, steps: 0 }, depth })
  }

  #embed({ weights }: TrainedModel): Promise<Map<number, Float32Array>> {
    return this.#embedding.embed(weights, this.labelled)
  }
}

function cancelledEarly(): MalarError {
  return new MalarError(
    'cancelled',
    'The training was cancelled before it had learned anything. Nothing has changed.',
  )
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}

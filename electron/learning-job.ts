/**
 * A training from the button to the model in use. The main process decides: what is learned from, which subjects
 * are held out, and whether the new model replaces the old. The engine only computes.
 */
import type { LabelledRegion } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { TrainingRequest, TrainingState } from './contract'
import { embedMissing, embedRegions, holdRegions } from './embedding'
import { errorFigures } from './domain/compare'
import { seedOf } from './domain/random'
import type { HeldOutResidual, Model, ModelFigures } from './domain/records'
import { foldNumbers, subjectFolds } from './domain/folds'
import { toUnit } from './domain/scale'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import { EngineFeatures } from './engine-features'
import { VARIANTS, type TrainedModel, type TrainingExample } from './engine-protocol'
import { ensureFeatures, type Features } from './features'
import { dataHash, raterDifference, residualsOf, verdictOn } from './judging'
import { findObjective } from './learning/objectives'
import { cutMissingCrops } from './regions'
import type { Suggesting } from './suggesting'

/** Subjects are split into this many parts; each part is judged by a model that never saw it. */
const FOLDS = 5

interface LearningSet {
  labelled: LabelledRegion[]
  /** Labels on the unit scale, by region key. */
  labels: Map<number, number>
  folds: string[][]
  foldOf: Map<string, number>
}

export class Learning {
  #state: TrainingState = { phase: 'idle' }
  #cancelled = false
  #running = false
  /** Why this training does not run where it was asked to. */
  #deviceNote: string | undefined
  onState: (state: TrainingState) => void = () => undefined

  constructor(
    private readonly engine: EngineClient,
    private readonly suggesting: Suggesting,
  ) {}

  get state(): TrainingState {
    return this.#state
  }

  get running(): boolean {
    return this.#running
  }

  /** Starts a training and returns at once; its progress and its end come by `onState`. */
  start(study: StudyFile, request: TrainingRequest): void {
    this.#assertFree()
    this.train(study, request).catch(() => undefined)
  }

  /** Stops after the step under way; the best weights so far are judged and kept if they are good enough. */
  cancel(): void {
    if (!this.#running) return
    this.#cancelled = true
    if (this.engine.running) void this.engine.ask('cancel', {}).catch(() => undefined)
  }

  /**
   * Trains, judges and, when it is not worse than the model in use, promotes a model.
   * @throws MalarError when there is too little to learn from, or the engine fails
   */
  async train(study: StudyFile, request: TrainingRequest): Promise<Model> {
    this.#assertFree()
    this.#running = true
    this.#cancelled = false
    // The features that the engine holds are now the training's: nobody else may change them.
    this.suggesting.mayEmbed = false
    try {
      const model = await this.#train(study, request)
      this.#become({ phase: 'done', model })
      return model
    } catch (error) {
      this.#become({ phase: 'failed', message: error instanceof Error ? error.message : String(error) })
      throw error
    } finally {
      this.#running = false
      this.suggesting.mayEmbed = true
    }
  }

  /** Makes an earlier model the one in use; its suggestions are made anew where they are missing. */
  async promote(study: StudyFile, model: number): Promise<void> {
    this.#assertFree()
    study.writer.promote(model)
    this.suggesting.forget()
    await this.suggesting.suggestAll(study)
  }

  async #train(study: StudyFile, request: TrainingRequest): Promise<Model> {
    findObjective(request.objective)
    this.#deviceNote = undefined
    this.#become(working('preparing', 0, 0, 'cpu'))
    const { device, deviceNote } = await this.engine.ask('hello', { device: request.device })
    this.#deviceNote = deviceNote
    await cutMissingCrops(study)
    const set = learningSet(study, request.seed)
    const held = new EngineFeatures(this.engine)
    await held.drop()
    try {
      const features = await ensureFeatures(study, this.engine, set.labelled, {
        variants: VARIANTS,
        onProgress: (done, total) => this.#become(working('preparing', done, total, device)),
        cancelled: () => this.#cancelled,
      })
      const ids = await holdRegions(held, features, set.labelled, VARIANTS)
      // The engine has no training yet that could be told to stop.
      if (this.#cancelled) {
        throw new MalarError(
          'cancelled',
          'The training was cancelled before it had learned anything. Nothing has changed.',
        )
      }
      const candidate = await this.#fit(set, ids, request, 0, device)
      const residuals = await this.#judge(features, set, ids, held, candidate, request, device)
      const figures: ModelFigures = {
        errors: errorFigures(residuals),
        residuals,
        raterDifference: raterDifference(study.reader),
        losses: candidate.losses,
        chanceLoss: candidate.chanceLoss,
        verdict: '',
      }
      const { use, sentence } = verdictOn(residuals, study.reader.currentModel(), request.seed)
      figures.verdict = sentence
      const model = study.writer.addModel(candidate.weights, {
        objective: request.objective,
        seed: request.seed,
        device,
        steps: candidate.steps,
        dataHash: dataHash(study.reader, set.labelled, request),
        subjects: new Set(set.labelled.map(({ subject }) => subject)).size,
        labels: set.labelled.length,
        figures,
      })
      return use ? await this.#promoteNew(study, model, device) : model
    } finally {
      await held.drop().catch(() => undefined)
    }
  }

  /** Trains on every subject outside the fold. */
  async #fit(
    set: LearningSet,
    crops: readonly number[],
    request: TrainingRequest,
    fold: number,
    device: 'cpu' | 'gpu',
  ): Promise<TrainedModel> {
    const examples: TrainingExample[] = []
    set.labelled.forEach(({ key, region, subject }, i) => {
      if (set.foldOf.get(subject) === fold) return
      examples.push({ crop: crops[i] as number, region, subject, label: set.labels.get(key) as number })
    })
    const phase = fold === 0 ? 'training' : 'judging'
    const started = Date.now()
    const losses: { step: number; loss: number }[] =
      fold === 0 || !('losses' in this.#state) ? [] : this.#state.losses
    this.engine.onProgress = ({ step, steps, loss, chanceLoss }) => {
      if (fold === 0) losses.push({ step, loss })
      const done = fold * steps + step
      const all = FOLDS * steps
      const perStep = (Date.now() - started) / 1000 / Math.max(1, step)
      this.#become({
        phase,
        step: done,
        steps: all,
        loss,
        losses,
        chanceLoss,
        // The first steps also pay for starting TensorFlow.
        etaSeconds: step < 5 ? null : Math.round(perStep * (all - done)),
        device,
      })
    }
    return this.engine.ask('train', {
      examples,
      options: { objective: request.objective, seed: seedOf(request.seed, 'fold', fold), steps: 0 },
    })
  }

  /**
   * Residuals of held-out subjects. The candidate is judged on the fold that it did not see; the other folds are
   * judged by models made by the same recipe without them. After Cancel only the first fold is judged.
   */
  async #judge(
    features: Features,
    set: LearningSet,
    ids: readonly number[],
    held: EngineFeatures,
    candidate: TrainedModel,
    request: TrainingRequest,
    device: 'cpu' | 'gpu',
  ): Promise<HeldOutResidual[]> {
    const residuals: HeldOutResidual[] = []
    for (let fold = 0; fold < FOLDS; fold++) {
      if (fold > 0 && this.#cancelled) break
      const model = fold === 0 ? candidate : await this.#fit(set, ids, request, fold, device)
      // A model that was stopped midway is not the recipe that it stands for.
      if (fold > 0 && model.cancelled) break
      const vectors = await embedRegions(this.engine, held, features, model.weights, set.labelled)
      residuals.push(...residualsOf(set.labelled, set.labels, vectors, set.folds[fold] as string[]))
    }
    return residuals
  }

  async #promoteNew(study: StudyFile, model: Model, device: 'cpu' | 'gpu'): Promise<Model> {
    this.#become(working('embedding', 0, 1, device))
    await embedMissing(study, this.engine, model.id, (done, total) =>
      this.#become(working('embedding', done, total, device)),
    )
    const promoted = study.writer.promote(model.id)
    this.suggesting.forget()
    await this.suggesting.suggestAll(study)
    return promoted
  }

  #become(state: TrainingState): void {
    const told = state.phase !== 'idle' && state.phase !== 'failed' && this.#deviceNote !== undefined
    this.#state = told ? { ...state, deviceNote: this.#deviceNote } : state
    this.onState(this.#state)
  }

  #assertFree(): void {
    if (this.#running) throw new MalarError('busy', 'A training is running. Wait for it, or cancel it.')
  }
}

function working(
  phase: 'preparing' | 'embedding',
  step: number,
  steps: number,
  device: 'cpu' | 'gpu',
): TrainingState {
  return { phase, step, steps, loss: null, losses: [], chanceLoss: 0, etaSeconds: null, device }
}

function learningSet(study: StudyFile, seed: number): LearningSet {
  const { scale } = study.reader.info()
  const labelled = study.reader.labelled()
  const folds = subjectFolds(
    labelled.map(({ subject }) => subject),
    FOLDS,
    seed,
  )
  return {
    labelled,
    labels: new Map(labelled.map(({ key, mean }) => [key, toUnit(scale, mean)])),
    folds,
    foldOf: foldNumbers(folds),
  }
}

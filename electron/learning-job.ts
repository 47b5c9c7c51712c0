/**
 * A training from the button to the model in use. The main process decides: what is learned from, which subjects
 * are held out, and whether the new model replaces the old. The engine only computes.
 */
import type { StudyFile } from '../db/study-file'
import type { TrainingRequest, TrainingState } from './contract'
import { errorFigures } from './domain/compare'
import { learnedFrom, raterDifferences } from './domain/learned-from'
import type { Model, ModelFigures } from './domain/records'
import { MalarError } from './domain/words'
import { embedMissing, inTurn } from './embedding'
import type { EngineClient } from './engine-client'
import { assertJudged, dataHash, raterDifference, verdictOn } from './judging'
import { findObjective } from './learning/objectives'
import { note } from './log'
import { cutMissingCrops } from './regions'
import type { Suggesting } from './suggesting'
import { FOLDS, TrainingRun } from './training-run'
import type { Networks, RunProgress } from './training-run'

type Device = 'cpu' | 'gpu'

/** How long the engine may take to hear of a cancel before it is ended, in ms. */
const CANCEL_PATIENCE = 5000

/** Of a training that has not begun. */
const NO_CURVES = { losses: [], chanceLoss: 0, heldOut: [] }

interface Learned {
  model: Model
  /** Whether it may replace the model in use. */
  use: boolean
  device: Device
}

export class Learning {
  #state: TrainingState = { phase: 'idle' }
  #cancelled = false
  #running = false
  #promoting = false
  /** Ends a training that waits for its turn with the engine. */
  #abandon: ((error: MalarError) => void) | null = null
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

  /** An earlier model is being taken back into use. */
  get promoting(): boolean {
    return this.#promoting
  }

  /** Another study is open: how the training of the one before ended says nothing of it. */
  forget(): void {
    if (!this.#running) this.#become({ phase: 'idle' })
  }

  /** Starts a training and returns at once; its progress and its end come by `onState`. */
  start(study: StudyFile, request: TrainingRequest): void {
    this.#assertFree()
    this.train(study, request).catch(() => undefined)
  }

  /**
   * Stops after the step under way; the best weights so far are judged and kept if they are good enough. While the
   * pads are placed by a new model, that stops, and the model is kept without being used; once it is used, the
   * suggestions that are missing are made when they are first shown. An engine that does not hear is ended.
   */
  cancel(): void {
    if (!this.#running) return
    this.#cancelled = true
    this.#abandon?.(new MalarError('cancelled', 'The training was cancelled before it began.'))
    const { engine } = this
    if (!engine.running) return
    const { generation } = engine
    const impatience = setTimeout(() => {
      if (engine.running && engine.generation === generation) engine.stop('The training was cancelled.')
    }, CANCEL_PATIENCE)
    engine
      .ask('cancel', {})
      .catch(() => undefined)
      .finally(() => clearTimeout(impatience))
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
      this.#become({ phase: 'failed', message: sentenceOf(error) })
      throw error
    } finally {
      this.#running = false
      this.suggesting.mayEmbed = true
    }
  }

  /**
   * Makes an earlier model the one in use; its suggestions are made anew where they are missing. It is used once it
   * has placed every pad, so that one that cannot leaves the model in use as it is.
   */
  async promote(study: StudyFile, model: number): Promise<void> {
    this.#assertFree()
    this.#promoting = true
    try {
      await embedMissing(study, this.engine, study.reader.model(model))
      study.writer.promote(model)
      this.suggesting.forget()
      await this.suggesting.suggestAll(study)
    } finally {
      this.#promoting = false
    }
  }

  async #train(study: StudyFile, request: TrainingRequest): Promise<Model> {
    findObjective(request.objective)
    this.#deviceNote = undefined
    this.#become(working('preparing', 0, 0, 'cpu'))
    const { model, use, device } = await this.#inTurn(() => this.#learn(study, request))
    return use ? await this.#promoteNew(study, model, device) : model
  }

  /** Waits until nobody else has the engine hold anything, or the training is cancelled. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    let waits = true
    const abandoned = new Promise<never>((_, reject) => (this.#abandon = reject))
    const turn = inTurn(this.engine, async () => {
      if (!waits) throw new MalarError('cancelled', 'The training was cancelled.')
      this.#abandon = null
      return await work()
    })
    try {
      return await Promise.race([turn, abandoned])
    } finally {
      waits = false
      this.#abandon = null
    }
  }

  async #learn(study: StudyFile, request: TrainingRequest): Promise<Learned> {
    const run = new TrainingRun(study, this.engine, request, () => this.#cancelled)
    const { device, deviceNote, tensorflow } = await this.engine.ask('hello', { device: request.device })
    this.#deviceNote = deviceNote
    if (tensorflow === null && request.depth !== 'head') {
      throw new MalarError(
        'needs-tensorflow',
        'To train more than its last layers the image network needs TensorFlow, which could not be started on this computer. Learn with the last layers only, or install Malar again.',
      )
    }
    await cutMissingCrops(study)
    try {
      await run.prepare((done, total) => this.#become(working('preparing', done, total, device)))
      const networks = await run.train(this.#telling(device))
      const figures = await this.#figures(study, run, networks, device)
      const { use, sentence } = verdictOn(figures.residuals, study.reader.currentModel(), request.seed)
      const { objective, seed, depth } = request
      const model = study.writer.addModel(networks.weights, {
        objective,
        seed,
        depth,
        device,
        steps: networks.first.steps,
        dataHash: dataHash(study.reader, run.labelled, request),
        subjects: new Set(run.labelled.map(({ subject }) => subject)).size,
        labels: run.labelled.length,
        networks: networks.networks,
        folds: networks.folds,
        figures: { ...figures, verdict: sentence },
      })
      return { model, use, device }
    } finally {
      await run.drop()
    }
  }

  async #figures(
    study: StudyFile,
    run: TrainingRun,
    { heldOut, first }: Networks,
    device: Device,
  ): Promise<ModelFigures> {
    const { scale } = study.reader.info()
    const residuals = heldOut.residuals()
    assertJudged(new Set(residuals.map(({ subject }) => subject)).size, this.#cancelled)
    const full = residuals.map(({ subject, region, residual }) => ({ subject, region, error: residual }))
    return {
      errors: errorFigures(residuals),
      residuals,
      differences: heldOut.differences(),
      levelShare: heldOut.levelShare(),
      raterDifference: raterDifference(study.reader),
      raterDifferences: raterDifferences(study.reader.raterPairs(), scale.max - scale.min),
      learnedFrom: learnedFrom(run.labelled),
      losses: first.losses,
      chanceLoss: first.chanceLoss,
      // What is known is kept first: Cancel ends the curve and nothing else.
      curve: await run.curve(full, this.#telling(device)),
      verdict: '',
    }
  }

  /** Tells the state while networks are trained; the curve that it draws is that of the first one. */
  #telling(device: Device): (progress: RunProgress) => void {
    const started = Date.now()
    return ({ step, steps, loss, chanceLoss, training, trainings, curve, heldOut }) => {
      const before = 'losses' in this.#state ? this.#state.losses : []
      const losses = training === 0 && !curve ? [...before, { step, loss }] : before
      const done = training * steps + step
      const all = trainings * steps
      const perStep = (Date.now() - started) / 1000 / Math.max(1, done)
      this.#become({
        phase: curve ? 'curve' : training === 0 ? 'training' : 'judging',
        step: done,
        steps: all,
        loss,
        losses,
        chanceLoss,
        heldOut: [...heldOut],
        networks: FOLDS,
        // The first steps also pay for starting TensorFlow.
        etaSeconds: done < 5 ? null : Math.round(perStep * (all - done)),
        device,
      })
    }
  }

  async #promoteNew(study: StudyFile, model: Model, device: Device): Promise<Model> {
    // A cancel so far was for the training.
    this.#cancelled = false
    // What was seen while it learned stays in sight.
    const { losses, chanceLoss, heldOut } = 'losses' in this.#state ? this.#state : NO_CURVES
    const tell = (done: number, total: number): void =>
      this.#become({ ...working('embedding', done, total, device), losses, chanceLoss, heldOut })
    tell(0, 1)
    try {
      await embedMissing(study, this.engine, model, tell, () => this.#cancelled)
    } catch (error) {
      if (!this.#cancelled) throw error
      throw new MalarError(
        'cancelled',
        `Model ${model.id} was learned and is kept, but it was cancelled before it had placed every pad. Put it to use when there is time.`,
      )
    }
    const promoted = study.writer.promote(model.id)
    this.suggesting.forget()
    await this.suggesting.suggestAll(study, undefined, () => this.#cancelled)
    return promoted
  }

  #become(state: TrainingState): void {
    const told = state.phase !== 'idle' && state.phase !== 'failed' && this.#deviceNote !== undefined
    this.#state = told ? { ...state, deviceNote: this.#deviceNote } : state
    this.onState(this.#state)
  }

  #assertFree(): void {
    if (this.#running) throw new MalarError('busy', 'A training is running. Wait for it, or cancel it.')
    if (this.#promoting) throw new MalarError('busy', PROMOTING)
  }
}

/** Said to whoever would take the study or the engine away meanwhile. */
export const PROMOTING = 'A model is being put to use. Wait until its suggestions are made.'

function sentenceOf(error: unknown): string {
  if (error instanceof MalarError) return error.message
  note('a training failed', error)
  return `Something went wrong that Malar did not expect (${error instanceof Error ? error.message : String(error)}). Try again.`
}

function working(
  phase: 'preparing' | 'embedding',
  step: number,
  steps: number,
  device: Device,
): Extract<TrainingState, { step: number }> {
  return { phase, step, steps, loss: null, ...NO_CURVES, networks: FOLDS, etaSeconds: null, device }
}

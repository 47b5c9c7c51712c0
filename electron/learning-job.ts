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
import { embedMissing } from './embedding'
import type { EngineClient } from './engine-client'
import { dataHash, raterDifference, verdictOn } from './judging'
import { findObjective } from './learning/objectives'
import { cutMissingCrops } from './regions'
import type { Suggesting } from './suggesting'
import { TrainingRun } from './training-run'
import type { Networks, RunProgress } from './training-run'

type Device = 'cpu' | 'gpu'

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
    const run = new TrainingRun(study, this.engine, request, () => this.#cancelled)
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
      return use ? await this.#promoteNew(study, model, device) : model
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
    const full = residuals.map(({ subject, region, residual }) => ({ subject, region, error: residual }))
    return {
      errors: errorFigures(residuals),
      residuals,
      differences: heldOut.differences(),
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
    return ({ step, steps, loss, chanceLoss, training, trainings, curve }) => {
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
        // The first steps also pay for starting TensorFlow.
        etaSeconds: done < 5 ? null : Math.round(perStep * (all - done)),
        device,
      })
    }
  }

  async #promoteNew(study: StudyFile, model: Model, device: Device): Promise<Model> {
    this.#become(working('embedding', 0, 1, device))
    await embedMissing(study, this.engine, model, (done, total) =>
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
  device: Device,
): TrainingState {
  return { phase, step, steps, loss: null, losses: [], chanceLoss: 0, etaSeconds: null, device }
}

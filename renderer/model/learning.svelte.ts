import type { Learnable, MalarEvent, TrainingRequest, TrainingState } from '../../electron/contract'
import type { Model } from '../../electron/domain/records'
import { sentenceOf, type Client } from '../api'

export type LearningClient = Pick<
  Client,
  | 'objectives'
  | 'startTraining'
  | 'cancelTraining'
  | 'trainingState'
  | 'learnable'
  | 'models'
  | 'promoteModel'
>

export type Working = Extract<TrainingState, { step: number }>

export const PHASE_WORDS: Record<TrainingState['phase'], string> = {
  idle: 'Not learning',
  preparing: 'Preparing the crops',
  training: 'Learning',
  judging: 'Judging it on subjects it has never seen',
  curve: 'Measuring how the error falls with more subjects',
  embedding: 'Placing every pad among its neighbours',
  done: 'Learned',
  failed: 'Stopped',
}

/** The phases of a learning that goes well, in their order. */
export const PHASES = ['preparing', 'training', 'judging', 'curve', 'embedding'] as const

/** The same, to be read at a glance. */
export const PHASE_NAMES: Record<(typeof PHASES)[number], string> = {
  preparing: 'Prepare',
  training: 'Learn',
  judging: 'Judge',
  curve: 'Learning curve',
  embedding: 'Place every pad',
}

/** Learning and its models. */
export class Learning {
  training = $state.raw<TrainingState>({ phase: 'idle' })
  models = $state.raw<Model[]>([])
  /** What there is to learn from; null until it was asked for. */
  learnable = $state.raw<Learnable | null>(null)
  objectives = $state.raw<{ name: string; words: string }[]>([])
  request = $state<TrainingRequest>({ objective: '', seed: 1, device: 'auto', depth: 'upper' })
  cancelling = $state(false)
  /** The model that is being put to use. */
  promoting = $state<number | null>(null)
  /** What came of the last act, for a line in place. */
  said = $state('')
  #chosen = $state<number | null>(null)
  failure = $state('')

  constructor(private readonly client: LearningClient) {}

  async load(): Promise<void> {
    await this.#try(async () => {
      this.objectives = await this.client.objectives()
      this.request.objective ||= this.objectives[0]?.name ?? ''
      this.models = await this.client.models()
      this.training = await this.client.trainingState()
      this.learnable = await this.client.learnable(this.#seed)
    })
  }

  /** Why learning cannot begin, as a sentence; empty where it can, or where that is not known. */
  get refused(): string {
    return this.learnable?.because ?? ''
  }

  /** The next older model than the one in sight, or the next newer one; null where there is none. */
  beside(way: 'older' | 'newer'): Model | null {
    const at = this.models.findIndex(({ id }) => id === this.shown?.id)
    return this.models[way === 'older' ? at - 1 : at + 1] ?? null
  }

  get working(): Working | null {
    return 'step' in this.training ? this.training : null
  }

  /** The model that gives suggestions. */
  get current(): Model | null {
    return this.models.find((model) => model.promoted) ?? null
  }

  /** The model whose worth is in sight: the one chosen, else the newest trained, else the one in use. */
  get shown(): Model | null {
    const trained = this.training.phase === 'done' ? this.training.model.id : null
    const find = (id: number | null): Model | undefined => this.models.find((model) => model.id === id)
    return find(this.#chosen) ?? find(trained) ?? this.current ?? this.models.at(-1) ?? null
  }

  show(id: number): void {
    this.#chosen = id
  }

  /** Why the graphics card that was asked for is not used; empty where it is, or none was asked for. */
  get deviceNote(): string {
    return ('deviceNote' in this.training && this.training.deviceNote) || ''
  }

  /** An emptied box has no seed. */
  get #seed(): number {
    return this.request.seed ?? 1
  }

  /** Another study was opened. */
  forget(): void {
    this.models = []
    this.learnable = null
    this.#chosen = null
    this.said = this.failure = ''
  }

  async learn(): Promise<void> {
    if (this.working || this.refused) return
    this.cancelling = false
    this.#chosen = null
    this.said = ''
    await this.#try(async () => {
      await this.client.startTraining({ ...this.request, seed: this.#seed })
      this.training = await this.client.trainingState()
    })
  }

  /** Stops; the best so far is kept. */
  async cancel(): Promise<void> {
    if (!this.working || this.cancelling) return
    this.cancelling = true
    await this.#try(() => this.client.cancelTraining())
  }

  async promote(id: number): Promise<void> {
    if (this.working || this.promoting !== null) return
    this.promoting = id
    this.said = ''
    await this.#try(async () => {
      this.models = await this.client.promoteModel(id)
      this.#chosen = id
      this.said = `Model ${id} gives the suggestions now. No score has changed.`
    })
    this.promoting = null
  }

  heard(event: MalarEvent): void {
    if (event.type !== 'training') return
    const before = this.training.phase
    this.training = event.state
    // A cancel so far ended the training; that the model takes its place may be cancelled on its own.
    if (event.state.phase === 'embedding' && before !== 'embedding') this.cancelling = false
    if (event.state.phase !== 'done' && event.state.phase !== 'failed') return
    this.cancelling = false
    void this.#try(async () => {
      this.models = await this.client.models()
      this.learnable = await this.client.learnable(this.#seed)
    })
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    this.failure = ''
    try {
      await act()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
  }
}

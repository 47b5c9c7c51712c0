import type {
  ImportPlan,
  ImportReport,
  ImportSource,
  MalarEvent,
  SubjectGrouping,
} from '../../electron/contract'
import { sentenceOf, type Client } from '../api'

export type ImportPhase = 'idle' | 'looking' | 'plan' | 'running' | 'report'

/** One import from the choice of files to its report. Nothing is written before `accept`. */
export class Import {
  phase = $state<ImportPhase>('idle')
  plan = $state.raw<ImportPlan | null>(null)
  report = $state.raw<ImportReport | null>(null)
  grouping = $state<SubjectGrouping>('photograph')
  progress = $state.raw({ done: 0, total: 0, etaSeconds: null as number | null })
  cancelling = $state(false)
  failure = $state('')
  #asked = 0

  constructor(
    private readonly client: Pick<Client, 'planImport' | 'acceptImport' | 'cancelImport'>,
    private readonly changed: () => void = () => {},
  ) {}

  get open(): boolean {
    return this.phase !== 'idle'
  }

  /** True while subjects must be guessed from files or folders. */
  get guessesSubjects(): boolean {
    return this.plan?.accepted.some((photograph) => photograph.subject === null) ?? false
  }

  /** Looks at what would be imported. */
  async look(source: ImportSource): Promise<void> {
    if (this.phase === 'running' || this.phase === 'looking') return
    this.failure = ''
    this.phase = 'looking'
    const mine = ++this.#asked
    try {
      const plan = await this.client.planImport(source)
      if (mine !== this.#asked) return
      this.plan = plan
      this.phase = this.plan ? 'plan' : 'idle'
    } catch (error) {
      if (mine === this.#asked) this.#fail(error)
    }
  }

  /** Another study was opened: what was looked at for the one before is not for it. */
  forget(): void {
    this.#asked++
    this.failure = ''
    this.close()
  }

  async accept(): Promise<void> {
    if (!this.plan || this.phase !== 'plan') return
    this.phase = 'running'
    this.cancelling = false
    this.progress = { done: 0, total: this.plan.accepted.length, etaSeconds: null }
    try {
      this.report = await this.client.acceptImport(this.plan.id, this.grouping)
      this.phase = 'report'
    } catch (error) {
      this.#fail(error)
    }
    this.changed()
  }

  /** Before accepting: nothing happened. While running: stops after the photograph at hand. */
  async cancel(): Promise<void> {
    const running = this.phase === 'running'
    this.cancelling = running
    try {
      await this.client.cancelImport()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    if (!running) this.close()
  }

  close(): void {
    this.phase = 'idle'
    this.plan = null
    this.report = null
  }

  heard(event: MalarEvent): void {
    if (event.type !== 'import-progress') return
    const { done, total, etaSeconds } = event
    this.progress = { done, total, etaSeconds }
  }

  #fail(error: unknown): void {
    this.failure = sentenceOf(error)
    this.close()
  }
}

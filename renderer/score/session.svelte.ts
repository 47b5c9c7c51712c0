import type { GivenScore, RoundSummary, ScoreSaved, ScoringTask } from '../../electron/contract'
import { nearestAllowed, type Scale } from '../../electron/domain/scale'
import type { CannotJudgeReason } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'
import { ActiveClock } from './clock.svelte'
import { Entry } from './entry.svelte'
import { Look } from './look.svelte'
import { Patience } from './patience'
import { MOST_AHEAD, Pictures } from './pictures'
import { Suggested } from './suggested.svelte'

export interface SessionSums {
  scored: number
  cannotJudge: number
  taken: number
  seconds: number
}

/** What the session needs of the main process. */
export type SessionClient = Pick<Client, 'task' | 'score' | 'suggest' | 'firstOpen'>

/**
 * One sitting at a round. A score is awaited until it is on disk before the next pad is shown;
 * keys that come in between are kept by `Patience`, so that none is lost and none scores an unseen pad.
 */
export class Session {
  task = $state.raw<ScoringTask | null>(null)
  entry: Entry
  note = $state('')
  asking = $state<'nothing' | 'reason' | 'note'>('nothing')
  /** The next digit is a half grade. */
  halfArmed = $state(false)
  busy = $state(false)
  savedAt = $state.raw<string | null>(null)
  /** A score that is not on disk: it stays in sight until it is. */
  failure = $state.raw<{ message: string; given: GivenScore } | null>(null)
  hint = $state('')
  done = $state(false)
  finished = $state(0)
  sums = $state.raw<SessionSums>({ scored: 0, cannotJudge: 0, taken: 0, seconds: 0 })
  readonly clock: ActiveClock
  readonly look = new Look()
  readonly suggested: Suggested
  readonly #padClock: ActiveClock
  readonly #patience: Patience
  /** Where the round's order was last looked ahead from. */
  #ahead = -1

  constructor(
    private readonly client: SessionClient,
    readonly round: RoundSummary,
    readonly scale: Scale,
    now: () => number = () => performance.now(),
    readonly pictures = new Pictures(),
  ) {
    this.entry = new Entry(scale)
    this.suggested = new Suggested(client, round.id)
    this.clock = new ActiveClock(now)
    this.#padClock = new ActiveClock(now)
    this.#patience = new Patience(now)
    this.finished = round.finished
  }

  get assisted(): boolean {
    return this.round.mode === 'assisted'
  }

  /** Goes to the first pad without a score, or to the summary when there is none. */
  async begin(): Promise<void> {
    if (this.#unsaved()) return
    await this.#work(async () => this.#show(await this.client.firstOpen(this.round.id)))
  }

  /** Shows one pad of the round, scored or not. */
  async open(position: number): Promise<void> {
    if (this.#unsaved()) return
    await this.#work(() => this.#show(position))
  }

  /** Any sign of life of the person at work. */
  touch(): void {
    this.clock.touch()
    this.#padClock.touch()
  }

  /** Acts now, or when the running save allows it. `commits` says that the act may score. */
  press(act: () => void, commits = false): void {
    this.touch()
    if (this.busy) {
      this.#patience.keep(act, commits)
      return
    }
    this.hint = ''
    act()
  }

  /** Enter: scores what is set; goes on from a pad that keeps its score. */
  accept(): void {
    if (this.failure) void this.retry()
    else if (this.entry.value !== null) void this.give(this.entry.value)
    else if (this.task?.mine) void this.goOn()
    else this.hint = 'Set a value first: type it, click on the scale, or use the arrow keys.'
  }

  /** Scores and goes on. */
  async give(value: number): Promise<void> {
    await this.#commit({ value: nearestAllowed(this.scale, value), reason: null }, false)
  }

  /** A grade's key: scores and goes on, if the scale has that grade. */
  grade(value: number): void {
    const wanted = this.halfArmed ? value + 0.5 : value
    this.halfArmed = false
    if (wanted > this.scale.max) this.hint = `The highest grade is ${this.scale.max}.`
    else void this.give(wanted)
  }

  async cannotJudge(reason: CannotJudgeReason): Promise<void> {
    await this.#commit({ value: null, reason }, false)
  }

  /** Takes the suggestion as the score, rounded to the scale. */
  take(): void {
    const value = this.suggested.view?.suggestion.value
    if (value === null || value === undefined) this.hint = 'There is no suggestion to take here.'
    else void this.#commit({ value: nearestAllowed(this.scale, value), reason: null }, true)
  }

  /** From a pad that keeps its score to the one after it. */
  async goOn(): Promise<void> {
    const task = this.task
    if (!task) return
    if (task.position + 1 < task.total) await this.open(task.position + 1)
    else await this.begin()
  }

  /** Takes back a typed digit, else shows the pad before. Nothing is overwritten by looking. */
  back(): void {
    if (this.entry.untype()) return
    if (this.done && this.task) void this.open(this.task.position)
    else if (this.task && this.task.position > 0) void this.open(this.task.position - 1)
    else this.hint = 'This is the first pad of the round.'
  }

  /** Tries again to save what could not be saved. */
  async retry(): Promise<void> {
    const failed = this.failure
    if (failed) await this.#save(failed.given, false)
  }

  /** Gives up an answer that could not be saved; the pad is open again. */
  discard(): void {
    this.failure = null
    this.entry.clear()
  }

  /** The person turned to something else: time stands still until the next sign of life. */
  rest(): void {
    this.clock.rest()
    this.#padClock.rest()
  }

  #unsaved(): boolean {
    if (!this.failure) return false
    this.hint = 'This answer is not saved yet: retry, or discard it.'
    return true
  }

  async #commit(answer: Pick<GivenScore, 'value' | 'reason'>, taken: boolean): Promise<void> {
    const task = this.task
    if (!task || this.busy || this.done) return
    this.asking = 'nothing'
    if (answer.value !== null) this.entry.set(answer.value)
    const seen = this.assisted && this.suggested.view !== null
    await this.#save(
      {
        round: this.round.id,
        position: task.position,
        ...answer,
        note: this.note.trim(),
        suggestion: seen ? (this.suggested.view?.suggestion.id ?? null) : null,
        suggestionSeen: seen ? 'before' : 'no',
        seconds: Math.round(this.#padClock.seconds * 10) / 10,
        altered: this.look.altered,
      },
      taken,
    )
  }

  async #save(given: GivenScore, taken: boolean): Promise<void> {
    if (this.busy) return
    await this.#work(async () => {
      let saved: ScoreSaved
      try {
        saved = await this.client.score(given)
      } catch (error) {
        this.failure = { message: sentenceOf(error), given }
        this.#patience.forget()
        return
      }
      this.failure = null
      this.savedAt = saved.savedAt
      this.finished = saved.finished
      this.#count(given, taken)
      await this.#show(saved.next)
    })
  }

  #count(given: GivenScore, taken: boolean): void {
    const { scored, cannotJudge, taken: before } = this.sums
    this.sums = {
      scored: scored + (given.value === null ? 0 : 1),
      cannotJudge: cannotJudge + (given.value === null ? 1 : 0),
      taken: before + (taken ? 1 : 0),
      seconds: this.clock.seconds,
    }
  }

  async #show(position: number | null): Promise<void> {
    if (position === null) {
      this.done = true
      this.sums = { ...this.sums, seconds: this.clock.seconds }
      return
    }
    const task = await this.client.task(this.round.id, position)
    this.done = false
    this.task = task
    this.look.turnTo(task.region, task.frame.mirrored)
    this.finished = task.finished
    this.entry.clear()
    this.note = task.mine?.note ?? ''
    this.asking = 'nothing'
    this.halfArmed = false
    this.failure = null
    this.suggested.clear()
    this.#padClock.restart()
    if (this.assisted) void this.suggested.show(task.position)
    // Nothing is scored that is not in sight: keys wait for the picture, as they wait for the disk.
    await this.pictures.want(task.photograph.picture)
    void this.#lookAhead(task)
  }

  /** Has the photograph after this one decoded while this one is scored. */
  async #lookAhead(task: ScoringTask): Promise<void> {
    if (task.earlier && this.look.beside === 'earlier') void this.pictures.want(task.earlier.picture)
    const next = Math.max(...task.pads.map((pad) => pad.position)) + 1
    if (next >= task.total || next === this.#ahead) return
    this.#ahead = next
    try {
      const { photograph } = await this.client.task(this.round.id, next)
      if (photograph.width * photograph.height <= MOST_AHEAD) void this.pictures.want(photograph.picture)
    } catch {
      // Looking ahead is a courtesy; opening the pad will say what is wrong.
    }
  }

  /** Runs work during which no score can be given, then the keys that were kept. */
  async #work(work: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.#patience.begin()
    try {
      await work()
    } catch (error) {
      this.hint = sentenceOf(error)
      this.#patience.forget()
    }
    this.busy = false
    const dropped = this.#patience.end((act, commits) => this.press(act, commits))
    if (dropped) this.hint = 'Saving took a moment; keys pressed meanwhile did not score this pad.'
  }
}

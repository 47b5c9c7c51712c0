import type { GivenScore, RoundReport, RoundSummary, ScoreSaved, ScoringTask } from '../../electron/contract'
import { nearestAllowed, type Scale } from '../../electron/domain/scale'
import type { CannotJudgeReason } from '../../electron/domain/words'
import { sentenceOf } from '../api'
import { Afterwards } from './afterwards.svelte'
import { ActiveClock } from './clock.svelte'
import { Entry } from './entry.svelte'
import { LookAhead } from './look-ahead'
import { Look } from './look.svelte'
import { Patience } from './patience'
import { Pictures } from './pictures'
import { Replacing } from './replacing'
import type { SessionClient } from './session-client'
import { Suggested } from './suggested.svelte'
import { NOTHING_YET, counted, type SessionSums } from './sums'

/**
 * One sitting at a round. A score is awaited until it is on disk before the next pad is shown;
 * keys that come in between are kept by `Patience`, so that none is lost, none scores an unseen pad,
 * and none replaces an answer that is there without being asked twice.
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
  sums = $state.raw<SessionSums>(NOTHING_YET)
  /** The pad in sight has just been answered and stays for what is shown afterwards. */
  fresh = $state(false)
  /** What the round came to, once it is finished. */
  report = $state.raw<RoundReport | null>(null)
  readonly clock: ActiveClock
  readonly look = new Look()
  readonly suggested: Suggested
  readonly afterwards: Afterwards
  /** Where to go from a pad that stays; null when it was the last. */
  #next: number | null = null
  readonly #replacing: Replacing
  readonly #padClock: ActiveClock
  readonly #patience: Patience
  readonly #ahead: LookAhead

  constructor(
    private readonly client: SessionClient,
    readonly round: RoundSummary,
    readonly scale: Scale,
    now: () => number = () => performance.now(),
    readonly pictures = new Pictures(),
    idleSeconds?: number,
  ) {
    this.entry = new Entry(scale)
    this.#replacing = new Replacing(scale, this.entry)
    this.suggested = new Suggested(client, round.id)
    this.afterwards = new Afterwards(client, this.suggested, round)
    this.#ahead = new LookAhead(client, pictures)
    this.clock = new ActiveClock(now, idleSeconds)
    this.#padClock = new ActiveClock(now, idleSeconds)
    this.#patience = new Patience(now)
    this.finished = round.finished
  }

  get assisted(): boolean {
    return this.round.mode === 'assisted'
  }

  /** The suggestion for the pad in sight may be seen. */
  get suggesting(): boolean {
    return this.assisted || (this.round.mode === 'reveal' && this.task !== null && this.task.mine !== null)
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

  /** The person turned to something else: time stands still until the next sign of life. */
  rest(): void {
    this.clock.rest()
    this.#padClock.rest()
  }

  /** Acts now, or when the running save allows it. `commits`: the act may score; `sets`: it may set the value. */
  press(act: () => void, commits = false, sets = commits): void {
    this.touch()
    if (this.busy) {
      this.#patience.keep(act, commits)
      return
    }
    if (sets && this.#patience.typedOn()) return
    this.hint = ''
    act()
  }

  /** Enter: scores what is set; goes on from a pad that keeps its score. */
  accept(): void {
    if (this.failure) void this.retry()
    else if (this.task?.mine && [null, this.task.mine.value].includes(this.entry.value)) void this.goOn()
    else if (this.entry.value !== null) void this.give(this.entry.value)
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
    else this.choose(wanted)
  }

  /** A value by one key or click: scores an open pad; replaces an answer only when it is chosen again. */
  choose(value: number, taken = false): void {
    const mine = this.task?.mine
    const wanted = nearestAllowed(this.scale, value)
    if (mine && mine.value === wanted) void this.goOn()
    else if (!mine || !this.#stands()) {
      const hint = mine ? this.#replacing.ask(mine, wanted) : null
      if (hint) this.hint = hint
      else void this.#commit({ value: wanted, reason: null }, taken)
    }
  }

  async cannotJudge(reason: CannotJudgeReason): Promise<void> {
    await this.#commit({ value: null, reason }, false)
  }

  /** Takes the suggestion as the score, rounded to the scale. */
  take(): void {
    const value = this.suggested.view?.suggestion.value
    if (value === null || value === undefined) this.hint = 'There is no suggestion to take here.'
    else this.choose(value, true)
  }

  /** From a pad that keeps its score to the one after it; where photographs close once left, past no open pad. */
  async goOn(): Promise<void> {
    const task = this.task
    if (!task || this.#unsaved()) return
    const after = task.position + 1
    const leaves = this.round.repeats > 0 && !task.pads.some(({ position }) => position === after)
    if (this.fresh) await this.#work(() => this.#show(this.#next))
    else if (after < task.total && !leaves) await this.open(after)
    else await this.begin()
  }

  /** Takes back a typed digit, else shows the pad before. Nothing is overwritten by looking. */
  back(): void {
    if (this.entry.untype()) return
    if (this.#replacing.waits) this.#replacing.forget()
    else if (this.done && this.task) void this.open(this.task.position)
    else if (this.task && this.task.position > 0) void this.open(this.task.position - 1)
    else this.hint = 'This is the first pad of the round.'
  }

  /** Tries again to save what could not be saved. */
  async retry(): Promise<void> {
    if (this.failure) await this.#save(this.failure.given, false)
  }

  /** Gives up an answer that could not be saved; the pad is open again. */
  discard(): void {
    this.failure = null
    this.entry.clear()
  }

  /** In practice an answer stands, since what others said of the pad is in sight. */
  #stands(): boolean {
    if (this.round.mode !== 'practice' || !this.task?.mine) return false
    this.#replacing.forget()
    this.hint = 'In practice the first answer stands. Enter goes on.'
    return true
  }

  #unsaved(): boolean {
    if (this.failure) this.hint = 'This answer is not saved yet: retry, or discard it.'
    return this.failure !== null
  }

  async #commit(answer: Pick<GivenScore, 'value' | 'reason'>, taken: boolean): Promise<void> {
    const task = this.task
    if (!task || this.busy || this.done || this.#stands()) return
    this.asking = 'nothing'
    if (answer.value !== null) this.entry.set(answer.value)
    // In an assisted round it may not have come yet; once revealed it counts as seen whatever came.
    const { view } = this.suggested
    const seen = this.assisted ? view !== null : this.suggesting
    await this.#save(
      {
        round: this.round.id,
        position: task.position,
        ...answer,
        note: this.note.trim(),
        suggestion: seen ? (view?.suggestion.id ?? null) : null,
        suggestionSeen: seen ? 'before' : 'no',
        seconds: Math.round(this.#padClock.seconds * 10) / 10,
        altered: this.look.altered,
      },
      taken,
    )
  }

  async #save(given: GivenScore, taken: boolean): Promise<void> {
    if (this.busy) return
    const first = !this.task?.mine
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
      this.sums = counted(this.sums, given, { first, taken, seconds: this.clock.seconds })
      if (this.afterwards.stays && first) await this.#stay(given.position, saved.next)
      else await this.#show(saved.next)
    })
  }

  /** The answer is on disk; the pad stays in sight for what is shown afterwards. */
  async #stay(position: number, next: number | null): Promise<void> {
    await this.#show(position)
    this.fresh = true
    this.#next = next
    // They were meant for the next pad, not for what nobody had seen yet.
    this.#patience.forget()
  }

  async #show(position: number | null): Promise<void> {
    this.fresh = false
    if (position === null) {
      this.done = true
      this.sums = { ...this.sums, seconds: this.clock.seconds }
      this.report = await this.client.roundReport(this.round.id)
      return
    }
    const task = await this.client.task(this.round.id, position)
    this.done = false
    this.task = task
    this.look.turnTo(task.region, task.frame.mirrored)
    this.finished = task.finished
    this.#replacing.forget()
    this.note = task.mine?.note ?? ''
    this.asking = 'nothing'
    this.halfArmed = false
    this.failure = null
    this.suggested.clear()
    this.#padClock.restart()
    if (this.assisted) void this.suggested.show(task.position)
    void this.afterwards.show(task)
    // Nothing is scored that is not in sight: keys wait for the picture, as they wait for the disk.
    await this.pictures.want(task.photograph.picture)
    void this.#ahead.from(task, this.look.beside === 'earlier')
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
    if (!this.#patience.end((act, commits) => this.press(act, commits))) return
    this.entry.rest()
    this.hint = 'Saving took a moment; keys pressed meanwhile did not score this pad.'
  }
}

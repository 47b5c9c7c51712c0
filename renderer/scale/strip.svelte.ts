import type { ExemplarItem, StripItem, StripView } from '../../electron/contract'
import type { ChangeReason } from '../../electron/domain/change-reasons'
import { exemplarsOf } from '../../electron/domain/exemplars'
import { formatScore, nearestAllowed, type Scale } from '../../electron/domain/scale'
import type { Side } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'
import { READ_ONLY } from '../parts/read-only'
import { columnsOf, columnValue, type StripOrder } from './columns'

export type StripClient = Pick<
  Client,
  'strip' | 'rescore' | 'exemplars' | 'chooseExemplar' | 'removeExemplar'
>

/** Which pad of whom is looked at: the strip and the pairs share it. */
export class Choice {
  way = $state<'strip' | 'pairs'>('strip')
  region = $state('')
  side = $state<Side | null>(null)
  rater = $state(0)
}

/** A score on its way to another value; nothing is saved before it has a reason. */
export interface Move {
  item: StripItem
  value: number
  reason: ChangeReason | null
  words: string
}

/** One pad over all photographs in the order of a rater's scores. */
export class Strip {
  order = $state<StripOrder>('value')
  view = $state.raw<StripView | null>(null)
  /** The pad's exemplars in force. */
  exemplars = $state.raw<ExemplarItem[]>([])
  /** Key of the region that is chosen. */
  chosen = $state<number | null>(null)
  move = $state.raw<Move | null>(null)
  failure = $state('')
  /** What was done last, for a screen reader too. */
  said = $state('')
  #last = $state.raw<{ key: number; value: number } | null>(null)
  #busy = false
  #asked = 0

  constructor(
    private readonly client: StripClient,
    readonly choice: Choice,
    readonly scale: Scale,
    readonly readOnly = false,
  ) {}

  readonly columns = $derived.by(() => columnsOf(this.scale, this.view?.items ?? [], this.order))

  get item(): StripItem | null {
    return this.view?.items.find(({ key }) => key === this.chosen) ?? null
  }

  /** The exemplar that the chosen crop is, if it is one. */
  get exemplar(): ExemplarItem | null {
    return this.exemplars.find(({ key }) => key === this.chosen) ?? null
  }

  /** Whether there is a move in this sitting that can be moved back. */
  get canMoveBack(): boolean {
    return this.#last !== null && this.move === null
  }

  async load(): Promise<void> {
    const { region, side, rater } = this.choice
    const asked = ++this.#asked
    this.move = null
    await this.#try(async () => {
      const [view, exemplars] = await Promise.all([
        this.client.strip(region, side, rater),
        this.client.exemplars(),
      ])
      // Another pad may have been asked for meanwhile.
      if (asked !== this.#asked) return
      this.view = view
      this.exemplars = exemplarsOf(exemplars, region)
      if (!this.item) this.chosen = null
    })
  }

  /** Begins to move a crop; with a value where it was dropped there. */
  begin(item: StripItem | null, value = item?.value): void {
    if (!item || value === undefined || this.#refuses()) return
    this.failure = ''
    this.chosen = item.key
    this.move = { item, value, reason: null, words: '' }
  }

  /** Begins to move back what was moved last. */
  beginBack(): void {
    const last = this.#last
    const item = this.view?.items.find(({ key }) => key === last?.key)
    if (!last || !item || this.move) return
    this.begin(item, last.value)
    this.change({ reason: 'moved back' })
  }

  change(part: Partial<Omit<Move, 'item'>>): void {
    if (!this.move) return
    this.move = { ...this.move, ...part }
    this.failure = ''
  }

  /** Moves the target by steps of the scale. */
  shift(steps: number): void {
    if (this.move)
      this.change({ value: nearestAllowed(this.scale, this.move.value + steps * this.scale.step) })
  }

  leave(): void {
    this.move = null
    this.failure = ''
  }

  /** Saves the new score, if it is one and has a reason. */
  async accept(): Promise<void> {
    const { move } = this
    if (!move || this.#busy) return
    if (move.value === move.item.value) {
      this.failure = `Its score is ${formatScore(this.scale, move.value)} already. Choose another value.`
      return
    }
    if (!move.reason) {
      this.failure = 'Choose a reason first.'
      return
    }
    const { item, value, reason, words } = move
    await this.#try(async () => {
      const after = await this.client.rescore({ score: item.score, value, reason, words })
      if (this.view)
        this.view = {
          ...this.view,
          items: this.view.items.map((one) => (one.key === after.key ? after : one)),
        }
      this.#last = reason === 'moved back' ? null : { key: item.key, value: item.value }
      this.move = null
      const now = formatScore(this.scale, after.value)
      this.said = `Scored ${now} instead of ${formatScore(this.scale, item.value)}.`
    })
  }

  /** Lets the chosen crop stand for its column's value, or for its own. */
  async choose(which: 'column' | 'own'): Promise<void> {
    const { item } = this
    if (!item || this.#refuses()) return
    const value = which === 'own' ? item.value : columnValue(this.scale, item.value)
    await this.#try(async () => {
      this.exemplars = exemplarsOf(await this.client.chooseExemplar(item.key, value), this.choice.region)
      this.said = `Exemplar for ${formatScore(this.scale, value)}.`
    })
  }

  async remove(exemplar: ExemplarItem | null): Promise<void> {
    if (!exemplar || this.#refuses()) return
    await this.#try(async () => {
      this.exemplars = exemplarsOf(await this.client.removeExemplar(exemplar.id), this.choice.region)
      this.said = `${formatScore(this.scale, exemplar.value)} has no exemplar any more.`
    })
  }

  #refuses(): boolean {
    if (this.readOnly) this.failure = READ_ONLY
    return this.readOnly
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.failure = ''
    this.#busy = true
    try {
      await act()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.#busy = false
  }
}

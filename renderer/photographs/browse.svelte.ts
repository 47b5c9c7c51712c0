import type { JsonOf } from '../../electron/contract'
import { listed, type ListedPhotograph } from '../../electron/domain/listed-photograph'
import type { Figure } from '../../electron/domain/photograph-figures'
import { sentenceOf, type Client } from '../api'
import {
  NO_FILTER,
  SORTS,
  arranged,
  figureOf,
  figuresFor,
  isOpen,
  type FigureOf,
  type Figures,
  type Filter,
  type Order,
} from './filter'

export type BrowseClient = Pick<Client, 'photographs' | 'photographFigures' | 'photograph'>

const BY_SUBJECT: Order = { sort: 'subject', reversed: false }

/** The photographs of the study, which of them are shown, and which one is open. Outlives the screen that shows them. */
export class Browse {
  photographs = $state.raw<ListedPhotograph[]>([])
  /** False until the photographs have been read for the first time. */
  loaded = $state(false)
  filter = $state.raw<Filter>(NO_FILTER)
  order = $state.raw<Order>(BY_SUBJECT)
  /** Scores or uncertainties are being read for the filter or the order. */
  reading = $state(false)
  failure = $state('')
  /** Key of the photograph that is open. */
  opened = $state<number | null>(null)
  /** Key of the photograph that was open last. */
  last = $state<number | null>(null)
  #figures = $state.raw<Figures>({})
  /** Keys in the order in which they were shown when one was opened: an edit must not change what comes next. */
  #walk = $state.raw<number[]>([])

  constructor(private readonly client: BrowseClient) {}

  readonly shown = $derived.by(() => arranged(this.photographs, this.filter, this.order, this.#figures))

  /** The figure that the photographs are sorted or left out by, with its reader; null where they are not. */
  readonly figure = $derived.by((): { name: Figure; of: FigureOf } | null => {
    const needed = figuresFor(this.filter, this.order)
    const name = needed.at(-1)
    const figures = name && this.#figures[name]
    return figures ? { name, of: figureOf(figures, this.filter.pad) } : null
  })

  get isFiltered(): boolean {
    return !isOpen(this.filter)
  }

  /** Reads the photographs anew. What was read of scores may be out of date as well. */
  async load(): Promise<void> {
    await this.#try(async () => {
      this.photographs = parsed(await this.client.photographs())
      this.loaded = true
      this.#figures = {}
      await this.#readFigures()
    })
  }

  /** Another study was opened. */
  forget(): void {
    this.photographs = []
    this.loaded = false
    this.#figures = {}
    this.filter = NO_FILTER
    this.order = BY_SUBJECT
    this.opened = this.last = null
    this.failure = ''
  }

  async change(filter: Partial<Filter>): Promise<void> {
    this.filter = { ...this.filter, ...filter }
    await this.#try(() => this.#readFigures())
  }

  async sort(order: Partial<Order>): Promise<void> {
    this.order = { ...this.order, ...order }
    await this.#try(() => this.#readFigures())
  }

  /** The next way to sort, in the order of the list. */
  async sortByNext(): Promise<void> {
    const at = SORTS.indexOf(this.order.sort)
    await this.sort({ sort: SORTS[(at + 1) % SORTS.length] ?? 'subject', reversed: false })
  }

  clear(): void {
    this.filter = { ...NO_FILTER, pad: this.filter.pad }
    this.failure = ''
  }

  open(id: number): void {
    this.#walk = this.shown.map((photograph) => photograph.id)
    this.opened = id
  }

  /** Goes to a photograph that may not be among those that were shown: an undone edit leads there. */
  show(id: number): void {
    this.#goTo(id)
  }

  /** Place of the open photograph among those that were shown, from 1 (0 where it is not), and how many they are. */
  get place(): { at: number; of: number } {
    return { at: this.#walk.indexOf(this.opened ?? -1) + 1, of: this.#walk.length }
  }

  step(by: number): void {
    this.#goTo(this.#walk[this.#walk.indexOf(this.opened ?? -1) + by] ?? null)
  }

  /** The next photograph with a flag among those that were shown, from the first again after the last; null where there is none. */
  get nextFlagged(): number | null {
    const at = this.#walk.indexOf(this.opened ?? -1) + 1
    const ahead = [...this.#walk.slice(at), ...this.#walk.slice(0, Math.max(0, at - 1))]
    const flagged = this.photographs.filter(({ flags }) => flags.length > 0).map(({ id }) => id)
    return ahead.find((id) => flagged.includes(id)) ?? null
  }

  goToNextFlagged(): void {
    this.#goTo(this.nextFlagged)
  }

  /** Back to the grid. */
  close(): void {
    this.last = this.opened
    this.opened = null
    void this.#refresh(this.last)
  }

  #goTo(id: number | null): void {
    if (id === null) return
    void this.#refresh(this.opened)
    this.opened = id
  }

  /** Somebody may have changed the photograph while it was open. */
  async #refresh(id: number | null): Promise<void> {
    if (id === null) return
    await this.#try(async () => {
      const fresh = listed((await this.client.photograph(id)).photograph)
      this.photographs = this.photographs.map((photograph) => (photograph.id === id ? fresh : photograph))
    })
  }

  async #readFigures(): Promise<void> {
    for (const figure of figuresFor(this.filter, this.order)) {
      if (this.#figures[figure]) continue
      this.reading = true
      this.#figures = { ...this.#figures, [figure]: await this.client.photographFigures(figure) }
    }
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act()
      this.failure = ''
    } catch (error) {
      this.failure = sentenceOf(error)
    } finally {
      this.reading = false
    }
  }
}

function parsed<T>(text: JsonOf<T>): T {
  return JSON.parse(text) as T
}

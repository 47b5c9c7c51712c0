import type { SuggestionView } from '../../electron/contract'
import { sentenceOf, type Client } from '../api'

/** The suggestion for the pad in sight, and which of its neighbours are left out. */
export class Suggested {
  view = $state.raw<SuggestionView | null>(null)
  state = $state<'none' | 'loading' | 'there' | 'failed'>('none')
  /** Why there is none, as a sentence. */
  failure = $state('')
  /** Keys of the neighbours' regions. */
  leftOut = $state.raw<readonly number[]>([])
  #position: number | null = null
  #asked = 0

  constructor(
    private readonly client: Pick<Client, 'suggest'>,
    private readonly round: number,
  ) {}

  /** Another pad is in sight: what was suggested for the one before is gone. */
  clear(): void {
    this.#asked++
    this.#position = null
    this.view = null
    this.state = 'none'
    this.leftOut = []
  }

  /** Asks for the suggestion of a pad by its position in the round. */
  async show(position: number): Promise<void> {
    this.clear()
    this.#position = position
    await this.#ask()
  }

  /** Leaves a neighbour out, or takes it in again. */
  async leaveOut(regionKey: number): Promise<void> {
    const out = this.leftOut.includes(regionKey)
    this.leftOut = out ? this.leftOut.filter((key) => key !== regionKey) : [...this.leftOut, regionKey]
    await this.#ask()
  }

  /** Takes in again all neighbours that were left out. */
  async takeAllIn(): Promise<void> {
    if (this.leftOut.length === 0) return
    this.leftOut = []
    await this.#ask()
  }

  async #ask(): Promise<void> {
    if (this.#position === null) return
    const mine = ++this.#asked
    this.state = 'loading'
    try {
      const view = await this.client.suggest(this.round, this.#position, [...this.leftOut])
      if (mine !== this.#asked) return
      this.view = view
      this.state = view ? 'there' : 'none'
    } catch (error) {
      if (mine !== this.#asked) return
      this.failure = sentenceOf(error)
      this.state = 'failed'
    }
  }
}

import type { PairsState } from '../../electron/contract'
import type { Outcome } from '../../electron/domain/pairs'
import { sentenceOf, type Client } from '../api'
import type { Choice } from './strip.svelte'

export type PairsClient = Pick<Client, 'pairs' | 'compare' | 'undoComparison' | 'acceptPairs'>

/** Longer than this nobody looks at a pair: the person was away. */
const LONGEST_SECONDS = 600

/** One pad after the other beside exemplars, until it is settled. */
export class Pairs {
  state = $state.raw<PairsState | null>(null)
  failure = $state('')
  said = $state('')
  /** Questions on their way: until all are answered the pair in sight may be one of before. */
  #running = 0
  #since = 0
  #asked = 0

  constructor(
    private readonly client: PairsClient,
    readonly choice: Choice,
    readonly readOnly = false,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async load(): Promise<void> {
    const { region, side, rater } = this.choice
    const asked = ++this.#asked
    await this.#try(async () => {
      const state = await this.client.pairs(region, side, rater)
      // Another pad may have been asked for meanwhile.
      if (asked === this.#asked) this.#show(state, '')
    })
  }

  /** One of the two pictures is fuller, or they are alike. */
  async answer(which: 'left' | 'right' | 'alike'): Promise<void> {
    const pair = this.state?.pair
    if (!pair || pair.settled || this.#busy || this.readOnly) return
    const outcome: Outcome =
      which === 'alike' ? 'alike' : (which === 'left') === pair.padFirst ? 'fuller' : 'less'
    const seconds = Math.min(LONGEST_SECONDS, Math.round((this.now() - this.#since) / 100) / 10)
    const { rater, side } = this.choice
    const given = { rater, region: pair.key, exemplar: pair.exemplar, outcome, seconds }
    await this.#try(async () => this.#show(await this.client.compare(given, side), ''))
  }

  /** Takes the last comparison of the pad in sight back. */
  async undo(): Promise<void> {
    const pair = this.state?.pair
    if (!pair || this.#busy || this.readOnly) return
    if (pair.given === 0) {
      this.said = 'Nothing to take back: this pad has no comparison yet.'
      return
    }
    const { rater, side } = this.choice
    await this.#try(async () =>
      this.#show(
        await this.client.undoComparison(pair.key, side, rater),
        'The last comparison was taken back.',
      ),
    )
  }

  /** Makes the settled value a score. */
  async accept(): Promise<void> {
    const pair = this.state?.pair
    if (!pair?.settled || this.#busy || this.readOnly) return
    const { rater, side } = this.choice
    await this.#try(async () =>
      this.#show(await this.client.acceptPairs(pair.key, side, rater), 'Scored. Here is the next pad.'),
    )
  }

  get #busy(): boolean {
    return this.#running > 0
  }

  #show(state: PairsState, said: string): void {
    this.state = state
    this.said = said
    this.#since = this.now()
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.failure = ''
    this.#running += 1
    try {
      await act()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.#running -= 1
  }
}

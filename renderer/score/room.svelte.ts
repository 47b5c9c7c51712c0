import type { RoundSummary } from '../../electron/contract'
import type { Scale } from '../../electron/domain/scale'
import type { RoundRules } from '../../electron/domain/round-rules'
import { sentenceOf, type Client } from '../api'
import type { SessionClient } from './session-client'
import { Session } from './session.svelte'

/** The scoring room: empty, or one sitting at one round. */
export class Room {
  session = $state.raw<Session | null>(null)
  failure = $state('')

  /** @param idleSeconds after how long the clock of active time stops, asked at each sitting */
  constructor(
    private readonly client: SessionClient & Pick<Client, 'startRound' | 'addRater'>,
    private readonly idleSeconds?: () => number,
  ) {}

  /** Begins a round: a new random order for this rater. */
  async start(rater: number, rules: RoundRules, scale: Scale): Promise<void> {
    await this.#try(async () => this.#sit(await this.client.startRound(rater, rules), scale))
  }

  /** Goes on with a round where it was left. */
  async resume(round: RoundSummary, scale: Scale): Promise<void> {
    await this.#try(() => this.#sit(round, scale))
  }

  /** A further rater. @returns the key, or null with a sentence in `failure` */
  async addRater(name: string): Promise<number | null> {
    let key: number | null = null
    await this.#try(async () => {
      key = (await this.client.addRater(name)).id
    })
    return key
  }

  /** Leaves the round; every score is on disk already. A score that is not keeps the door shut. */
  leave(): boolean {
    if (this.session?.failure) this.session.hint = 'This answer is not saved yet: retry, or discard it.'
    if (this.session?.failure || this.session?.busy) return false
    this.session = null
    return true
  }

  /** Another study was opened. */
  forget(): void {
    this.session = null
    this.failure = ''
  }

  async #sit(round: RoundSummary, scale: Scale): Promise<void> {
    const session = new Session(this.client, round, scale, undefined, undefined, this.idleSeconds?.())
    await session.begin()
    if (session.hint && !session.task) throw new Error(session.hint)
    this.session = session
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.failure = ''
    try {
      await act()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
  }
}

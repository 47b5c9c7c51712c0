import type { Reference, ScoringTask } from '../../electron/contract'
import { fineWords } from './marks'
import { formatScore, type Scale } from '../../electron/domain/scale'
import type { RoundMode } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'
import type { Suggested } from './suggested.svelte'

/** What a round shows of a pad once it has its answer: the suggestion, or what others said. */
export class Afterwards {
  /** What other raters said of the pad in sight; null where it is not known, or not yet. */
  others = $state.raw<Reference | null>(null)
  /** Why it cannot be shown, as a sentence. */
  failure = $state('')
  #asked = 0

  constructor(
    private readonly client: Pick<Client, 'reference'>,
    private readonly suggested: Suggested,
    private readonly round: { id: number; mode: RoundMode },
  ) {}

  /** A pad stays in sight when it has been answered. */
  get stays(): boolean {
    return this.round.mode === 'reveal' || this.round.mode === 'practice'
  }

  /** Another pad is in sight. */
  clear(): void {
    this.#asked++
    this.others = null
    this.failure = ''
  }

  /** Shows what belongs to a pad with an answer; nothing for one without. */
  async show({ position, mine }: ScoringTask): Promise<void> {
    this.clear()
    if (!mine) return
    if (this.round.mode === 'reveal') await this.suggested.show(position)
    if (this.round.mode === 'practice') await this.#ask(position)
  }

  async #ask(position: number): Promise<void> {
    const own = this.#asked
    try {
      const others = await this.client.reference(this.round.id, position)
      if (own === this.#asked) this.others = others
    } catch (error) {
      if (own === this.#asked) this.failure = sentenceOf(error)
    }
  }
}

/** What others said, as a sentence: “2 raters said 0.50 to 0.60, 0.55 on average.” */
export function othersWords(scale: Scale, { mean, least, most, raters }: Reference): string {
  const said = (value: number): string => fineWords(scale, value)
  if (raters === 1) return `Another rater said ${said(mean)}.`
  if (least === most) return `${raters} raters all said ${said(mean)}.`
  return `${raters} raters said ${said(least)} to ${said(most)}, ${said(mean)} on average.`
}

/** An answer in words: its value, or that there is none. */
export function answerWords(scale: Scale, { value }: { value: number | null }): string {
  return value === null ? '“cannot judge”' : formatScore(scale, value)
}

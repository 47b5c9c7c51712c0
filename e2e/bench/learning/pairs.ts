/** Draws the pairs of the baselines' batches: of one pad, anchors from many subjects, positives of nearly their score. */
import type { Random } from '../../../electron/learning/random'
import type { Scored } from './data'

const MOST_PAIRS = 32

/** Scores within this distance count as one when a positive is drawn. */
const NEARLY = 0.03

interface PadCrops {
  region: string
  crops: Scored[]
  bySubject: Scored[][]
}

export class PairDraw {
  /** In every batch. */
  readonly pairs: number
  readonly #pads: PadCrops[]
  #queue: PadCrops[] = []

  constructor(
    training: readonly Scored[],
    private readonly random: Random,
  ) {
    const groups = (crops: readonly Scored[], key: 'region' | 'subject'): Scored[][] =>
      [...new Set(crops.map((crop) => crop[key]))].map((name) => crops.filter((crop) => crop[key] === name))
    this.#pads = groups(training, 'region').map((crops) => ({
      region: (crops[0] as Scored).region,
      crops,
      bySubject: groups(crops, 'subject'),
    }))
    this.pairs = Math.min(MOST_PAIRS, ...this.#pads.map(({ crops }) => crops.length))
  }

  /** Pads take turns, in a new order each round. */
  next(): { region: string; anchors: Scored[]; positives: Scored[] } {
    if (this.#queue.length === 0) this.#queue = this.random.shuffle([...this.#pads])
    const pad = this.#queue.pop() as PadCrops
    const anchors: Scored[] = []
    while (anchors.length < this.pairs) {
      for (const crops of this.random.shuffle([...pad.bySubject])) {
        if (anchors.length < this.pairs) anchors.push(crops[this.random.below(crops.length)] as Scored)
      }
    }
    return { region: pad.region, anchors, positives: anchors.map((anchor) => this.#positive(pad, anchor)) }
  }

  /** The crop of another subject of nearest score; all within NEARLY have the same chance. */
  #positive({ crops }: PadCrops, anchor: Scored): Scored {
    let best = anchor
    let least = Infinity
    for (const crop of crops) {
      if (crop.subject === anchor.subject) continue
      const gap = Math.abs(crop.label - anchor.label) + NEARLY * this.random.next()
      if (gap < least) {
        least = gap
        best = crop
      }
    }
    return best
  }
}

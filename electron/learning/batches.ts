/**
 * Draws the pairs of a batch: from one region, because only pads of the same kind can be compared; anchors
 * from as many subjects as there are; each positive a crop of nearly the anchor's score.
 */
import { MalarError } from '../domain/words'
import type { TrainingExample } from '../engine-protocol'
import type { Random } from './random'

/** Most pairs in a batch. Sixteen, in twice as many steps, were measured to be worse. */
export const MOST_PAIRS = 32

/** Fewest scored subjects of a region from which anything can be learned. */
export const LEAST_SUBJECTS = 4

/** Share of pairs that are two photographs of one subject, where there are two of one score. */
const SAME_SUBJECT_SHARE = 0.15

/** Scores within this distance (unit scale) count as one when a positive is drawn. */
const NEARLY = 0.03

/** One batch: positions in the list of examples; pair i is anchors[i] with positives[i]. */
export interface PairBatch {
  region: string
  anchors: number[]
  positives: number[]
}

/** The examples of one region, as positions in the list of all. */
interface Pool {
  region: string
  members: number[]
  bySubject: Map<string, number[]>
}

/** An endless supply of batches: the same examples and the same seed give the same batches. */
export class PairSampler {
  /** Pairs in every batch. */
  readonly pairs: number
  /** Regions that are learned from; the others have too few subjects or only one score. */
  readonly regions: readonly string[]
  /** Distinct subjects in those regions. */
  readonly subjects: number
  readonly #pools: readonly Pool[]
  #queue: Pool[] = []

  /**
   * @throws MalarError `too-few-scores` when no region has LEAST_SUBJECTS subjects and two distinct scores
   */
  constructor(
    private readonly examples: readonly TrainingExample[],
    private readonly random: Random,
  ) {
    const pools = poolByRegion(examples)
    this.#pools = pools.filter(
      (pool) => pool.bySubject.size >= LEAST_SUBJECTS && this.#distinct(pool.members) > 1,
    )
    if (this.#pools.length === 0) throw tooFew(pools, examples)
    this.pairs = Math.min(MOST_PAIRS, Math.max(...this.#pools.map((pool) => pool.members.length)))
    this.regions = this.#pools.map((pool) => pool.region)
    this.subjects = new Set(this.#pools.flatMap((pool) => [...pool.bySubject.keys()])).size
  }

  /** The next batch. Regions take turns, in a new order each round. */
  next(): PairBatch {
    if (this.#queue.length === 0) this.#queue = this.random.shuffle([...this.#pools])
    const pool = this.#queue.pop() as Pool
    const anchors = this.#drawAnchors(pool)
    return {
      region: pool.region,
      anchors,
      positives: anchors.map((anchor) => this.#drawPositive(pool, anchor)),
    }
  }

  /** One crop of each subject in a random order, then a second one of each, and so on until there are enough. */
  #drawAnchors(pool: Pool): number[] {
    const anchors: number[] = []
    while (anchors.length < this.pairs) {
      for (const crops of this.random.shuffle([...pool.bySubject.values()])) {
        if (anchors.length === this.pairs) break
        anchors.push(this.#freshest(crops, anchors))
      }
    }
    if (this.#distinct(anchors) < 2) {
      // On a scale of few grades all may have drawn the same one, and nothing would set them apart.
      const others = pool.members.filter(
        (member) => this.#label(member) !== this.#label(anchors[0] as number),
      )
      anchors[anchors.length - 1] = others[this.random.below(others.length)] as number
    }
    return anchors
  }

  /** A random crop, one that is not in the batch yet if possible. */
  #freshest(crops: readonly number[], taken: readonly number[]): number {
    const fresh = crops.filter((crop) => !taken.includes(crop))
    const choice = fresh.length > 0 ? fresh : crops
    return choice[this.random.below(choice.length)] as number
  }

  /** The crop of nearest score; all within NEARLY have the same chance. */
  #drawPositive(pool: Pool, anchor: number): number {
    const subject = this.#subject(anchor)
    if (this.random.next() < SAME_SUBJECT_SHARE) {
      const twins = (pool.bySubject.get(subject) ?? []).filter(
        (crop) => crop !== anchor && this.#gap(crop, anchor) < NEARLY,
      )
      if (twins.length > 0) return twins[this.random.below(twins.length)] as number
    }
    let best = -1
    let least = Infinity
    for (const member of pool.members) {
      if (this.#subject(member) === subject) continue
      const gap = this.#gap(member, anchor) + NEARLY * this.random.next()
      if (gap < least) {
        least = gap
        best = member
      }
    }
    return best
  }

  #label(index: number): number {
    return (this.examples[index] as TrainingExample).label
  }

  #subject(index: number): string {
    return (this.examples[index] as TrainingExample).subject
  }

  #gap(a: number, b: number): number {
    return Math.abs(this.#label(a) - this.#label(b))
  }

  #distinct(indices: readonly number[]): number {
    return new Set(indices.map((index) => this.#label(index))).size
  }
}

function poolByRegion(examples: readonly TrainingExample[]): Pool[] {
  const pools = new Map<string, Pool>()
  examples.forEach(({ region, subject }, index) => {
    let pool = pools.get(region)
    if (!pool) pools.set(region, (pool = { region, members: [], bySubject: new Map() }))
    pool.members.push(index)
    const crops = pool.bySubject.get(subject)
    if (crops) crops.push(index)
    else pool.bySubject.set(subject, [index])
  })
  return [...pools.values()]
}

function tooFew(pools: readonly Pool[], examples: readonly TrainingExample[]): MalarError {
  const most = Math.max(0, ...pools.map((pool) => pool.bySubject.size))
  if (most >= LEAST_SUBJECTS && new Set(examples.map(({ label }) => label)).size < 2) {
    return new MalarError(
      'too-few-scores',
      'All scores are the same, so there is nothing to tell apart. Score subjects that differ, then train again.',
    )
  }
  return new MalarError(
    'too-few-scores',
    `There is too little to learn from: no region has scores of more than ${most} subject${most === 1 ? '' : 's'}. ` +
      `Score a region of at least ${LEAST_SUBJECTS} subjects that differ (20 or more give useful suggestions), then train again.`,
  )
}

/**
 * What labelled neighbours say of a pad. The level of a pad is read from both sides and all photographs of its visit
 * together; what its right side has more than its left from the two sides apart. The level is drawn towards the
 * mean of the labels, and the difference towards none, by as much as held-out subjects show them to be exaggerated.
 */
import { LOCAL, estimate } from './estimate'
import type { Estimate } from './estimate'
import { labelledSubjects, nearest, prepare } from './neighbours'
import type { FoundNeighbour, Labelled, NeighbourIndex, RegionIndex } from './neighbours'
import { prepareSecondOpinion, secondOpinion } from './second-opinion'
import type { SecondOpinion } from './second-opinion'
import { bothSides, labelledPart, padKey, poolVisits } from './visits'
import type { Label, SeenPad, SeenPads, SeenRegion } from './visits'
import { MalarError } from './words'

/** Neighbours that the panel shows and an export names. */
export const SHOWN_NEIGHBOURS = 8

/** Share of the differences that is believed while held-out subjects do not tell. */
export const USUAL_SHRINKAGE = 0.7

/** How readings are drawn back, and what they are read from. */
export interface PredictorOptions {
  /** Share of a read difference of the sides that is believed, by atlas id. */
  differenceShare?(region: string): number
  /** Share of a read level's distance from the mean label that is believed. */
  levelShare?(): number
  /** How many networks' embeddings lie side by side in each vector. */
  networks?: number
}

/** A neighbour as it is shown: one region of the subject's visit. */
export interface ShownNeighbour {
  region: SeenRegion
  /** Label of that region on the unit scale; the level was fitted to the mean of its visit. */
  label: number
  raters: number
  /** Euclidean distance of the pads, between unit vectors. */
  distance: number
  leftOut: boolean
}

export interface Prediction {
  /** `value` is that of the region's own side, on the unit scale. */
  estimate: Estimate
  /** Right minus left on the unit scale, as it enters the value; null where only one side is seen or it is not known. */
  difference: number | null
  /** Nearest first, those left out at their rank. */
  neighbours: ShownNeighbour[]
  /** On the unit scale; null where too few subjects have a label. */
  secondOpinion: number | null
}

/** What is read of a pad before its sides are told apart. */
interface Levels {
  /** Not yet drawn to the mean. */
  level: Estimate
  found: FoundNeighbour[]
  /** Right minus left as read, not yet shrunk. */
  difference: number | null
}

/** Regions with their embeddings, some of them labelled, ready to predict any of them from other subjects. */
export class Predictor {
  readonly #pads: SeenPads
  readonly #byKey = new Map<number, SeenRegion>()
  readonly #labels: ReadonlyMap<number, Label>
  readonly #levels: NeighbourIndex
  readonly #sides: NeighbourIndex
  readonly #secondOpinions = new Map<string, SecondOpinion[]>()
  /** Levels of pads with nobody left out: each photograph and side of a visit asks for the same. */
  readonly #known = new Map<SeenPad, Levels>()
  readonly #differenceShare: (region: string) => number
  readonly #levelShare: () => number
  readonly #networks: number

  /**
   * @param regions all that may be asked for or learned from, embedded by the same network
   * @param labels by region key; regions without one can only be asked for
   * @param options of which shares that are not given are the usual one of differences, and the whole of levels
   */
  constructor(
    regions: readonly SeenRegion[],
    labels: ReadonlyMap<number, Label>,
    { differenceShare = () => USUAL_SHRINKAGE, levelShare = () => 1, networks = 1 }: PredictorOptions = {},
  ) {
    this.#differenceShare = differenceShare
    this.#levelShare = levelShare
    this.#networks = networks
    this.#labels = labels
    this.#pads = poolVisits(regions, labels)
    for (const region of regions) this.#byKey.set(region.key, region)
    const levels: Row[] = []
    const sides: Row[] = []
    for (const pad of this.#pads.values()) {
      const part = labelledPart(pad)
      if (part) levels.push({ ...rowOf(pad, pad.sides[0]?.regions[0] as SeenRegion), ...part })
      for (const side of pad.sides) {
        if (side.label === null) continue
        sides.push({ ...rowOf(pad, side.regions[0] as SeenRegion), vector: side.vector, label: side.label })
      }
    }
    this.#levels = indexOf(levels)
    this.#sides = indexOf(sides)
  }

  /** Whether the region's embedding is known. */
  has(key: number): boolean {
    return this.#byKey.has(key)
  }

  /** Number of subjects with a label for the pad, the one named not counted. */
  labelledSubjects(region: string, except: string): number {
    return labelledSubjects(this.#levels, region, except)
  }

  /**
   * Right minus left of the region's pad as read, before it is shrunk; null where only one side is seen, or where
   * too few subjects have a label.
   * @throws MalarError `embedding` when the region is not among those given
   */
  rawDifference(key: number): number | null {
    return this.#levelsOf(this.#padOf(this.#regionOf(key)), new Set()).difference
  }

  /**
   * The level of the region's pad as read, before it is drawn, and the mean label of other subjects; null where the
   * level is not known.
   * @throws MalarError `embedding` when the region is not among those given
   */
  rawLevel(key: number): { level: number; mean: number } | null {
    const pad = this.#padOf(this.#regionOf(key))
    const { value } = this.#levelsOf(pad, new Set()).level
    return value === null ? null : { level: value, mean: this.#meanLabel(pad) }
  }

  /**
   * Predicts a region from other subjects; the scores of its own subject are never used.
   * @param leftOut keys of neighbours that are not to count; their subject is left out with all its visits
   * @throws MalarError `embedding` when the region is not among those given
   */
  predict(key: number, leftOut: ReadonlySet<number> = new Set()): Prediction {
    const asked = this.#regionOf(key)
    const pad = this.#padOf(asked)
    const { level, found, difference } = this.#levelsOf(pad, leftOut)
    const believed = difference === null ? null : difference * this.#differenceShare(pad.region)
    const drawn = level.value === null ? null : this.#drawn(level.value, pad)
    const shift = asked.side === 'right' ? 0.5 : asked.side === 'left' ? -0.5 : 0
    const sided = (value: number | null): number | null =>
      value === null ? null : Math.min(1, Math.max(0, value + shift * (believed ?? 0)))
    return {
      estimate: { ...level, value: sided(drawn) },
      difference: drawn === null ? null : believed,
      neighbours: found.map((one) => this.#shown(one, asked)),
      secondOpinion: sided(this.#secondOpinion(pad)),
    }
  }

  #drawn(level: number, pad: SeenPad): number {
    const share = this.#levelShare()
    if (share === 1) return level
    const mean = this.#meanLabel(pad)
    return mean + share * (level - mean)
  }

  /** Of the visits of other subjects that have a label of the pad. */
  #meanLabel({ region, subject }: SeenPad): number {
    let sum = 0
    let count = 0
    for (const one of this.#levels.byRegion.get(region)?.labelled ?? []) {
      if (one.subject === subject) continue
      sum += one.label
      count++
    }
    return sum / count
  }

  #levelsOf(pad: SeenPad, leftOut: ReadonlySet<number>): Levels {
    const known = leftOut.size === 0 ? this.#known.get(pad) : undefined
    if (known) return known
    const out = new Set([...leftOut].flatMap((key) => this.#byKey.get(key)?.subject ?? []))
    const read = (index: NeighbourIndex, vector: Float32Array) => {
      const { region, subject } = pad
      const found = nearest(index, { vector, region, subject, k: LOCAL, leftOut: keysOf(index, region, out) })
      const fitted = found.map(({ labelled, vector, distance, leftOut }) => ({
        label: labelled.label,
        vector,
        distance,
        leftOut,
      }))
      return { found, level: estimate(fitted, vector) }
    }
    const sides = bothSides(pad)
    const right = sides && read(this.#sides, sides.right.vector).level.value
    const left = sides && read(this.#sides, sides.left.vector).level.value
    const difference = right === null || left === null ? null : right - left
    const levels = { ...read(this.#levels, pad.vector), difference }
    if (leftOut.size === 0) this.#known.set(pad, levels)
    return levels
  }

  /** Of the neighbour's visit the labelled region of the same side that looks most alike. */
  #shown({ labelled, distance, leftOut }: FoundNeighbour, asked: SeenRegion): ShownNeighbour {
    const pad = this.#pads.get(padKey(labelled)) as SeenPad
    let best: { region: SeenRegion; label: Label; rank: number } | null = null
    for (const { side, regions } of pad.sides) {
      for (const region of regions) {
        const label = this.#labels.get(region.key)
        if (!label) continue
        // Cosines lie within −1 and 1, so that a region of the same side always comes first.
        const rank = cosine(region.vector, asked.vector) + (side === asked.side ? 4 : 0)
        if (!best || rank > best.rank) best = { region, label, rank }
      }
    }
    if (!best) throw new MalarError('embedding', 'A neighbour has lost its score. Train again.')
    return { region: best.region, label: best.label.label, raters: best.label.raters, distance, leftOut }
  }

  #regionOf(key: number): SeenRegion {
    const region = this.#byKey.get(key)
    if (region) return region
    throw new MalarError('embedding', 'The model has not seen this region. Place the region again.')
  }

  #padOf(region: SeenRegion): SeenPad {
    return this.#pads.get(padKey(region)) as SeenPad
  }

  /**
   * The mean of the networks' regressions. Each is fitted over all labelled subjects of the pad and read without the
   * one in question; it is an opinion beside the value, never part of it.
   */
  #secondOpinion({ region, subject, vector }: SeenPad): number | null {
    let fits = this.#secondOpinions.get(region)
    if (!fits) this.#secondOpinions.set(region, (fits = this.#fitSecondOpinions(region)))
    if (fits.length === 0) return null
    const length = vector.length / this.#networks
    const opinions = fits.map((fit, network) =>
      secondOpinion(fit, vector.subarray(network * length, (network + 1) * length), subject),
    )
    return opinions.reduce((sum, one) => sum + one, 0) / opinions.length
  }

  #fitSecondOpinions(region: string): SecondOpinion[] {
    const pad = this.#levels.byRegion.get(region)
    if (!pad) return []
    const fits = Array.from({ length: this.#networks }, (_, network) =>
      prepareSecondOpinion(columnsOf(pad, network, this.#networks)),
    )
    return fits.every((fit) => fit !== null) ? fits : []
  }
}

interface Row extends Labelled {
  vector: Float32Array
}

/** A row stands for a visit; what it takes from one of its regions serves to name it. */
function rowOf(
  { subject, day, region }: SeenPad,
  { key, photograph, side }: SeenRegion,
): Omit<Labelled, 'label'> {
  return { key, photograph, subject, day, region, side, raters: 1 }
}

function indexOf(rows: readonly Row[]): NeighbourIndex {
  const dimensions = rows[0]?.vector.length ?? 0
  const matrix = new Float32Array(rows.length * dimensions)
  rows.forEach(({ vector }, i) => matrix.set(vector, i * dimensions))
  return prepare(rows, matrix, dimensions)
}

/** The columns of one network, and all that stays the same. */
function columnsOf(pad: RegionIndex, network: number, networks: number): RegionIndex {
  if (networks === 1) return pad
  const dimensions = pad.dimensions / networks
  const vectors = new Float32Array(pad.labelled.length * dimensions)
  pad.labelled.forEach((_, row) => {
    const from = row * pad.dimensions + network * dimensions
    vectors.set(pad.vectors.subarray(from, from + dimensions), row * dimensions)
  })
  return { ...pad, dimensions, vectors }
}

/** Keys of all rows of the subjects. */
function keysOf(index: NeighbourIndex, region: string, subjects: ReadonlySet<string>): Set<number> {
  if (subjects.size === 0) return new Set()
  const rows = index.byRegion.get(region)?.labelled ?? []
  return new Set(rows.filter(({ subject }) => subjects.has(subject)).map(({ key }) => key))
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number)
  return sum
}

/** What networks say of subjects that they were trained without, beside what cheaper ways say of them. */
import type { LabelledRegion } from '../db/reader'
import type { HeldOutSoFar } from './contract'
import { shrinkageOf } from './domain/asymmetry'
import { meanAbsolute } from './domain/compare'
import { KNN, weightedMean } from './domain/estimate'
import { levelShareOf } from './domain/level-share'
import { nearest, prepare } from './domain/neighbours'
import { Predictor } from './domain/predict'
import type { Deviation, HeldOutDifference, HeldOutResidual } from './domain/records'
import type { Label } from './domain/visits'

/** What is judged: all labelled regions, their labels on the unit scale, and their HOG descriptors where there are. */
export interface JudgedSet {
  labelled: readonly LabelledRegion[]
  labels: ReadonlyMap<number, number>
  /** Of length one, by region key. */
  hog?: ReadonlyMap<number, Float32Array>
}

interface HeldOutRegion {
  region: LabelledRegion
  predictor: Predictor
  label: number
  mean: number
  hog: number | null
  fold: number
}

/**
 * Collects what networks say of subjects that they were trained without. Neighbours are the subjects outside the
 * fold too, as they would be for a new patient, and never the same subject.
 */
export class HeldOut {
  readonly #regions: HeldOutRegion[] = []
  readonly #differences: (HeldOutDifference & { fold: number })[] = []
  /** Above or below the mean label of what was learned from. */
  readonly #levels: (Deviation & { subject: string; fold: number })[] = []
  #folds = 0
  /** Of the fold whose residuals are being computed. */
  #shrinkages = new Map<string, number>()
  #levelShare = 1

  constructor(private readonly set: JudgedSet) {}

  /** Number of subjects that were judged. */
  get subjects(): number {
    return new Set(this.#regions.map(({ region }) => region.subject)).size
  }

  /**
   * Adds a fold.
   * @param vectors embeddings of all labelled regions by the network that was trained without the fold's subjects
   * @param heldOut the fold's subjects
   */
  add(vectors: ReadonlyMap<number, Float32Array>, heldOut: readonly string[]): void {
    const { labelled, labels } = this.set
    const fold = this.#folds++
    const out = new Set(heldOut)
    const known = labelled.filter(({ subject }) => !out.has(subject))
    const given = new Map<number, Label>(
      known.map(({ key, raters }) => [key, { label: labels.get(key) as number, raters }]),
    )
    const seen = labelled.map((one) => ({ ...one, vector: vectors.get(one.key) as Float32Array }))
    const predictor = new Predictor(seen, given, {
      differenceShare: (region) => this.#shrinkages.get(region) as number,
      levelShare: () => this.#levelShare,
    })
    const means = meansByRegion(known, labels)
    const hog = hogNeighbours(this.set, known)
    for (const region of labelled) {
      // A score given in sight of a suggestion is not independent of the model: it can teach, but not judge.
      if (!out.has(region.subject) || region.seenBefore) continue
      const mean = means.get(region.region)
      if (mean === undefined) continue
      const label = labels.get(region.key) as number
      this.#regions.push({ region, predictor, label, mean, hog: hog(region), fold })
    }
    this.#addPads(predictor, out, fold)
  }

  /** Right minus left of every judged pad whose sides both have a label that may judge. */
  differences(): HeldOutDifference[] {
    return this.#differences.map(({ region, subject, read, label }) => ({ region, subject, read, label }))
  }

  /** How far a read level can be believed, by all subjects that were judged. */
  levelShare(): number {
    return levelShareOf(this.#levels)
  }

  /** In the order in which they were added; drawn by what the other folds show. */
  residuals(): HeldOutResidual[] {
    return this.#residualsOf(this.#regions)
  }

  /** Mean absolute errors on the fold that was added last; null where nothing in it may judge. */
  latest(): HeldOutSoFar | null {
    const residuals = this.#residualsOf(this.#regions.filter(({ fold }) => fold === this.#folds - 1))
    if (residuals.length === 0) return null
    return {
      model: meanAbsolute(residuals.map(({ residual }) => residual)),
      mean: meanAbsolute(residuals.map(({ residualOfMean }) => residualOfMean)),
      subjects: new Set(residuals.map(({ subject }) => subject)).size,
    }
  }

  #residualsOf(regions: readonly HeldOutRegion[]): HeldOutResidual[] {
    const residuals: HeldOutResidual[] = []
    let fold = -1
    for (const one of regions) {
      if (one.fold !== fold) this.#drawAsWithout((fold = one.fold))
      const { key, region, subject } = one.region
      const { value } = one.predictor.predict(key).estimate
      if (value === null) continue
      residuals.push({
        region,
        subject,
        key,
        residual: one.label - value,
        residualOfMean: one.label - one.mean,
        residualOfHog: one.hog === null ? null : one.label - one.hog,
      })
    }
    return residuals
  }

  #addPads(predictor: Predictor, out: ReadonlySet<string>, fold: number): void {
    const pads = new Map<
      string,
      { key: number; region: string; subject: string; sides: Map<string, number[]> }
    >()
    for (const { key, region, subject, day, side, seenBefore } of this.set.labelled) {
      if (!out.has(subject) || seenBefore) continue
      const name = `${subject} ${day} ${region}`
      const pad = pads.get(name) ?? { key, region, subject, sides: new Map<string, number[]>() }
      pads.set(name, pad)
      pad.sides.set(side, [...(pad.sides.get(side) ?? []), this.set.labels.get(key) as number])
    }
    for (const { key, region, subject, sides } of pads.values()) {
      const level = predictor.rawLevel(key)
      if (level) {
        const label = meanOf([...sides.values()].map(meanOf))
        this.#levels.push({ subject, read: level.level - level.mean, label: label - level.mean, fold })
      }
      const [right, left] = [sides.get('right'), sides.get('left')]
      const read = predictor.rawDifference(key)
      if (!right || !left || read === null) continue
      this.#differences.push({ region, subject, read, label: meanOf(right) - meanOf(left), fold })
    }
  }

  /** From the other folds, so that no subject has a say in how its own level and difference are drawn. */
  #drawAsWithout(fold: number): void {
    const differences = this.#differences.filter((one) => one.fold !== fold)
    const regions = new Set(this.set.labelled.map(({ region }) => region))
    this.#shrinkages = new Map(
      [...regions].map((region) => [region, shrinkageOf(differences.filter((one) => one.region === region))]),
    )
    this.#levelShare = levelShareOf(this.#levels.filter((one) => one.fold !== fold))
  }
}

/** The cheap comparison: the nearest labelled crops by their HOG descriptors. */
function hogNeighbours(
  { labels, hog }: JudgedSet,
  known: readonly LabelledRegion[],
): (region: LabelledRegion) => number | null {
  const described = known.filter(({ key }) => hog?.has(key))
  const length = hog?.get(described[0]?.key as number)?.length ?? 0
  const matrix = new Float32Array(described.length * length)
  described.forEach(({ key }, row) => matrix.set(hog?.get(key) as Float32Array, row * length))
  const index = prepare(
    described.map((one) => ({ ...one, label: labels.get(one.key) as number })),
    matrix,
    length,
  )
  return ({ key, region, subject }) => {
    const vector = hog?.get(key)
    if (!vector) return null
    const found = nearest(index, { vector, region, subject, k: KNN })
    if (found.length === 0) return null
    return weightedMean(
      found.map(({ labelled, vector, distance }) => ({ label: labelled.label, vector, distance })),
    )
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function meansByRegion(
  labelled: readonly LabelledRegion[],
  labels: ReadonlyMap<number, number>,
): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { key, region } of labelled) {
    const known = sums.get(region) ?? { sum: 0, count: 0 }
    sums.set(region, { sum: known.sum + (labels.get(key) as number), count: known.count + 1 })
  }
  return new Map([...sums].map(([region, { sum, count }]) => [region, sum / count]))
}

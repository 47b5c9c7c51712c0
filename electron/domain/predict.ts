/** One model's reading of a region: neighbours, the value they carry, and a second opinion. */
import { LOCAL, estimate } from './estimate'
import type { Estimate } from './estimate'
import { nearest } from './neighbours'
import type { FoundNeighbour, NeighbourIndex } from './neighbours'
import { prepareSecondOpinion, secondOpinion } from './second-opinion'
import type { SecondOpinion } from './second-opinion'

/** What the neighbours say. */
export interface Reading {
  estimate: Estimate
  /** All that were asked of the index, nearest first, those left out at their rank. */
  neighbours: FoundNeighbour[]
}

export interface Prediction extends Reading {
  /** On the unit scale; null where too few subjects have a label. */
  secondOpinion: number | null
}

/** Labelled regions with their embeddings under one model, ready to predict others. */
export class Predictor {
  #secondOpinions = new Map<string, SecondOpinion | null>()

  constructor(readonly index: NeighbourIndex) {}

  /**
   * Reads a region of a subject whose own scores are never used.
   * @param vector unit embedding of the region's crop
   * @param leftOut keys of neighbours that are not to count
   */
  read(
    vector: ArrayLike<number>,
    region: string,
    subject: string,
    leftOut: ReadonlySet<number> = new Set(),
  ): Reading {
    const neighbours = nearest(this.index, { vector, region, subject, k: LOCAL, leftOut })
    const fitted = neighbours.map(({ labelled, vector, distance, leftOut }) => ({
      label: labelled.label,
      vector,
      distance,
      leftOut,
    }))
    return { estimate: estimate(fitted, vector), neighbours }
  }

  /** As `read`, with the second opinion, whose fit costs a moment the first time that a pad is asked for. */
  predict(
    vector: ArrayLike<number>,
    region: string,
    subject: string,
    leftOut: ReadonlySet<number> = new Set(),
  ): Prediction {
    const opinion = this.#secondOpinion(region)
    return {
      ...this.read(vector, region, subject, leftOut),
      secondOpinion: opinion && secondOpinion(opinion, vector, subject),
    }
  }

  /**
   * The regression is fitted over all labelled subjects of the pad and read without the one in question; it is
   * an opinion beside the value, never part of it.
   */
  #secondOpinion(region: string): SecondOpinion | null {
    const known = this.#secondOpinions.get(region)
    if (known !== undefined) return known
    const pad = this.index.byRegion.get(region)
    const fit = pad ? prepareSecondOpinion(pad) : null
    this.#secondOpinions.set(region, fit)
    return fit
  }
}

/** Neighbours that the panel shows and an export names. */
export const SHOWN_NEIGHBOURS = 8

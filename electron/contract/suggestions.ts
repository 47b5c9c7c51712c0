/** A suggestion with the neighbours that it came from. */
import type { Neighbour, Suggestion } from '../domain/records'
import type { Polygon } from '../domain/words'

/** What it takes to draw a crop at the scale of others. */
export interface DrawnCrop {
  /** The pad in parts of its crop's side, 0 to 1 across and down; null where the region is gone. */
  outline: Polygon | null
  /** Side of its crop in eye distances; null without a face. */
  eyes: number | null
}

export type PanelNeighbour = Neighbour & DrawnCrop

/** A suggestion with what the panel beside it says. */
export interface SuggestionView {
  suggestion: Suggestion
  /** Nearest first, those left out at their rank. */
  neighbours: PanelNeighbour[]
  /**
   * Right minus left of the pad at this visit as values of the scale, as it enters the suggestion, with the interval
   * that held-out subjects support; null where only one side is seen or the model does not know.
   */
  asymmetry: { difference: number; low: number | null; high: number | null } | null
  /** Neighbours that are not shown: their rater has yet to answer them in this round, before any suggestion. */
  keptBack: number
  /** Number of labelled subjects behind the interval. */
  labelledSubjects: number
  /** Held-out mean absolute errors as values of the scale; null where not measured. */
  worth: { model: number | null; mean: number | null; raterDifference: number | null }
}

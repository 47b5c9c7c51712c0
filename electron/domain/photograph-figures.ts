/** One figure of every pad of every photograph of a study, as compact as can be. */
import type { Side } from './words'

/** Mean of the raters' labels, as a value of the scale; or width of the current model's interval. */
export type Figure = 'score' | 'uncertainty'

/** A table with a row a photograph and a column a pad. */
export interface PhotographFigures {
  /** Keys of the photographs, in the order of the rows. */
  photographs: Int32Array
  /** The pads, in the order of the columns: as in the atlas, right before left before midline. */
  pads: { region: string; side: Side }[]
  /** Rows × columns, row by row; NaN where there is no figure. */
  values: Float64Array
}

import type { Side } from './words'

/** A crop of the study that shows what a value of the scale looks like. It belongs to one version of the scale. */
export interface Exemplar {
  id: number
  /** Atlas id of the pad; its exemplars stand for both sides. */
  region: string
  /** The side that the crop is of. */
  side: Side
  /** A value of the scale. */
  value: number
  /** Key of the region row that it was cut from. */
  key: number
  subject: string
}

/** The exemplars of one pad, in the order given. */
export function exemplarsOf<T extends { region: string }>(exemplars: readonly T[], region: string): T[] {
  return exemplars.filter((exemplar) => exemplar.region === region)
}

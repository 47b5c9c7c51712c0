/** What is measured in the window; all times in milliseconds, all sizes in MiB. */
import type { Followed } from '../../probe'

/** One start of the app, counted from the start of its process. */
export interface Start {
  /** The page of the window began to load. */
  loading: number
  /** First contentful paint. */
  painted: number
  /** Largest paint: what the open study is. */
  filled: number
}

/** Memory that processes hold resident, by what they are. */
export interface Memory {
  photographs: number
  window: number
  /** Of the window's, what it shares with no other process; null where the system does not tell. */
  own: number | null
  main: number
  gpu: number
}

export interface WindowTimes {
  starts: Start[]
  /** One for each answer given by key. */
  answers: Followed[]
  /** From photograph to photograph, a pad each. */
  firstPads: Followed[]
  /** Lengths of all frames of each walk through the grid. */
  scrolls: number[][]
  memory: Memory[]
}

/** What the driver is told. */
export interface Wishes {
  study: string
  /** A folder for profiles. */
  folder: string
  photographs: number
  starts: number
  /** Pads to score on faces with all their pads. */
  pads: number
  /** Photographs on each of which one pad is scored at a rater's pace. */
  firstPads: number
  scrolls: number
}

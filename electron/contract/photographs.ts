/** One photograph with its regions, and the edits of them. */
import type { Photograph, Region } from '../domain/records'
import type { CannotJudgeReason, Side, View } from '../domain/words'

export interface PhotographItem extends Photograph {
  regions: number
  scored: number
}

export interface PhotographDetails {
  photograph: PhotographItem
  regions: Region[]
  /** Current scores of every region, for the person who manages the study. */
  scores: { region: number; rater: string; value: number | null; reason: CannotJudgeReason | null }[]
  /** Keys of regions that were copied and that nobody has looked at since. */
  unchecked: number[]
  /** What a pad can be copied from, where another photograph of the subject has it in the same view. */
  copies: CopySource[]
  /** What undo takes back and redo does again, wherever in the study. */
  undo: EditName | null
  redo: EditName | null
}

export interface CopySource {
  region: string
  side: Side
  /** Key of the region to copy, and the day of its visit. */
  key: number
  day: number
  /** Whether the faces of both photographs say where it goes; else it keeps its place in the photograph. */
  byLandmarks: boolean
}

/** Where a region was edited. */
export interface EditName {
  photograph: number
  subject: string
  day: number
  region: string
  side: Side
}

/** What undo or redo changed. */
export interface EditShown {
  edit: EditName
  details: PhotographDetails
}

export interface PhotographChange {
  subject: string
  day: number
  view: View
  mirrored: boolean
}

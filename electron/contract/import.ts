/** Photographs on their way in: the dry run and what came of it. */
import type { View } from '../domain/words'

/** Where photographs come from: a dialog, or paths that were dropped on the window. */
export type ImportSource = { choose: 'files' | 'folder' | 'manifest' } | { paths: string[] }

/** How photographs are grouped into subjects where no manifest says so. */
export type SubjectGrouping = 'photograph' | 'folder'

export interface ImportPlan {
  id: number
  /** File names for the person's eyes only; they are not kept. */
  accepted: { file: string; subject: string | null; day: number; view: View; pixels: string }[]
  duplicate: { file: string }[]
  refused: { file: string; reason: string }[]
  /** The manifest that was found, by name; null when there was none. */
  manifest: string | null
}

export interface ImportReport {
  new: number
  duplicate: number
  refused: { file: string; reason: string }[]
  faces: number
  noFace: number
  /** Photographs in which no face was looked for, because the engine cannot be started. */
  unsought: number
  /** True when it was cancelled: what is in is in wholly, the rest can be imported again. */
  cancelled: boolean
}

/** The open study as every screen knows it, those opened before, and what leaves it. */
import type { Model, Rater, StudyInfo } from '../domain/records'
import type { RoundSummary } from './rounds'

export interface RecentStudy {
  path: string
  name: string
  openedAt: string
  /** False when the file is no longer there. */
  exists: boolean
}

export interface StudyOverview {
  path: string
  info: StudyInfo
  /** What its rater has to know of how it was opened, as a sentence; null where there is nothing. */
  notice: string | null
  raters: Rater[]
  rounds: RoundSummary[]
  counts: { subjects: number; photographs: number; regions: number; scored: number; withoutFace: number }
  /** The one in use, as far as every screen may know it. */
  model: Pick<Model, 'id' | 'createdAt' | 'subjects' | 'labels'> | null
}

export interface NewStudy {
  name: string
  regions: string[]
  /** Short name of the scale: continuous, 0-4, 0-4:0.5. */
  scale: string
  rater: string
}

export interface ExportResult {
  folder: string
  files: { name: string; rows: number; bytes: number }[]
}

export interface CheckResult {
  ok: boolean
  findings: string[]
  photographs: number
  scores: number
  audit: number
}

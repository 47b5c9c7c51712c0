/** An open study: the one way in which the rest of the program reaches the file. */
import type { Scale } from '../electron/domain/scale'
import type { StudyReader } from './reader'
import type { StudyWriter } from './writer'

export interface StudyFile {
  readonly path: string
  readonly reader: StudyReader
  /** On a read-only study every call throws MalarError `read-only`. */
  readonly writer: StudyWriter
  /** Why nothing can be changed, as a sentence; null when it can. */
  readonly readOnlyBecause: string | null
  /** Where the file is kept as an older Malar left it, if this opening brought it up to date. */
  readonly keptAs: string | null
  /**
   * Takes the file for this process alone once more, after something in it has read the file: see held.ts.
   * @throws MalarError `study-busy` when another has taken it; nothing but `close` may be called then
   */
  reclaim(): void
  /** Leaves ONE file behind. A second call does nothing. */
  close(): void
}

export interface NewStudyFile {
  name: string
  /** Atlas ids of the regions scored in this study, in atlas order. */
  regions: readonly string[]
  scale: Scale
  raters?: readonly string[]
}

export interface OpenOptions {
  /** Only look. */
  readOnly?: boolean
  /** Time of every write; tests give their own. */
  clock?: () => Date
  /** Version of the app, for the audit trail. */
  appVersion?: string
  /** Who works on this computer, for the audit trail; a score names its rater by itself. */
  who?: string
}

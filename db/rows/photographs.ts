/** Photographs as they lie in the study, and how much of all it holds. */
import type { Photograph } from '../../electron/domain/records'

export interface StudyCounts {
  subjects: number
  photographs: number
  regions: number
  /** Regions with at least one current score or reason for none, practice apart. */
  scored: number
  withoutFace: number
  /** Current scores, reasons for none included, practice apart. */
  scores: number
}

export interface PhotographSummary extends Photograph {
  regions: number
  /** Regions with at least one current score or reason for none. */
  scored: number
}

export interface StoredImage {
  mime: string
  bytes: Uint8Array
}

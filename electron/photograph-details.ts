/** One photograph as the window shows it. */
import type { StudyFile } from '../db/study-file'
import type { EditName, PhotographDetails } from './contract'
import type { RegionEdit } from './domain/records'
import { copySources } from './regions'

/** @throws MalarError `not-found` */
export function photographDetails(study: StudyFile, id: number): PhotographDetails {
  const { reader } = study
  return {
    photograph: reader.photograph(id),
    regions: reader.regions(id),
    scores: reader
      .photographScores(id)
      .map(({ region, raterName, value, reason }) => ({ region, rater: raterName, value, reason })),
    unchecked: reader.uncheckedRegions(id),
    copies: copySources(study, id),
    undo: nameOf(study, reader.lastEdit()),
    redo: nameOf(study, reader.nextEdit()),
  }
}

/** Where an edit was made, in words that a person knows. */
export function nameOf(study: StudyFile, edit: RegionEdit): EditName
export function nameOf(study: StudyFile, edit: RegionEdit | null): EditName | null
export function nameOf(study: StudyFile, edit: RegionEdit | null): EditName | null {
  if (!edit) return null
  const { photograph, region, side } = edit
  const { subject, day } = study.reader.photograph(photograph)
  return { photograph, subject, day, region, side }
}

/** Pseudonyms for photographs that no manifest names. They are numbers, never parts of a file name. */
import type { ManifestEntry } from './import-manifest'
import { folderOf } from './import-plan'
import type { PlannedPhotograph } from './import-plan'

/**
 * Gives every planned photograph a subject.
 * @param taken subjects that the study has already
 * @param grouping `photograph`: each is a subject of its own; `folder`: all of a folder are one subject
 * @returns entries in the order of `planned`
 */
export function nameSubjects(
  planned: readonly PlannedPhotograph[],
  taken: ReadonlySet<string>,
  grouping: 'photograph' | 'folder',
): ManifestEntry[] {
  const byFolder = new Map<string, string>()
  let number = 0
  const next = (): string => {
    let name: string
    do name = `S-${String(++number).padStart(3, '0')}`
    while (taken.has(name))
    return name
  }
  return planned.map((photograph) => {
    if (photograph.entry) return photograph.entry
    let subject: string
    if (grouping === 'folder') {
      const folder = folderOf(photograph)
      subject = byFolder.get(folder) ?? next()
      byFolder.set(folder, subject)
    } else subject = next()
    return { subject, day: 0, view: 'frontal', mirrored: false }
  })
}

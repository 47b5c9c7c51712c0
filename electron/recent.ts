/** The studies that were opened lately on this computer. */
import { existsSync, readFileSync } from 'node:fs'
import { writeAtomically } from './atomic-file'
import type { RecentStudy } from './contract'
import { settingsPath } from './paths'

type Entry = Omit<RecentStudy, 'exists'>

const FILE = 'recent.json'
const KEPT = 12

/** Latest first; studies whose file is gone are marked. */
export function recentStudies(): RecentStudy[] {
  return readEntries().map((entry) => ({ ...entry, exists: existsSync(entry.path) }))
}

/** Puts a study at the head of the list. Failing to remember is not an error. */
export function rememberStudy(path: string, name: string): void {
  const entries = readEntries().filter((entry) => entry.path !== path)
  keep([{ path, name, openedAt: new Date().toISOString() }, ...entries])
}

/** Takes a study off the list; its file stays where it is. */
export function forgetStudy(path: string): void {
  keep(readEntries().filter((entry) => entry.path !== path))
}

function keep(entries: Entry[]): void {
  try {
    writeAtomically(settingsPath(), FILE, [JSON.stringify(entries.slice(0, KEPT), null, 1)])
  } catch {
    // The list is a convenience.
  }
  changed()
}

let changed: () => void = () => undefined

/** The one who shows the list elsewhere is told when it is another. */
export function whenRecentChanges(listener: () => void): void {
  changed = listener
}

function readEntries(): Entry[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(settingsPath(FILE), 'utf8'))
    return Array.isArray(parsed) ? parsed.filter(isEntry) : []
  } catch {
    return []
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Entry
  return (
    typeof entry?.path === 'string' && typeof entry.name === 'string' && typeof entry.openedAt === 'string'
  )
}

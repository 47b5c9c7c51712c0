/** The studies that were opened lately on this computer. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { RecentStudy } from './contract'
import { settingsPath } from './paths'

type Entry = Omit<RecentStudy, 'exists'>

const KEPT = 12

/** Latest first; studies whose file is gone are marked. */
export function recentStudies(): RecentStudy[] {
  return readEntries().map((entry) => ({ ...entry, exists: existsSync(entry.path) }))
}

/** Puts a study at the head of the list. Failing to remember is not an error. */
export function rememberStudy(path: string, name: string): void {
  const entries = readEntries().filter((entry) => entry.path !== path)
  entries.unshift({ path, name, openedAt: new Date().toISOString() })
  const file = settingsPath('recent.json')
  try {
    writeFileSync(`${file}.new`, JSON.stringify(entries.slice(0, KEPT), null, 1))
    renameSync(`${file}.new`, file)
  } catch {
    // The list is a convenience.
  }
}

function readEntries(): Entry[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(settingsPath('recent.json'), 'utf8'))
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

/** A local log for "copy report": what went wrong, never names, paths of photographs or scores. */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LARGEST = 1024 * 1024
let folder: string | null = null

/** Says where the log lies; before that, and where the folder cannot be made, notes go to stderr only. */
export function logInto(target: string): void {
  try {
    mkdirSync(target, { recursive: true })
    folder = target
  } catch (error) {
    folder = null
    note('there is no log', error)
  }
}

/** Writes one line. Never throws: a log must not be the reason that something fails. */
export function note(what: string, error?: unknown): void {
  const detail =
    error instanceof Error ? (error.stack ?? error.message) : error === undefined ? '' : String(error)
  const line = `${new Date().toISOString()} ${what} ${detail}\n`
  try {
    if (!folder) {
      process.stderr.write(line)
      return
    }
    const file = join(folder, 'malar.log')
    if (existsSync(file) && statSync(file).size > LARGEST) renameSync(file, join(folder, 'malar.old.log'))
    appendFileSync(file, line)
  } catch {
    // see above
  }
}

/** Writes down a statement that took long: its text, which holds no value of a study. */
export function noteSlow(sql: string, milliseconds: number): void {
  note(`slow query, ${Math.round(milliseconds)} ms: ${sql.replace(/\s+/g, ' ').trim()}`)
}

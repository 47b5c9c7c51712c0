/** The manifest of an import: which subject, day and view each file belongs to. */
import { dirname, resolve } from 'node:path'
import Papa from 'papaparse'
import { MalarError, VIEWS, checkIdentifier } from '../domain/words'
import type { View } from '../domain/words'

export interface ManifestEntry {
  subject: string
  day: number
  view: View
  mirrored: boolean
}

export interface Manifest {
  /** By absolute path of the file. */
  entries: Map<string, ManifestEntry>
  /** Rows that cannot be used, each with its sentence. */
  refused: { file: string; reason: string }[]
  /** Absolute path of every file that a row names, used or refused. */
  named: Set<string>
}

/** A row of a table. */
export interface CsvRow {
  /** As a spreadsheet numbers it: the header is 1, and blank rows count. */
  number: number
  /** By the column's name, in lower case. */
  cells: Map<string, string>
  /** True when it holds more than the table has columns. */
  tooWide: boolean
}

const REQUIRED = ['file', 'subject', 'day', 'view'] as const
const YES = new Set(['yes', 'true', '1'])
const NO = new Set(['', 'no', 'false', '0'])

/**
 * Reads a manifest: columns `file, subject, day, view` and, optionally, `mirrored`; paths relative to the manifest.
 * @param text the CSV
 * @param path where the manifest lies
 * @throws MalarError `manifest` when a column is missing or the text is no CSV
 */
export function readManifest(text: string, path: string): Manifest {
  const rows = readCsv(text, REQUIRED, 'manifest')
  const entries = new Map<string, ManifestEntry>()
  const refused: Manifest['refused'] = []
  const named = new Set<string>()
  for (const row of rows) {
    const name = cell(row, 'file')
    if (name === '') {
      refused.push({
        file: '(no file)',
        reason: 'A row of the manifest names no file. Fill in its column “file”.',
      })
      continue
    }
    const file = resolve(dirname(path), name)
    if (named.has(file)) {
      entries.delete(file)
      if (!refused.some((entry) => entry.file === name)) {
        refused.push({
          file: name,
          reason: 'The manifest has two rows for this file. Keep one of them and import it again.',
        })
      }
      continue
    }
    named.add(file)
    try {
      entries.set(file, readEntry(row))
    } catch (error) {
      if (!(error instanceof MalarError)) throw error
      refused.push({ file: name, reason: error.message })
    }
  }
  return { entries, refused, named }
}

/**
 * Parses CSV text (RFC 4180, comma or semicolon, with or without a byte order mark) into rows by column name.
 * @throws MalarError `manifest` when a required column is missing, or a quotation mark is not closed
 */
export function readCsv(text: string, required: readonly string[], what: string): CsvRow[] {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''))
  const unclosed = parsed.errors.find(({ type }) => type === 'Quotes')
  if (unclosed) {
    // What follows such a mark would be taken for one long cell, and its rows be lost without a word.
    throw new MalarError(
      'manifest',
      `The ${what} is no proper CSV: a quotation mark in row ${(unclosed.row ?? 0) + 1} has no partner. Save it anew as CSV.`,
    )
  }
  const lines = parsed.data
    .map((cells, i) => ({ number: i + 1, cells }))
    .filter(({ cells }) => cells.some((text) => text.trim() !== ''))
  const columns = (lines.shift()?.cells ?? []).map((name) => name.trim().toLowerCase())
  const missing = required.filter((name) => !columns.includes(name))
  if (missing.length > 0) {
    const named = missing.map((name) => `“${name}”`).join(', ')
    throw new MalarError(
      'manifest',
      `The ${what} has no column ${named}. Its first line must name the columns ${required.join(', ')}.`,
    )
  }
  return lines.map(({ number, cells }) => ({
    number,
    cells: new Map(columns.map((name, i) => [name, cells[i] ?? ''])),
    tooWide: cells.slice(columns.length).some((text) => text.trim() !== ''),
  }))
}

/** A cell without surrounding blanks, empty when it is missing. */
export function cell(row: CsvRow, name: string): string {
  return (row.cells.get(name) ?? '').trim()
}

/**
 * Refuses a row whose cells cannot be told apart: `0,5` without quotes is two cells.
 * @throws MalarError `manifest`
 */
export function requireWidth(row: CsvRow): void {
  if (!row.tooWide) return
  throw new MalarError(
    'manifest',
    'The row has more cells than the table has columns. Write decimals with a point, and texts that hold commas in quotation marks.',
  )
}

function readEntry(row: CsvRow): ManifestEntry {
  requireWidth(row)
  const subject = checkIdentifier('subject', cell(row, 'subject'))
  const dayText = cell(row, 'day')
  const day = dayText === '' ? 0 : Number(dayText)
  if (!Number.isInteger(day) || day < 0 || day > 40_000) {
    throw new MalarError(
      'manifest',
      `“${dayText}” is not a visit day. Write whole days since the subject's first visit: 0, 90, …`,
    )
  }
  const view = cell(row, 'view') || 'frontal'
  if (!(VIEWS as readonly string[]).includes(view)) {
    throw new MalarError('manifest', `“${view}” is not a view. Use one of ${VIEWS.join(', ')}.`)
  }
  const mirrored = cell(row, 'mirrored').toLowerCase()
  if (!YES.has(mirrored) && !NO.has(mirrored)) {
    throw new MalarError('manifest', `“${mirrored}” in the column “mirrored” is neither yes nor no.`)
  }
  return { subject, day, view: view as View, mirrored: YES.has(mirrored) }
}

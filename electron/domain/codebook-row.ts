/** A row of `codebook.csv`, and the words that several of its rows share. */
import { csvLine, csvNumber, freeText } from './csv'
import { allowedValues } from './scale'
import type { Scale } from './scale'

export const CODEBOOK_COLUMNS = ['file', 'column', 'type', 'unit', 'allowed_values', 'meaning'] as const

export interface CodebookRow {
  file: string
  column: string
  type: 'text' | 'identifier' | 'category' | 'integer' | 'decimal' | 'date and time'
  /** Empty where there is none. */
  unit: string
  allowed: string
  meaning: string
}

export type Description = Omit<CodebookRow, 'file' | 'column'>

/** What the identifiers of subjects and raters are made of. */
export const IDENTIFIERS = 'letters, digits, “_”, “.” and “-”'

/** The values that a score can have, e.g. `0 | 1 | 2` or `0 to 1`. */
export function scaleValues(scale: Scale): string {
  if (scale.kind === 'grades') return allowedValues(scale).map(csvNumber).join(' | ')
  return `${csvNumber(scale.min)} to ${csvNumber(scale.max)}`
}

/** A line of `codebook.csv`, with its CRLF. */
export function codebookLine(row: CodebookRow): string {
  return csvLine([row.file, row.column, row.type, row.unit, row.allowed, row.meaning].map(freeText))
}

/**
 * Writing CSV by RFC 4180: commas, CRLF, quotes only where they are needed. Numbers always have a `.`,
 * never an exponent; a missing value is an empty field, never 0 or NA; booleans are `yes` and `no`.
 */
import { MalarError } from './words'

/** One value of a row. Null and undefined are missing. */
export type CsvField = string | number | boolean | null | undefined

const NEEDS_QUOTES = /[",\r\n]/
/** A cell that a spreadsheet would run as a formula, under any number of apostrophes of ours. */
const FORMULA = /^'*[=+\-@\t\r\n\0]/

/**
 * A line of a CSV file with its CRLF.
 * @param fields as many as the header has; free text of a person goes through `freeText` first
 * @throws MalarError `csv` when a number is not finite
 */
export function csvLine(fields: readonly CsvField[]): string {
  // A single empty field would be an empty line, which readers skip.
  if (fields.length === 1 && csvField(fields[0]) === '') return '""\r\n'
  let line = ''
  for (let i = 0; i < fields.length; i++) line += (i ? ',' : '') + csvField(fields[i])
  return line + '\r\n'
}

/**
 * One field as it stands in the file.
 * @throws MalarError `csv` when a number is not finite
 */
function csvField(value: CsvField): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return csvNumber(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return NEEDS_QUOTES.test(value) ? `"${value.replace(/"/g, '""')}"` : value
}

/**
 * The shortest decimal that reads back as the same number, written without an exponent.
 * @throws MalarError `csv` when the number is not finite
 */
export function csvNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new MalarError('csv', `A number in the table is ${value}, which a CSV file cannot hold.`)
  }
  const text = String(value)
  // Nearly every number; a million rows should not pay for the rest.
  if (!text.includes('e')) return text
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!found) return text
  const [, sign, whole, fraction = '', exponent] = found as unknown as [
    string,
    string,
    string,
    string,
    string,
  ]
  const digits = whole + fraction
  // Position of the decimal point, counted from the first digit.
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/**
 * Free text made harmless to spreadsheets: what begins like a formula (= + - @ TAB CR LF NUL) gets one
 * leading apostrophe. Text that already is an apostrophe before such a beginning gets one more, so that
 * `plainText` always gives the very text back.
 */
export function freeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The text that `freeText` was given. */
export function plainText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}

/**
 * Order of two texts by code point, which is the order of their UTF-8 bytes and so of SQLite's BINARY.
 * @returns negative, 0 or positive
 */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** UTF-16 puts surrogates before U+E000..U+FFFF although they stand for higher code points. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}

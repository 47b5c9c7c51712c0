/** Compares what a file holds with what Malar itself would have made. */
import { MalarError } from '../electron/domain/words'
import { Sql } from './driver'
import { migrate } from './migrations'

interface SchemaRow {
  type: string
  name: string
  sql: string | null
}

const LISTING = 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'
const expected = new Map<number, string>()

/**
 * Refuses a file whose tables, indexes, views or triggers are not exactly ours: a foreign view or trigger
 * could run whenever we read or write, and a missing one would let a score be changed.
 * @throws MalarError `not-a-study`
 */
export function requireOurSchema(sql: Sql, version: number): void {
  const found = new Map(sql.all<SchemaRow>(LISTING).map((row) => [`${row.type} ${row.name}`, row.sql]))
  const ours = new Map(
    (JSON.parse(schemaOf(version)) as SchemaRow[]).map((row) => [`${row.type} ${row.name}`, row.sql]),
  )
  for (const [name, text] of found) {
    if (!ours.has(name)) throw refused(`It holds a ${name} that Malar did not make.`)
    if (ours.get(name) !== text) throw refused(`Its ${name} is not as Malar makes it.`)
  }
  for (const name of ours.keys()) {
    if (!found.has(name)) throw refused(`Its ${name} is missing.`)
  }
}

/**
 * A newer file may have more than we know, but what we read must be tables: a view in their place could run for ever.
 * @throws MalarError `not-a-study`
 */
export function requireOurTables(sql: Sql, version: number): void {
  const tables = new Set(
    sql
      .all<{ name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`,
      )
      .map((row) => row.name),
  )
  for (const row of JSON.parse(schemaOf(version)) as SchemaRow[]) {
    if (row.type === 'table' && !tables.has(row.name)) throw refused(`Its table ${row.name} is missing.`)
  }
}

function schemaOf(version: number): string {
  let text = expected.get(version)
  if (!text) {
    const sql = Sql.open(null)
    migrate(sql, version)
    text = JSON.stringify(sql.all<SchemaRow>(LISTING))
    sql.close()
    expected.set(version, text)
  }
  return text
}

function refused(why: string): MalarError {
  return new MalarError(
    'not-a-study',
    `This file is not opened, because it was altered outside Malar. ${why}`,
  )
}

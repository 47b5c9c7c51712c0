import { Sql } from './driver'

/** Version of the SQLite that reads and writes studies, e.g. `3.54.1`. */
export function sqliteVersion(): string {
  const sql = Sql.open(null)
  try {
    return sql.get<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? ''
  } finally {
    sql.close()
  }
}

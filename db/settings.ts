import type { Sql } from './driver'

/** `MALR`, so that a file manager and Malar itself know a study from any other SQLite file. */
export const APPLICATION_ID = 0x4d414c52

/** 16 KiB: the fastest page for photographs of some megabytes, at the least waste. */
export const PAGE_SIZE = 16384

/** What holds for every connection, before anything of the file is trusted. */
export function guard(sql: Sql): void {
  sql.pragma('trusted_schema = OFF')
  sql.pragma('cell_size_check = ON')
  sql.pragma('foreign_keys = ON')
  sql.pragma('secure_delete = ON')
  // macOS: an ordinary fsync there does not reach the disk.
  sql.pragma('fullfsync = ON')
  sql.pragma('checkpoint_fullfsync = ON')
}

/**
 * Write-ahead log at FULL: a score that was saved outlives a power cut. The driver itself would choose NORMAL,
 * and says FULL until the log is in use: hence the read before the check.
 */
export function makeDurable(sql: Sql): void {
  const mode = sql.pragma('journal_mode = WAL')
  sql.pragma('synchronous = FULL')
  sql.get('SELECT count(*) FROM sqlite_schema')
  const synchronous = sql.pragma('synchronous')
  if (mode !== 'wal' || synchronous !== 2) {
    throw new Error(`the study would not be durable: journal ${mode}, synchronous ${synchronous}`)
  }
}

/** Folds the log into the file, so that a closed study is ONE file, readable from a read-only disk too. */
export function makeOneFile(sql: Sql): void {
  sql.pragma('wal_checkpoint(TRUNCATE)')
  sql.pragma('journal_mode = DELETE')
}

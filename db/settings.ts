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
  // Nothing of a study goes into temporary files outside it. Inserts into scores, which have triggers, would
  // each write their pages there first: a third of the time that a large table of scores takes to come in.
  sql.pragma('temp_store = MEMORY')
  // 64 MiB: the default holds 125 of our pages, and a large import would write each of them many times over.
  sql.pragma('cache_size = -65536')
  // macOS: an ordinary fsync there does not reach the disk.
  sql.pragma('fullfsync = ON')
  sql.pragma('checkpoint_fullfsync = ON')
}

/**
 * Takes the file for this process alone until it is closed: a second window or computer is told so at once, and
 * the log needs no shared memory, which network drives lack. The lock is taken in one step, since two that had
 * begun to read could only keep each other out.
 */
export function claim(sql: Sql): void {
  sql.pragma('locking_mode = EXCLUSIVE')
  sql.script('BEGIN EXCLUSIVE; COMMIT')
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

/**
 * Takes the file once more. SQLite believes that it has its lock still, so that is given up in form first; what is in
 * the log comes into the file before.
 * @throws MalarError `study-busy` when another process has taken the file
 */
export function claimAnew(sql: Sql): void {
  makeOneFile(sql)
  sql.pragma('locking_mode = NORMAL')
  sql.get('SELECT count(*) FROM sqlite_schema')
  claim(sql)
  makeDurable(sql)
}

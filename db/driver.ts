/** The one file that names the SQLite driver. Everything else speaks to `Sql`. */
import Database from 'better-sqlite3'
import { MalarError } from '../electron/domain/words'
import { asMalarError, type Doing } from './errors'

/** What SQLite stores. */
export type SqlValue = string | number | null | Uint8Array

/** The stock prebuilt binary aborts the process where Node-API is older; nothing can catch that. */
const NODE_API_WANTED = 10

function nativeBinding(): string | undefined {
  const own = process.env['MALAR_SQLITE_BINDING']
  if (own) return own
  if (Number(process.versions['napi'] ?? 0) >= NODE_API_WANTED) return undefined
  throw new MalarError(
    'sqlite',
    `This runtime (Node ${process.versions.node}) is too old for the SQLite that Malar brings. ` +
      'Run npm start, which builds a fitting one, or name it in MALAR_SQLITE_BINDING.',
  )
}

export interface SqlOptions {
  readonly?: boolean
  mustExist?: boolean
  /** Milliseconds to wait for another process's lock. */
  timeout?: number
}

/** Milliseconds after which a statement is worth a line in the log. */
const SLOW = 40

let tellSlow: (sql: string, milliseconds: number) => void = () => undefined

/**
 * Names from now on every statement that takes longer than 40 ms to answer.
 * @param tell is given the SQL as it is written here, so no value of a study, and the milliseconds
 */
export function whenSlow(tell: typeof tellSlow): void {
  tellSlow = tell
}

/** One connection, with its prepared statements kept and every error a sentence. */
export class Sql {
  private readonly statements = new Map<string, Database.Statement>()

  private constructor(private readonly database: Database.Database) {}

  /** @param file a path, or null for a database in memory */
  static open(file: string | null, options: SqlOptions = {}): Sql {
    const binding = nativeBinding()
    return telling('reading', () => {
      const database = new Database(file ?? ':memory:', {
        readonly: options.readonly ?? false,
        fileMustExist: options.mustExist ?? false,
        timeout: options.timeout ?? 250,
        ...(binding ? { nativeBinding: binding } : {}),
      })
      return new Sql(database)
    })
  }

  get<T>(sql: string, ...values: SqlValue[]): T | undefined {
    return timed(sql, 'reading', () => this.prepared(sql).get(...values) as T | undefined)
  }

  all<T>(sql: string, ...values: SqlValue[]): T[] {
    return timed(sql, 'reading', () => this.prepared(sql).all(...values) as T[])
  }

  /** Row by row, without holding them all. Nothing may be written until the loop is left. */
  *iterate<T>(sql: string, ...values: SqlValue[]): IterableIterator<T> {
    // A statement of its own: a kept one could not be used again inside the loop.
    try {
      yield* this.database.prepare(sql).iterate(...values) as IterableIterator<T>
    } catch (error) {
      throw asMalarError(error, 'reading')
    }
  }

  /** Changes rows. @returns key of the row that was inserted last, and how many rows changed */
  run(sql: string, ...values: SqlValue[]): { key: number; changes: number } {
    return timed(sql, 'writing', () => {
      const result = this.prepared(sql).run(...values)
      return { key: Number(result.lastInsertRowid), changes: result.changes }
    })
  }

  /** Runs a script of several statements. */
  script(sql: string): void {
    telling('writing', () => this.database.exec(sql))
  }

  /** Value of a pragma, e.g. `user_version` or `journal_mode = WAL`. */
  pragma(text: string): string | number {
    return telling('reading', () => this.database.pragma(text, { simple: true }) as string | number)
  }

  /** Every row of a pragma, e.g. of `foreign_key_check`. */
  pragmaRows<T>(text: string): T[] {
    return telling('reading', () => this.database.pragma(text) as T[])
  }

  /** All of `work`, or nothing of it. */
  transaction<T>(work: () => T): T {
    return telling('writing', () => this.database.transaction(work).immediate())
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }

  private prepared(sql: string): Database.Statement {
    let statement = this.statements.get(sql)
    if (!statement) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}

function timed<T>(sql: string, doing: Doing, work: () => T): T {
  const start = performance.now()
  try {
    return telling(doing, work)
  } finally {
    const milliseconds = performance.now() - start
    if (milliseconds > SLOW) tellSlow(sql, milliseconds)
  }
}

function telling<T>(doing: Doing, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asMalarError(error, doing)
  }
}

import type { Sql } from '../driver'

/** One step of the schema. A step that was released is never edited: a change is a new step. */
export interface Migration {
  version: number
  name: string
  /** Runs inside the transaction that also sets `user_version`. */
  up(sql: Sql): void
}

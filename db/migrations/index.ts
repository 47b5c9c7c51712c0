import type { Sql } from '../driver'
import { study } from './0001-study'
import { scoreRevision } from './0002-score-revision'
import { feature } from './0003-feature'
import { networks } from './0004-networks'
import type { Migration } from './migration'

export const MIGRATIONS: readonly Migration[] = monotonic([study, scoreRevision, feature, networks])

/** Schema version that this Malar writes. */
export const NEWEST = (MIGRATIONS[MIGRATIONS.length - 1] as Migration).version

/**
 * Brings a study up to `to`, in ONE transaction: it is of the old schema or of the new, never between.
 * @returns the version that it had before
 */
export function migrate(sql: Sql, to = NEWEST): number {
  const from = Number(sql.pragma('user_version'))
  if (from >= to) return from
  sql.transaction(() => {
    for (const migration of MIGRATIONS) {
      if (migration.version > from && migration.version <= to) migration.up(sql)
    }
    sql.pragma(`user_version = ${to}`)
  })
  return from
}

/** The list itself, if its versions are 1, 2, 3 and so on. */
export function monotonic(migrations: readonly Migration[]): readonly Migration[] {
  migrations.forEach((migration, i) => {
    if (migration.version !== i + 1) {
      throw new Error(`migration ${migration.version} (${migration.name}) stands at place ${i + 1}`)
    }
  })
  return migrations
}

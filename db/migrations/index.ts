import { MalarError } from '../../electron/domain/words'
import type { Sql } from '../driver'
import { DAMAGED } from '../errors'
import { study } from './0001-study'
import { scoreRevision } from './0002-score-revision'
import { feature } from './0003-feature'
import { networks } from './0004-networks'
import { rounds } from './0005-rounds'
import { exemplar } from './0006-exemplar'
import { comparison } from './0007-comparison'
import { quality } from './0008-quality'
import { regionEdits } from './0009-region-edits'
import type { Migration } from './migration'

export const MIGRATIONS: readonly Migration[] = monotonic([
  study,
  scoreRevision,
  feature,
  networks,
  rounds,
  exemplar,
  comparison,
  quality,
  regionEdits,
])

/** Schema version that this Malar writes. */
export const NEWEST = (MIGRATIONS[MIGRATIONS.length - 1] as Migration).version

/**
 * Brings a study up to `to`, in ONE transaction: it is of the old schema or of the new, never between.
 * @param tell writes down, as a part of it, that it was done
 * @returns the version that it had before
 * @throws MalarError `damaged` where a row points at one that is not there; nothing is changed then
 */
export function migrate(sql: Sql, to = NEWEST, tell: () => void = () => undefined): number {
  const from = Number(sql.pragma('user_version'))
  if (from >= to) return from
  // A table that others point at is made anew by dropping it, which would count as breaking all of them.
  sql.pragma('foreign_keys = OFF')
  try {
    sql.transaction(() => {
      for (const migration of MIGRATIONS) {
        if (migration.version > from && migration.version <= to) migration.up(sql)
      }
      const [broken] = sql.pragmaRows('foreign_key_check')
      // It pointed at rows that are not there before any migration; the tests of each see that none loses rows.
      if (broken) throw new MalarError('damaged', DAMAGED)
      sql.pragma(`user_version = ${to}`)
      tell()
    })
  } finally {
    sql.pragma('foreign_keys = ON')
  }
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

/**
 * The audit trail: who did what, when. Each entry's hash covers the entry before, so that no entry can be
 * changed, inserted or taken out unseen. Whoever rewrites the whole file can rewrite the chain too:
 * an export therefore quotes the last hash.
 */
import { createHash } from 'node:crypto'
import type { Sql } from './driver'
import type { AuditRecord } from './reader'

/** What the first entry's hash covers in place of an entry before. */
const BEGINNING = '0'.repeat(64)

interface AuditRow {
  seq: number
  at: string
  behind: number
  who: string
  action: string
  entity: string
  detail: string
  app_version: string
  previous: string
  hash: string
}

export interface AuditContent {
  at: string
  who: string
  action: string
  entity: string
  detail: string
  appVersion: string
}

/** Adds an entry; it belongs into the transaction of the change that it tells of. */
export function appendAudit(sql: Sql, content: AuditContent): void {
  const last = sql.get<AuditRow>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1')
  // A clock that went back is written down, not hidden.
  const behind = last ? Math.max(0, Date.parse(last.at) - Date.parse(content.at)) : 0
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: content.at,
    behind,
    who: content.who,
    action: content.action,
    entity: content.entity,
    detail: content.detail,
    app_version: content.appVersion,
    previous: last?.hash ?? BEGINNING,
  }
  sql.run(
    `INSERT INTO audit (seq, at, behind, who, action, entity, detail, app_version, previous, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.seq,
    row.at,
    row.behind,
    row.who,
    row.action,
    row.entity,
    row.detail,
    row.app_version,
    row.previous,
    hashOf(row),
  )
}

/** The hash of the last entry, which covers all before it: what an export quotes. */
export function auditHash(sql: Sql): string {
  return sql.get<{ hash: string }>('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1')?.hash ?? BEGINNING
}

/**
 * Entries in the order in which they were written.
 * @param from the first `seq` wanted
 */
export function auditEntries(sql: Sql, from = 1, limit = -1): AuditRecord[] {
  return sql
    .all<AuditRow>('SELECT * FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?', from, limit)
    .map(({ seq, at, action, entity, detail, who, app_version, behind, hash }) => ({
      seq,
      at,
      action,
      entity,
      detail,
      who,
      appVersion: app_version,
      behind,
      hash,
    }))
}

/**
 * Walks the chain.
 * @param visit is called with each entry that still says what it said when it was written
 * @returns sentences about what does not hold
 */
export function checkAudit(sql: Sql, visit: (entry: AuditRow) => void): string[] {
  let previous = BEGINNING
  let seq = 0
  for (const row of sql.iterate<AuditRow>('SELECT * FROM audit ORDER BY seq')) {
    seq += 1
    if (row.seq !== seq) return [`Entry ${seq} of the audit trail is missing.`]
    if (row.previous !== previous || row.hash !== hashOf(row)) {
      return [`Entry ${seq} of the audit trail was changed after it was written.`]
    }
    previous = row.hash
    visit(row)
  }
  return seq === 0 ? ['The audit trail is empty.'] : []
}

function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const content = [row.seq, row.at, row.behind, row.who, row.action, row.entity, row.detail, row.app_version]
  return createHash('sha256').update(row.previous).update(JSON.stringify(content)).digest('hex')
}

/** The audit trail, and what a check of the file found. */
import type { AuditEntry } from '../../electron/domain/records'

export interface AuditRecord extends AuditEntry {
  who: string
  appVersion: string
  /** Milliseconds by which the clock stood behind the entry before; 0 when it ran forward. */
  behind: number
  /** SHA-256 (hex) over the entry before and this one's content. */
  hash: string
}

export interface CheckFindings {
  ok: boolean
  /** Sentences; empty when all is well. */
  findings: string[]
  photographs: number
  scores: number
  audit: number
  /** Hash of the last audit entry: what an export quotes. */
  auditHash: string
}

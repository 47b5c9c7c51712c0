import { MalarError } from '../electron/domain/words'
import { appendAudit } from './audit'
import type { Sql } from './driver'

/** What a change tells the audit trail. */
export interface Told {
  action: string
  /** What was changed, e.g. `photograph 12`. */
  entity: string
  detail: Record<string, unknown>
  /** Who did it, where that is not whoever works on this computer. */
  who?: string
}

/** An open study as its writers see it: every change is one transaction with one audit entry, or nothing. */
export class Session {
  constructor(
    readonly sql: Sql,
    readonly readOnlyBecause: string | null,
    private readonly clock: () => Date,
    private readonly appVersion: string,
    private readonly who: string,
  ) {}

  /**
   * @param work makes the change and tells it; `told` may be null where there was nothing to do
   * @throws MalarError `read-only`, or whatever kept the change from being saved
   */
  change<T>(work: (at: string) => { value: T; told: Told | null }): T {
    if (this.readOnlyBecause) throw new MalarError('read-only', `Not saved: ${this.readOnlyBecause}`)
    return this.sql.transaction(() => {
      const at = this.clock().toISOString()
      const { value, told } = work(at)
      if (told) {
        appendAudit(this.sql, {
          at,
          who: told.who ?? this.who,
          action: told.action,
          entity: told.entity,
          detail: JSON.stringify(told.detail),
          appVersion: this.appVersion,
        })
      }
      return value
    })
  }
}

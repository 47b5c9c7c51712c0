import { MalarError } from '../electron/domain/words'

/** Whether the trouble came while looking or while changing: only the second is “not saved”. */
export type Doing = 'reading' | 'writing'

export const BUSY =
  'The study is open in another window or on another computer. Close it there, then try again.'
/** What this Malar asks for and a newer one keeps otherwise; of its own tables it never asks in vain. */
const ABSENT = /^no such (table|column)/
export const DAMAGED =
  'The study file is damaged. Nothing was changed in it. Keep a copy of it, and go on with your last backup.'

/**
 * Turns what SQLite reports into a sentence that a clinician can act on.
 * @param error anything that was thrown; what did not come from SQLite is given back as it is
 */
export function asMalarError(error: unknown, doing: Doing): unknown {
  const code = sqliteCode(error)
  if (!code) return error
  const reason = (error as Error).message
  const saved = doing === 'writing' ? 'Not saved: ' : ''
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new MalarError('study-busy', BUSY)
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new MalarError('damaged', DAMAGED)
  if (code === 'SQLITE_ERROR' && ABSENT.test(reason)) {
    return new MalarError(
      'newer-study',
      `This part of the study cannot be read, because a newer Malar made it (${reason}). Install the newest Malar.`,
    )
  }
  if (code === 'SQLITE_FULL') {
    return new MalarError(
      'disk-full',
      'Not saved: the disk that holds the study is full. Make room, then save again.',
    )
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new MalarError('read-only', 'Not saved: the study’s file or its folder cannot be written.')
  }
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    return new MalarError('refused', `${saved}the study’s rules do not allow it (${reason}).`)
  }
  if (doing === 'writing') {
    return new MalarError(
      'not-saved',
      `Not saved: the study’s file could not be written (${reason}). Is its disk still connected? Then save again.`,
    )
  }
  return new MalarError(
    'not-readable',
    `The study’s file could not be read (${reason}). Is its disk still connected?`,
  )
}

/** SQLite's own name of an error, e.g. `SQLITE_FULL`; null for any other error. */
function sqliteCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null
}

/** For a key that the study does not hold. */
export function notFound(what: string, key: number | string): MalarError {
  return new MalarError('not-found', `The study has no ${what} ${key}.`)
}

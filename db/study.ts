/** Opens study files, and makes new ones. */
import fs from 'node:fs'
import path from 'node:path'
import { MalarError } from '../electron/domain/words'
import { auditEntries, auditHash } from './audit'
import { checkStudy } from './check'
import { comparisonReader, comparisonWriter } from './comparisons'
import { Sql } from './driver'
import { BUSY, DAMAGED } from './errors'
import { exemplarReader, exemplarWriter } from './exemplars'
import { exportReader } from './export-rows'
import { featureReader, featureWriter } from './features'
import { hold, isHeld } from './held'
import { keepCopy } from './keep-copy'
import { inspectHeader, whyReadOnly } from './inspect'
import { NEWEST, migrate } from './migrations'
import { modelReader, modelWriter } from './models'
import { beginStudy, peopleReader, peopleWriter } from './people'
import { photographFiguresReader } from './photograph-figures'
import { photographReader } from './photographs-read'
import { photographWriter } from './photographs-write'
import type { StudyReader } from './reader'
import { regionEditReader } from './region-edits'
import { regionReader } from './regions-read'
import { regionWriter } from './regions-write'
import { roundAnswerReader } from './round-answers'
import { roundReader } from './rounds-read'
import { roundWriter } from './rounds-write'
import { requireOurSchema, requireOurTables } from './schema'
import { scoreReader } from './scores-read'
import { scoreWriter } from './scores-write'
import { Session } from './session'
import { APPLICATION_ID, PAGE_SIZE, claim, claimAnew, guard, makeDurable, makeOneFile } from './settings'
import type { NewStudyFile, OpenOptions, StudyFile } from './study-file'
import { stripReader } from './strip'
import { suggestionReader, suggestionWriter } from './suggestions'
import type { StudyWriter } from './writer'

/**
 * Makes a new study and opens it.
 * @throws MalarError `exists` when there is a file at that place: a study never overwrites anything
 */
export function createStudy(file: string, study: NewStudyFile, options: OpenOptions = {}): StudyFile {
  const place = path.resolve(file)
  reserve(place)
  let sql: Sql | null = null
  try {
    const made = (sql = Sql.open(place, { mustExist: true }))
    guard(made)
    // Before the file is claimed: even an empty transaction settles the page size.
    made.pragma(`page_size = ${PAGE_SIZE}`)
    claim(made)
    const session = sessionOf(made, null, options)
    // One transaction over tables and first rows: a study is there wholly, or its file is still empty.
    made.transaction(() => {
      made.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(made)
      beginStudy(session, study)
    })
    makeDurable(made)
    return assemble(place, made, session, null)
  } catch (error) {
    sql?.close()
    for (const left of [place, `${place}-journal`, `${place}-wal`]) fs.rmSync(left, { force: true })
    throw error
  }
}

/**
 * Opens a study. A newer one, and one that cannot be written, opens read-only and says why. An older one is brought up
 * to date, and kept beside as it was.
 * @throws MalarError `not-found`, `not-a-study`, `damaged`, `study-busy`, `read-only` (an older study that would
 * have to be brought up to date first), `not-saved` (no copy of an older one could be kept) or `not-readable`; the file
 * is then as it was
 */
export function openStudy(file: string, options: OpenOptions = {}): StudyFile {
  const place = path.resolve(file)
  if (isHeld(place)) throw new MalarError('study-busy', BUSY)
  const { version } = inspectHeader(place)
  const because =
    (options.readOnly ? 'It was opened to be looked at only.' : null) ??
    whyNewer(version) ??
    whyReadOnly(place, path.dirname(place))
  const sql = Sql.open(place, { readonly: because !== null, mustExist: true })
  try {
    guard(sql)
    if (because === null) claim(sql)
    if (sql.pragma('application_id') !== APPLICATION_ID) throw new MalarError('damaged', DAMAGED)
    const version = Number(sql.pragma('user_version'))
    if (version > NEWEST && because === null) throw new MalarError('read-only', whyNewer(version) as string)
    if (version > NEWEST) requireOurTables(sql, NEWEST)
    else requireOurSchema(sql, version)
    requireSoundBeginning(sql)
    const session = sessionOf(sql, because, options)
    const keptAs = bringUpToDate(place, session)
    if (because === null) makeDurable(sql)
    return assemble(place, sql, session, keptAs)
  } catch (error) {
    sql.close()
    throw error
  }
}

/** @returns where an older study is kept as it was; null where it was not older */
function bringUpToDate(place: string, session: Session): string | null {
  const { sql, readOnlyBecause } = session
  const from = Number(sql.pragma('user_version'))
  if (from >= NEWEST) return null
  if (readOnlyBecause !== null) {
    throw new MalarError(
      'read-only',
      'This study was made by an older Malar. Open it once where it can be written, so that it is brought up to date.',
    )
  }
  const keptAs = keepCopy(sql, place)
  const told = { action: 'bring up to date', entity: 'study', detail: { from, to: NEWEST } }
  try {
    migrate(sql, NEWEST, () => session.change(() => ({ value: undefined, told })))
  } catch (error) {
    fs.rmSync(keptAs)
    throw error
  }
  return keptAs
}

function assemble(place: string, sql: Sql, session: Session, keptAs: string | null): StudyFile {
  const reader: StudyReader = {
    ...peopleReader(sql, session.readOnlyBecause),
    ...photographReader(sql),
    ...photographFiguresReader(sql),
    ...regionReader(sql),
    ...regionEditReader(sql),
    ...exemplarReader(sql),
    ...comparisonReader(sql),
    ...roundReader(sql),
    ...roundAnswerReader(sql),
    ...scoreReader(sql),
    ...stripReader(sql),
    ...modelReader(sql),
    ...suggestionReader(sql),
    ...featureReader(sql),
    ...exportReader(sql),
    check: () => checkStudy(sql),
    auditEntries: (from, limit) => auditEntries(sql, from, limit),
    auditHash: () => auditHash(sql),
  }
  const writer: StudyWriter = {
    ...peopleWriter(session),
    ...photographWriter(session),
    ...regionWriter(session),
    ...exemplarWriter(session),
    ...comparisonWriter(session),
    ...roundWriter(session),
    ...scoreWriter(session),
    ...modelWriter(session),
    ...suggestionWriter(session),
    ...featureWriter(session),
  }
  const letGo = hold(place)
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    try {
      if (session.readOnlyBecause === null) makeOneFile(sql)
    } catch {
      // A full or lost disk: what was saved is in the log beside the file, and the next opening folds it in.
    } finally {
      sql.close()
      letGo()
    }
  }
  const reclaim = (): void => {
    if (open && session.readOnlyBecause === null) claimAnew(sql)
  }
  return { path: place, reader, writer, readOnlyBecause: session.readOnlyBecause, keptAs, reclaim, close }
}

function sessionOf(sql: Sql, because: string | null, options: OpenOptions): Session {
  const { clock = () => new Date(), appVersion = '', who = '' } = options
  return new Session(sql, because, clock, appVersion, who)
}

function whyNewer(version: number): string | null {
  if (version <= NEWEST) return null
  return 'This study was made by a newer Malar, so it can only be looked at. Install the newest Malar to score.'
}

/** Makes the empty file, so that nothing is ever overwritten. */
function reserve(place: string): void {
  try {
    fs.closeSync(fs.openSync(place, 'wx'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new MalarError('exists', 'There is a file of that name already. Choose another name.')
    }
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new MalarError('not-found', 'The folder for the new study does not exist.')
    }
    if (code === 'ENOSPC')
      throw new MalarError('disk-full', 'Not saved: the disk is full. Make room, then try again.')
    throw new MalarError(
      'read-only',
      `The study cannot be made in that folder (${code ?? String(error)}). Choose another one.`,
    )
  }
}

/** The small tables on which everything else rests; `check` looks at the rest, photographs included. */
function requireSoundBeginning(sql: Sql): void {
  for (const table of ['study', 'study_region', 'scale', 'rater']) {
    const [found] = sql.pragmaRows<{ quick_check: string }>(`quick_check('${table}')`)
    if (found?.quick_check !== 'ok') throw new MalarError('damaged', DAMAGED)
  }
  if (!sql.get('SELECT 1 FROM study')) throw new MalarError('damaged', DAMAGED)
}

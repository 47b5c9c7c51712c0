/** What can be told of a file before SQLite touches it. */
import fs from 'node:fs'
import { MalarError } from '../electron/domain/words'
import { DAMAGED } from './errors'
import { APPLICATION_ID } from './settings'

const MAGIC = 'SQLite format 3\0'
const HEADER = 100

/**
 * Reads the header by hand.
 * @returns schema version as the header says; a log that was left behind may know better
 * @throws MalarError `not-found`, `not-a-study` or `damaged`; the file is never changed
 */
export function inspectHeader(file: string): { version: number } {
  const header = Buffer.alloc(HEADER)
  let size: number
  try {
    const stat = fs.statSync(file)
    // A pipe would be waited for.
    if (!stat.isFile()) throw notAStudy('It is a folder or a device, not a file.')
    size = stat.size
    const handle = fs.openSync(file, 'r')
    try {
      fs.readSync(handle, header, 0, HEADER, 0)
    } finally {
      fs.closeSync(handle)
    }
  } catch (error) {
    if (error instanceof MalarError) throw error
    throw whyUnreadable(error)
  }
  if (size === 0) throw notAStudy('It is empty.')
  if (header.toString('latin1', 0, 16) !== MAGIC) throw notAStudy('It is another kind of file.')
  if (size < HEADER) throw new MalarError('damaged', DAMAGED)
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw notAStudy('It is a database of another program.')
  const pageSize = header.readUInt16BE(16)
  const pages = header.readUInt32BE(28)
  // With a log or a journal beside it the file may rightly be shorter than it says.
  const alone = !holdsSomething(`${file}-wal`) && !holdsSomething(`${file}-journal`)
  if (alone && (pageSize === 1 ? 65536 : pageSize) * pages > size) throw new MalarError('damaged', DAMAGED)
  return { version: header.readUInt32BE(60) }
}

/** Why a study there could not be written, as a sentence; null when it can be. */
export function whyReadOnly(file: string, folder: string): string | null {
  try {
    fs.accessSync(file, fs.constants.W_OK)
  } catch {
    return 'The study’s file is write-protected, so it can only be looked at.'
  }
  try {
    fs.accessSync(folder, fs.constants.W_OK)
  } catch {
    return 'The study’s folder is write-protected, so the study can only be looked at. Copy it to another folder to score.'
  }
  return null
}

function holdsSomething(file: string): boolean {
  try {
    return fs.statSync(file).size > 0
  } catch {
    return false
  }
}

function notAStudy(why: string): MalarError {
  return new MalarError('not-a-study', `This file is not a Malar study. ${why}`)
}

function whyUnreadable(error: unknown): MalarError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new MalarError('not-found', 'There is no study at that place any more.')
  if (code === 'EACCES' || code === 'EPERM') {
    return new MalarError('not-readable', 'This study may not be read: ask its owner for permission.')
  }
  return new MalarError('not-readable', `The study’s file could not be read (${code ?? String(error)}).`)
}

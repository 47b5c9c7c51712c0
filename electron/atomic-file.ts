/** Files that are either wholly there or not at all. */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { MalarError } from './domain/words'

/** Text is written in pieces of about this many characters. */
const PIECE = 1 << 20

export interface WrittenFile {
  name: string
  bytes: number
  sha256: string
  /** Pieces of text that were written, header included. */
  lines: number
}

/**
 * Writes text under a temporary name, flushes it to the disk and renames it.
 * @param lines pieces of text, usually a line each; read one by one, so a table may be longer than memory
 * @throws MalarError `not-saved` with a sentence; an earlier file of that name is then still as it was
 */
export function writeAtomically(folder: string, name: string, lines: Iterable<string>): WrittenFile {
  const target = join(folder, name)
  const temporary = `${target}.${process.pid}.part`
  const hash = createHash('sha256')
  let bytes = 0
  let count = 0
  let file: number | null = null
  try {
    file = openSync(temporary, 'w')
    let piece = ''
    const flush = (): void => {
      const data = Buffer.from(piece, 'utf8')
      hash.update(data)
      bytes += data.length
      for (let at = 0; at < data.length;) at += writeSync(file as number, data, at)
      piece = ''
    }
    for (const line of lines) {
      piece += line
      count++
      if (piece.length > PIECE) flush()
    }
    flush()
    fsyncSync(file)
    closeSync(file)
    file = null
    renameSync(temporary, target)
  } catch (error) {
    try {
      if (file !== null) closeSync(file)
      rmSync(temporary, { force: true })
    } catch {
      // What went wrong first is what counts.
    }
    throw sentence(error, name)
  }
  return { name, bytes, sha256: hash.digest('hex'), lines: count }
}

function sentence(error: unknown, name: string): Error {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
      return new MalarError(
        'not-saved',
        `${name} was not written: the disk is full. Free some space and export again.`,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EBUSY':
      // Windows answers so when a spreadsheet has the earlier file open.
      return new MalarError(
        'not-saved',
        `${name} was not written: it is open in another program, or this folder cannot be written to. Close it there, or choose another folder.`,
      )
    case 'EROFS':
      return new MalarError(
        'not-saved',
        `${name} was not written: this folder cannot be written to. Choose another one.`,
      )
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new MalarError(
        'not-saved',
        `${name} was not written: there is a folder of that name. Choose another folder.`,
      )
    case 'ENOENT':
    case 'ENOTDIR':
      return new MalarError(
        'not-saved',
        `${name} was not written: the folder is no longer there. Choose another one.`,
      )
    default:
      return error as Error
  }
}

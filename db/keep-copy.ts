/** A study is kept as it was before it is changed in a way that an older Malar could not read. */
import fs from 'node:fs'
import path from 'node:path'
import { MalarError } from '../electron/domain/words'
import type { Sql } from './driver'

/**
 * Writes the whole study once more, under a name beside it that nothing has yet.
 * @returns the path of the copy
 * @throws MalarError `not-saved`; then there is no copy, nor half of one
 */
export function keepCopy(sql: Sql, place: string): string {
  const kept = freeName(place)
  const part = `${kept}.part`
  try {
    fs.rmSync(part, { force: true })
    // For the same eyes as the study from the first byte on; SQLite alone would make it for everybody's.
    const { mode } = fs.statSync(place)
    fs.closeSync(fs.openSync(part, 'wx', mode))
    fs.chmodSync(part, mode)
    // SQLite copies by itself: another reader of the file in this process would, by leaving it, give up its lock.
    sql.run('VACUUM INTO ?', part)
    flush(part)
    fs.renameSync(part, kept)
    return kept
  } catch (error) {
    remove(part)
    throw new MalarError('not-saved', whyNot(error, place))
  }
}

function freeName(place: string): string {
  const { dir, name, ext } = path.parse(place)
  for (let n = 1; ; n++) {
    const free = path.join(dir, `${name} before update${n === 1 ? '' : ` ${n}`}${ext}`)
    if (!fs.existsSync(free)) return free
  }
}

function remove(part: string): void {
  try {
    fs.rmSync(part, { force: true })
  } catch {
    // What went wrong first is what counts.
  }
}

function flush(file: string): void {
  const handle = fs.openSync(file, 'r+')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

function whyNot(error: unknown, place: string): string {
  const begin =
    'This study was made by an older Malar. Before it is brought up to date, a copy is kept beside it, and that failed'
  if (error instanceof MalarError && error.code === 'disk-full') {
    const megabytes = Math.ceil(fs.statSync(place).size / 1e6)
    return `${begin}: the disk is full. Make room for ${megabytes} MB, then open it again. Nothing was changed in it.`
  }
  if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG')
    return `${begin}: its name is too long. Give the study a shorter name, then open it again. Nothing was changed in it.`
  const reason = error instanceof Error ? error.message : String(error)
  return `${begin} (${reason}). Nothing was changed in it. Copy it to another folder, and open it there.`
}

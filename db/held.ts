/**
 * The studies that this process has open. On Linux and macOS, whoever closes a file gives up every lock that its process
 * has on it, whichever way it was opened: a study that is open here is opened, or read, in no second way, or another
 * process could write into it meanwhile.
 */
import fs from 'node:fs'

const held = new Set<string>()

/**
 * Notes a study as open.
 * @returns to be called once it is closed
 */
export function hold(file: string): () => void {
  const mark = identityOf(file)
  if (mark === null) return () => undefined
  held.add(mark)
  return () => held.delete(mark)
}

/** Whether a file is a study that this process has open, by whatever name it goes; the file itself is not opened. */
export function isHeld(file: string): boolean {
  if (held.size === 0) return false
  const mark = identityOf(file)
  return mark !== null && held.has(mark)
}

/** Whether two paths lead to one file; neither is opened. */
export function isSameFile(one: string, other: string): boolean {
  const mark = identityOf(one)
  return one === other || (mark !== null && mark === identityOf(other))
}

function identityOf(file: string): string | null {
  try {
    const { dev, ino } = fs.statSync(file, { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return null
  }
}

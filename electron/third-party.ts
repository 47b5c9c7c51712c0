/** The list of works that the build has collected, and the notices that come with Electron. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ListOfWorks, ListedWork } from './contract'
import { MalarError } from './domain/words'
import { appPath } from './paths'

let read: (ListedWork & { text: string })[] | undefined

/** @throws MalarError `licences` when the list is missing or damaged */
export function listOfWorks(): ListOfWorks {
  return {
    works: works().map(({ name, version, licence, where, note }) => ({
      name,
      version,
      licence,
      where,
      note,
    })),
    chromiumNotices: existsSync(chromiumNotices()),
  }
}

/**
 * The text of a licence.
 * @param index of the work in the list
 * @throws MalarError `licences` when there is no such work
 */
export function licenceText(index: number): string {
  const work = works()[index]
  if (!work) throw new MalarError('licences', 'This entry is not in the list of licences.')
  return work.text
}

/** Where the notices of Chromium lie: beside the program, on macOS beside its folder. */
export function chromiumNotices(): string {
  const beside = process.platform === 'darwin' ? '..' : '.'
  return join(dirname(process.execPath), beside, 'LICENSES.chromium.html')
}

function works() {
  try {
    read ??= JSON.parse(readFileSync(appPath('third-party.json'), 'utf8')) as typeof read & object
    return read
  } catch {
    throw new MalarError('licences', 'The list of licences is missing. Install Malar again.')
  }
}

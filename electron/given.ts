/** What the person asked for when she started Malar: a verb, or a study that was double-clicked. */
import { homedir } from 'node:os'
import { extname, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Stands before a verb in a checkout, where Electron's own arguments come first. */
const VERB_MARK = '--malar-verb'

/**
 * The verb of a command line and what follows it. An installed app takes its first word for a verb, unless that names
 * a file; a checkout wants the mark.
 * @param argv as `process.argv`
 * @param installed whether `argv[1]` is the person's first word
 * @returns null when the window is wanted
 */
export function verbGiven(argv: readonly string[], installed: boolean): string[] | null {
  const mark = argv.indexOf(VERB_MARK)
  if (mark >= 0) return argv.slice(mark + 1)
  if (!installed) return null
  if (argv.some((word) => word === '--help' || word === '-h')) return ['help']
  // Switches before the first word are Chromium's.
  const first = argv.findIndex((word, i) => i > 0 && !word.startsWith('-'))
  return first < 0 || isFile(argv[first] as string) ? null : argv.slice(first)
}

/**
 * The study of a command line. Desktops may give the address of a file instead of its path.
 * @param argv as `process.argv`, or of the second instance
 * @param folder that a relative path is relative to
 * @param installed as above
 * @returns its absolute path; null when there is none. An address that names no file here stays as it is: nothing is
 *   found there, and the person is told so
 */
export function studyGiven(argv: readonly string[], folder: string, installed: boolean): string | null {
  // A switch may end like a study. A checkout has its own folder among the words.
  const isGiven = installed ? isFile : isStudy
  const word = argv.slice(1).find((one) => isGiven(one) && !one.startsWith('--'))
  if (word === undefined) return null
  return resolve(folder, word.startsWith('file:') ? pathOf(word) : word)
}

/** The folder in which the person typed the command; her own where that is gone by now. */
export function folderGiven(): string {
  try {
    // In a checkout the tools between have a folder of their own.
    return process.env.MALAR_CWD ?? process.cwd()
  } catch {
    return homedir()
  }
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address)
  } catch {
    return address
  }
}

/** Whether a word is for the window: desktops name whatever file is opened with Malar from its root, and no verb does. */
function isFile(word: string): boolean {
  return isStudy(word) || isAbsolute(word) || word.startsWith('file:')
}

function isStudy(word: string): boolean {
  return extname(word).toLowerCase() === '.malar'
}

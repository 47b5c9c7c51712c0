/** A small synthetic study for the journeys, made once by the app itself. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verbOptions } from './launch/options'

export interface VerbOutcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the app as `malar VERB …` in a folder and waits for its end; `build` as for `launchOptions`. */
export function malar(words: readonly string[], folder: string, build?: string): VerbOutcome {
  const profile = mkdtempSync(join(tmpdir(), 'malar-verb-'))
  try {
    const { executablePath, args, env, cwd } = verbOptions(profile, words, folder, build)
    const done = spawnSync(executablePath, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    return { code: done.status, stdout: done.stdout, stderr: done.stderr }
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
}

/** Runs a verb with `--json` and reads its one object. @throws Error with what it printed when it failed */
export function malarJson<T>(words: readonly string[], folder: string, build?: string): T {
  const { code, stdout, stderr } = malar([...words, '--json'], folder, build)
  if (code !== 0) throw new Error(`malar ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`)
  return JSON.parse(stdout) as T
}

/** Subjects of the small cohort; half of them are scored. */
const SUBJECTS = 4

/** The folder of the small cohort: photographs, manifest.csv, scores.csv, truth.csv and `Sample study.malar`. */
export function smallCohort(): string {
  const folder = join(tmpdir(), `malar-cohort-${process.ppid}`)
  if (!existsSync(folder)) {
    // Half a cohort must not be taken for a whole one by the next journey.
    const half = `${folder}.part`
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half)
    malarJson(['demo', half, '--subjects', String(SUBJECTS)], half)
    renameSync(half, folder)
  }
  return folder
}

/** Rows of a CSV without quoted line breaks, by column name. */
export function readTable(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  const columns = header.split(',')
  return lines.map((line) => {
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []
    return Object.fromEntries(
      columns.map((column, i) => [
        column,
        (cells[i] ?? '').replace(/,$/, '').replace(/^"|"$/g, '').replace(/""/g, '"'),
      ]),
    )
  })
}

/** Scores from a table that was made elsewhere, or by an earlier export. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isHeld } from '../db/held'
import type { StudyFile } from '../db/study-file'
import type { NewScore } from './domain/records'
import { plainText } from './domain/csv'
import { checkScore } from './domain/scale'
import {
  CANNOT_JUDGE_REASONS,
  MalarError,
  ROUND_MODES,
  SCORE_ORIGINS,
  SIDES,
  hasSuggestions,
} from './domain/words'
import type { RoundMode, ScoreOrigin, Side } from './domain/words'
import { cell, readCsv, requireWidth } from './photographs/import-manifest'
import type { CsvRow } from './photographs/import-manifest'
import { readPhotograph, sha256Of } from './photographs/import-plan'

export interface ScoreImportReport {
  added: number
  replaced: number
  same: number
  /** Line numbers as a spreadsheet shows them. */
  refused: { row: number; reason: string }[]
}

/** As the study file has it; checked here so that one long note does not keep all other rows out. */
const LONGEST_NOTE = 2000
const LONGEST_REASON = 200

/**
 * Reads scores from a CSV with the columns `file` or `photograph`, `region`, `side`, `rater`, `score`, and
 * optionally `reason`, `suggestion_seen`, `round`, `mode`, `presentation`, `note`, `origin`, `change_reason`,
 * `standard_error`, `altered`. A `file` is relative to the CSV and matched by its content.
 * Rows that cannot be used are reported; the rest goes in, in one transaction.
 * @throws MalarError when the table cannot be read or lacks a column
 */
export async function importScores(study: StudyFile, path: string): Promise<ScoreImportReport> {
  let text: string
  try {
    if (isHeld(path)) throw new Error('It is the study itself.')
    text = await readFile(path, 'utf8')
  } catch {
    throw new MalarError('file', `The table ${path} cannot be read. Check its name.`)
  }
  const rows = readCsv(text, ['region', 'side', 'rater', 'score'], 'table of scores')
  const first = rows[0]
  if (first && !first.cells.has('file') && !first.cells.has('photograph')) {
    throw new MalarError('manifest', 'The table of scores needs a column “file” or “photograph”.')
  }
  const photographs = new PhotographFinder(study, path)
  const refused: ScoreImportReport['refused'] = []
  const scores: NewScore[] = []
  const names = new RaterNames(study, roundModes(rows))
  for (const row of rows) {
    try {
      scores.push(await readScore(study, row, photographs, names))
    } catch (error) {
      if (!(error instanceof MalarError)) throw error
      refused.push({ row: row.number, reason: error.message })
    }
  }
  return { ...study.writer.addScores(scores), refused }
}

async function readScore(
  study: StudyFile,
  row: CsvRow,
  photographs: PhotographFinder,
  names: RaterNames,
): Promise<NewScore> {
  requireWidth(row)
  const region = regionIn(study, row, await photographs.find(row))
  const answer = answerIn(study, row)
  const presentation = presentationIn(row)
  const texts = textsIn(row)
  const history = { origin: originIn(row), standardError: errorIn(row), altered: alteredIn(row) }
  const suggestionSeen = wordIn(row, 'suggestion_seen', ['no', 'before'], 'no')
  wordIn(row, 'mode', ROUND_MODES, 'blind')
  // Last, so that a row which is refused leaves no rater and no round behind.
  const rater = names.rater(cell(row, 'rater'))
  const round = names.round(rater, plainText(cell(row, 'round')))
  const made = { suggestion: null, suggestionSeen, seconds: null }
  return { region, rater, round, presentation, ...answer, ...texts, ...history, ...made }
}

/** Key of the region that a row is about. */
function regionIn(study: StudyFile, row: CsvRow, photograph: number): number {
  const side = cell(row, 'side')
  if (!(SIDES as readonly string[]).includes(side)) {
    throw new MalarError('side', `“${side}” is not a side. Write right, left or midline.`)
  }
  const region = study.reader.regionAt(photograph, cell(row, 'region'), side as Side)
  if (region) return region.id
  throw new MalarError('region', `The photograph has no region “${cell(row, 'region')}” on the ${side} side.`)
}

/** A score, or the reason why there is none. */
function answerIn(study: StudyFile, row: CsvRow): Pick<NewScore, 'value' | 'reason'> {
  const given = cell(row, 'score')
  const reason = cell(row, 'reason')
  if (given === '') {
    const known = CANNOT_JUDGE_REASONS.find((one) => one === reason)
    if (known) return { value: null, reason: known }
    const choice = CANNOT_JUDGE_REASONS.join(', ')
    throw new MalarError('score', `There is neither a score nor a reason (${choice}).`)
  }
  // Also what a decimal comma without quotes leaves behind: `0,5` is the score 0 and the next cell 5.
  if (reason !== '') {
    throw new MalarError(
      'score',
      `There is both a score (${given}) and a reason for none (${reason}). Keep one of them.`,
    )
  }
  if (!Number.isFinite(Number(given))) {
    throw new MalarError('score', `“${given}” is not a number. Write scores such as 2 or 0.5.`)
  }
  return { value: checkScore(study.reader.info().scale, Number(given)), reason: null }
}

function presentationIn(row: CsvRow): number {
  const given = cell(row, 'presentation')
  const presentation = Number(given || 1)
  if (Number.isInteger(presentation) && presentation >= 1) return presentation
  throw new MalarError('presentation', `“${given}” is not a presentation. Write 1, 2, ….`)
}

function textsIn(row: CsvRow): { note: string; changeReason: string } {
  const note = plainText(row.cells.get('note') ?? '')
  if (note.length > LONGEST_NOTE) throw new MalarError('note', 'The note is longer than 2,000 characters.')
  const changeReason = plainText(cell(row, 'change_reason'))
  if (changeReason.length > LONGEST_REASON) {
    throw new MalarError('score', 'The reason of the change is longer than 200 characters.')
  }
  return { note, changeReason }
}

/** One of the words that an export of Malar writes; a table from elsewhere may lack the column. */
function wordIn<T extends string>(row: CsvRow, column: string, words: readonly T[], usual: T): T {
  const found = cell(row, column) || usual
  const word = words.find((one) => one === found)
  if (word !== undefined) return word
  const choice = words.length > 2 ? `one of ${words.join(', ')}` : words.join(' or ')
  throw new MalarError('score', `“${found}” in the column “${column}” is not ${choice}.`)
}

/** Whatever was given in a round elsewhere is imported here; what was made in another way stays that. */
function originIn(row: CsvRow): ScoreOrigin {
  const origin = wordIn(row, 'origin', SCORE_ORIGINS, 'imported')
  return origin === 'round' ? 'imported' : origin
}

function alteredIn(row: CsvRow): boolean {
  return wordIn(row, 'altered', ['yes', 'no'], 'no') === 'yes'
}

function errorIn(row: CsvRow): number | null {
  const text = cell(row, 'standard_error')
  if (text === '') return null
  const error = Number(text)
  if (Number.isFinite(error) && error >= 0) return error
  throw new MalarError('score', `“${text}” in the column “standard_error” is not a number from 0 on.`)
}

/**
 * The modes of the table's rounds, by `roundKey`: what the table says, but never blind where any score was given in
 * sight of a suggestion. A repeat of a round that is not here is a blind round whose presentations go on counting.
 */
function roundModes(rows: readonly CsvRow[]): Map<string, RoundMode> {
  const modes = new Map<string, RoundMode>()
  for (const row of rows) {
    const key = roundKey(cell(row, 'rater'), plainText(cell(row, 'round')))
    const before = modes.get(key) ?? 'blind'
    if (hasSuggestions(before)) continue
    const said = ROUND_MODES.find((mode) => mode === cell(row, 'mode')) ?? before
    const mode = said === 'repeat' ? 'blind' : said
    const saw = cell(row, 'suggestion_seen') === 'before'
    modes.set(key, saw && !hasSuggestions(mode) ? 'assisted' : mode)
  }
  return modes
}

function roundKey(rater: string, round: string): string {
  return JSON.stringify([rater, round])
}

/** Photographs by the hash that the table gives, or by the content of the file that it names. */
class PhotographFinder {
  #byFile = new Map<string, number | MalarError>()

  constructor(
    private readonly study: StudyFile,
    private readonly table: string,
  ) {}

  async find(row: CsvRow): Promise<number> {
    const sha256 = cell(row, 'photograph')
    if (sha256 !== '') return this.#known(sha256.toLowerCase())
    const name = cell(row, 'file')
    if (name === '') throw new MalarError('photograph', 'The row names no photograph.')
    const known = this.#byFile.get(name)
    if (known instanceof MalarError) throw known
    if (known !== undefined) return known
    try {
      const file = resolve(dirname(this.table), name)
      if (isHeld(file))
        throw new MalarError('photograph', 'The row names the study itself, not a photograph.')
      const found = this.#known(sha256Of(await readPhotograph(file)))
      this.#byFile.set(name, found)
      return found
    } catch (error) {
      if (error instanceof MalarError) this.#byFile.set(name, error)
      throw error
    }
  }

  #known(sha256: string): number {
    const found = this.study.reader.photographBySha(sha256)
    if (found) return found.id
    throw new MalarError('photograph', 'The photograph of this row is not in the study. Import it first.')
  }
}

/** Raters and rounds by name, made when they are first met. */
class RaterNames {
  #raters = new Map<string, number>()
  #rounds = new Map<string, number>()

  /** @param modes of the table's rounds, by `roundKey` */
  constructor(
    private readonly study: StudyFile,
    private readonly modes: ReadonlyMap<string, RoundMode>,
  ) {
    for (const round of study.reader.rounds()) this.#rounds.set(`${round.rater} ${round.name}`, round.id)
  }

  rater(name: string): number {
    const known = this.#raters.get(name)
    if (known !== undefined) return known
    const { reader, writer } = this.study
    const id = (reader.raterByName(name) ?? writer.addRater(name)).id
    this.#raters.set(name, id)
    return id
  }

  round(rater: number, name: string): number | null {
    if (name === '') return null
    const key = `${rater} ${name}`
    const known = this.#rounds.get(key)
    if (known !== undefined) return known
    const { reader, writer } = this.study
    const mode = this.modes.get(roundKey(reader.rater(rater).name, name)) ?? 'blind'
    const id = writer.addRound({ rater, mode, name, seed: 0, order: [] }).id
    this.#rounds.set(key, id)
    return id
  }
}

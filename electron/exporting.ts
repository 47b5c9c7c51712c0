/** The tables that leave a study, with a manifest that names their hashes. The same study gives the same bytes. */
import { mkdirSync } from 'node:fs'
import type { ComparedRow, ScoreRow, StudyReader, SuggestionRow } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import { ATLAS } from './atlas'
import { writeAtomically } from './atomic-file'
import type { WrittenFile } from './atomic-file'
import type { ExportResult } from './contract'
import { COMPARISON_COLUMNS, comparisonLine } from './domain/comparison-table'
import type { ComparisonExportRow } from './domain/comparison-table'
import { codebookRows } from './domain/codebook'
import { CODEBOOK_COLUMNS, codebookLine } from './domain/codebook-row'
import { csvLine } from './domain/csv'
import {
  SCORE_COLUMNS,
  SUGGESTION_COLUMNS,
  scoreLine,
  suggestionLine,
  wideHeader,
  wideLine,
  wideRegions,
  wideRows,
} from './domain/export-tables'
import type { ScoreExportRow, SuggestionExportRow } from './domain/export-tables'
import { modelName } from './domain/records/model-name'
import { scaleName } from './domain/scale'
import { MalarError } from './domain/words'
import { APP_VERSION } from './version'

/**
 * Writes scores.csv, scores-wide.csv, suggestions.csv, comparisons.csv, codebook.csv and manifest.json into a folder,
 * which is made if need be.
 * @throws MalarError `not-saved` with a sentence when a file cannot be written; files already written are whole
 */
export function exportStudy(study: StudyFile, folder: string): ExportResult {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    throw new MalarError('not-saved', `The folder ${folder} cannot be made. Choose another one.`)
  }
  const { reader } = study
  const names = new Names(reader)
  const { regions } = reader.info()
  const wide = wideRegions(ATLAS.regions, regions, sidesScored(reader))

  const files = [
    writeAtomically(folder, 'scores.csv', withHeader(csvLine([...SCORE_COLUMNS]), scoreLines(reader, names))),
    writeAtomically(folder, 'scores-wide.csv', wideLines(reader, names, wide)),
    writeAtomically(
      folder,
      'suggestions.csv',
      withHeader(csvLine([...SUGGESTION_COLUMNS]), suggestionLines(reader, names)),
    ),
    writeAtomically(
      folder,
      'comparisons.csv',
      withHeader(csvLine([...COMPARISON_COLUMNS]), comparisonLines(reader, names)),
    ),
    writeAtomically(
      folder,
      'codebook.csv',
      withHeader(
        csvLine([...CODEBOOK_COLUMNS]),
        codebookRows({ scale: reader.info().scale, regions: wide }).map(codebookLine),
      ),
    ),
  ]
  const manifest = writeAtomically(folder, 'manifest.json', [manifestText(reader, files)])
  return {
    folder,
    files: [
      ...files.map(({ name, bytes, lines }) => ({ name, bytes, rows: lines - 1 })),
      { ...manifest, rows: 1 },
    ].map(({ name, rows, bytes }) => ({ name, rows, bytes })),
  }
}

/** Names of rounds and models, looked up once each. */
class Names {
  readonly scale: string
  #rounds: Map<number, string>
  #models: Map<number, string>

  constructor(reader: StudyReader) {
    this.scale = scaleName(reader.info().scale)
    this.#rounds = new Map(reader.rounds().map((round) => [round.id, round.name]))
    this.#models = new Map(reader.models().map((model) => [model.id, modelName(model)]))
  }

  round(id: number | null): string | null {
    return id === null ? null : (this.#rounds.get(id) ?? String(id))
  }

  model(id: number | null): string | null {
    return id === null ? null : (this.#models.get(id) ?? String(id))
  }
}

function* withHeader(header: string, lines: Iterable<string>): Generator<string> {
  yield header
  yield* lines
}

function* scoreLines(reader: StudyReader, names: Names): Generator<string> {
  for (const row of reader.scoreRows()) yield scoreLine(scoreRow(row, names))
}

function scoreRow(row: ScoreRow, names: Names): ScoreExportRow {
  return { ...row, round: names.round(row.round), model: names.model(row.model), scale: names.scale }
}

function* suggestionLines(reader: StudyReader, names: Names): Generator<string> {
  if (!reader.currentModel()) return
  for (const row of reader.suggestionRows()) yield suggestionLine(suggestionRow(row, names))
}

function suggestionRow({ suggestion, ...where }: SuggestionRow, names: Names): SuggestionExportRow {
  const { value, low, high, level, secondOpinion, neighbours } = suggestion
  return {
    ...where,
    value,
    low,
    high,
    level,
    secondOpinion,
    neighbours,
    model: names.model(suggestion.model) as string,
  }
}

function* comparisonLines(reader: StudyReader, names: Names): Generator<string> {
  for (const row of reader.comparedRows()) yield comparisonLine(comparisonRow(row, names))
}

function comparisonRow(row: ComparedRow, names: Names): ComparisonExportRow {
  return { ...row, scale: names.scale }
}

function* wideLines(
  reader: StudyReader,
  names: Names,
  wide: ReturnType<typeof wideRegions>,
): Generator<string> {
  yield wideHeader(wide)
  for (const row of wideRows(scoreRowsOf(reader, names), names.scale)) yield wideLine(wide, row)
}

function* scoreRowsOf(reader: StudyReader, names: Names): Generator<ScoreExportRow> {
  for (const row of reader.scoreRows()) yield scoreRow(row, names)
}

function sidesScored(reader: StudyReader): { region: string; side: 'right' | 'left' | 'midline' }[] {
  const sides = new Map<string, { region: string; side: 'right' | 'left' | 'midline' }>()
  for (const { region, side } of reader.allRegions()) sides.set(`${region} ${side}`, { region, side })
  return [...sides.values()]
}

function manifestText(reader: StudyReader, files: readonly WrittenFile[]): string {
  const info = reader.info()
  const model = reader.currentModel()
  const manifest = {
    malar: APP_VERSION,
    study: { uuid: info.uuid, name: info.name, scale: scaleName(info.scale), regions: info.regions },
    counts: reader.counts(),
    raters: reader.raters().map((rater) => rater.name),
    model: model && {
      name: modelName(model),
      objective: model.objective,
      seed: model.seed,
      steps: model.steps,
      dataHash: model.dataHash,
      subjects: model.subjects,
      labels: model.labels,
    },
    auditHash: reader.auditHash(),
    files: Object.fromEntries(
      files.map(({ name, bytes, sha256, lines }) => [name, { rows: lines - 1, bytes, sha256 }]),
    ),
    note: 'Scores of photographs of faces are data concerning health. A full-face photograph identifies its subject.',
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

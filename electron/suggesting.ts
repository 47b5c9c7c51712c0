/** Suggestions of the current model: value, interval, neighbours and a second opinion, made from stored embeddings. */
import type { RegionRow } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { NewSuggestion } from '../db/writer'
import type { SuggestionView } from './contract'
import { panelNeighbours } from './drawn-crops'
import { embedMissing } from './embedding'
import { calibrate, intervalAround } from './domain/interval'
import { readingOf } from './domain/networks'
import { SHOWN_NEIGHBOURS } from './domain/predict'
import { modelName } from './domain/records/model-name'
import type { Model } from './domain/records'
import { fromUnit } from './domain/scale'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import { prepareModel } from './suggestion-model'
import type { PreparedModel } from './suggestion-model'

/** Suggestions stored in one transaction, and how long the main process may be at it before others get their turn. */
const TRANSACTION = 512
const TURN_MS = 20

/** New labels are taken in at most this share of the time. */
const REFRESH_SHARE = 0.05

export class Suggesting {
  #prepared: PreparedModel | null = null
  #newScores = false
  /** False while a training uses the engine's crops: embedding would take them away from it. */
  mayEmbed = true

  constructor(private readonly engine: EngineClient) {}

  /** Forgets what was prepared: the model, a region or the study changed. */
  forget(): void {
    this.#prepared = null
  }

  /** Says that there are scores which the prepared neighbours do not know yet. */
  noteNewScores(): void {
    this.#newScores = true
  }

  /**
   * The suggestion for a region, stored so that a score can name it.
   * @param leftOut region keys of neighbours that the rater left out
   * @returns null while the study has no model
   */
  async view(
    study: StudyFile,
    regionKey: number,
    leftOut: readonly number[],
  ): Promise<SuggestionView | null> {
    const model = study.reader.currentModel()
    if (!model) return null
    const prepared = await this.#prepare(study, model, regionKey)
    const row = regionRow(study, regionKey)
    const [suggestion] = study.writer.saveSuggestions(model.id, [
      this.#suggest(study, prepared, row, new Set(leftOut)),
    ])
    if (!suggestion) throw new MalarError('suggestion', 'The suggestion could not be stored.')
    return {
      suggestion,
      neighbours: panelNeighbours(study.reader, suggestion.neighbours),
      keptBack: 0,
      asymmetry: asymmetryOf(study, prepared, row, suggestion.value !== null, new Set(leftOut)),
      labelledSubjects: prepared.predictorOf('all').labelledSubjects(row.region, row.subject),
      worth: worthOf(study, prepared, row.region),
    }
  }

  /**
   * Makes and stores the suggestion of every region.
   * @param cancelled asked in between; what is missing then is made when it is first shown
   * @throws MalarError `no-model` when the study has no model
   */
  async suggestAll(
    study: StudyFile,
    onProgress: (done: number, total: number) => void = () => undefined,
    cancelled: () => boolean = () => false,
  ): Promise<{ model: string; suggestions: number; withInterval: number; unknown: number }> {
    const model = study.reader.currentModel()
    if (!model)
      throw new MalarError('no-model', 'This study has no model yet. Score some subjects and train first.')
    await embedMissing(study, this.engine, model, onProgress)
    this.forget()
    const prepared = this.#build(study, model)
    const rows = study.reader.allRegions()
    const made = { suggestions: 0, withInterval: 0, unknown: 0 }
    for (let from = 0; from < rows.length && !cancelled(); from += TRANSACTION) {
      const batch = rows.slice(from, from + TRANSACTION)
      const suggestions = await this.#suggestInTurns(study, prepared, batch)
      study.writer.saveSuggestions(model.id, suggestions)
      made.suggestions += suggestions.length
      made.withInterval += suggestions.filter(({ low }) => low !== null).length
      made.unknown += suggestions.filter(({ value }) => value === null).length
    }
    onProgress(made.suggestions, made.suggestions)
    return { model: modelName(model), ...made }
  }

  /** Gives way to whoever scores meanwhile. @returns nothing for regions that were changed in between */
  async #suggestInTurns(
    study: StudyFile,
    prepared: PreparedModel,
    rows: readonly RegionRow[],
  ): Promise<NewSuggestion[]> {
    const suggestions: NewSuggestion[] = []
    let since = Date.now()
    for (const row of rows) {
      suggestions.push(this.#suggest(study, prepared, row, new Set()))
      if (Date.now() - since < TURN_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      since = Date.now()
    }
    const now = new Map(study.reader.allRegions().map(({ key, revision }) => [key, revision]))
    return suggestions.filter((_, i) => {
      const row = rows[i] as RegionRow
      return now.get(row.key) === row.revision
    })
  }

  async #prepare(study: StudyFile, model: Model, regionKey: number): Promise<PreparedModel> {
    const known = this.#prepared
    const fits = known?.study === study && known.model.id === model.id
    if (fits && !known.vectors.has(regionKey)) await this.#embed(study, model)
    else if (fits && !this.#isStale(known)) return known
    const built = this.#build(study, model)
    if (built.vectors.has(regionKey)) return built
    await this.#embed(study, model)
    return this.#build(study, model)
  }

  async #embed(study: StudyFile, model: Model): Promise<void> {
    if (!this.mayEmbed) {
      throw new MalarError(
        'busy',
        'The model has not seen this region yet, and a training is running. Score it without, or come back when the training is over.',
      )
    }
    await embedMissing(study, this.engine, model)
  }

  #build(study: StudyFile, model: Model): PreparedModel {
    this.#prepared = prepareModel(study, model)
    this.#newScores = false
    return this.#prepared
  }

  /** Rebuilding takes in new scores; it must not take more than a small share of a rater's time. */
  #isStale(prepared: PreparedModel): boolean {
    return this.#newScores && Date.now() - prepared.builtAt > prepared.buildMs / REFRESH_SHARE
  }

  #suggest(
    study: StudyFile,
    prepared: PreparedModel,
    row: RegionRow,
    leftOut: ReadonlySet<number>,
  ): NewSuggestion {
    const { scale } = study.reader.info()
    const { model } = prepared
    const reading = readingOf(model.folds, row.subject)
    if (reading !== 'all' && reading >= model.networks) return unknown(row.key, UNREAD)
    if (prepared.unlike.has(row.key)) return unknown(row.key, UNLIKE)
    const { estimate, neighbours, secondOpinion } = prepared.predictorOf(reading).predict(row.key, leftOut)
    const calibration = prepared.calibrations.get(row.region) ?? calibrate([])
    const interval = estimate.value === null ? null : intervalAround(calibration, estimate.value)
    const onScale = (unit: number | null): number | null =>
      unit === null ? null : rounded(fromUnit(scale, unit))
    return {
      region: row.key,
      value: onScale(estimate.value),
      low: onScale(interval?.low ?? null),
      high: onScale(interval?.high ?? null),
      level: interval?.level ?? null,
      secondOpinion: onScale(secondOpinion),
      neighbours: neighbours
        .slice(0, SHOWN_NEIGHBOURS)
        .map(({ region: { key, photograph, subject, day, side }, label, raters, distance, leftOut }) => ({
          region: key,
          photograph,
          subject,
          day,
          side,
          score: rounded(fromUnit(scale, label)),
          raters,
          distance: rounded(distance),
          leftOut,
        })),
      because: estimate.because || calibration.because,
    }
  }
}

/** After a training that was cancelled. */
const UNREAD =
  'The model does not know: its training was cancelled, and every part of it has learned from this subject. Learn anew.'
const UNLIKE =
  'The model does not know: this pad looks unlike all those that were scored. It may be blurred, covered, turned, or lit in another way.'

function unknown(region: number, because: string): NewSuggestion {
  return {
    region,
    value: null,
    low: null,
    high: null,
    level: null,
    secondOpinion: null,
    neighbours: [],
    because,
  }
}

function regionRow(study: StudyFile, key: number): RegionRow {
  const region = study.reader.region(key)
  const photograph = study.reader.photograph(region.photograph)
  return {
    ...photograph,
    key,
    revision: region.revision,
    region: region.region,
    side: region.side,
    photograph: photograph.id,
  }
}

/** Right minus left of the region's pad, as values of the scale. */
function asymmetryOf(
  study: StudyFile,
  { model, predictorOf, differenceCalibrations }: PreparedModel,
  row: RegionRow,
  known: boolean,
  leftOut: ReadonlySet<number>,
): SuggestionView['asymmetry'] {
  if (!known) return null
  const { difference } = predictorOf(readingOf(model.folds, row.subject)).predict(row.key, leftOut)
  if (difference === null) return null
  const { scale } = study.reader.info()
  const span = scale.max - scale.min
  const half = differenceCalibrations.get(row.region)?.halfWidth ?? null
  const end = (sign: number): number | null =>
    half === null ? null : span * Math.min(1, Math.max(-1, difference + sign * half))
  return { difference: span * difference, low: end(-1), high: end(1) }
}

/** Held-out errors of the region as values of the scale, beside what two raters differ by. */
function worthOf(study: StudyFile, prepared: PreparedModel, region: string): SuggestionView['worth'] {
  const { scale } = study.reader.info()
  const span = scale.max - scale.min
  const error = (method: 'model' | 'mean'): number | null => {
    const figure = prepared.model.figures.errors.find((one) => one.region === region && one.method === method)
    return figure ? figure.mae * span : null
  }
  return {
    model: error('model'),
    mean: error('mean'),
    raterDifference: prepared.raterDifferences.get(region) ?? null,
  }
}

/** Six decimals: beyond that there is only rounding, which would differ between computers. */
function rounded(value: number): number {
  return Number(value.toFixed(6))
}

/** What a model said of a region. Never changed: a score may name the suggestion that its rater saw. */
import type { Neighbour, Suggestion } from '../electron/domain/records'
import type { Sql } from './driver'
import { notFound } from './errors'
import { requireModel } from './models'
import type { StudyReader } from './reader'
import { regionOf } from './regions-read'
import type { Session } from './session'
import type { NewSuggestion, StudyWriter } from './writer'

export interface StoredSuggestion {
  id: number
  region: number
  revision: number
  model: number
  value: number | null
  low: number | null
  high: number | null
  level: number | null
  second_opinion: number | null
  neighbours: string
  left_out: number
  because: string
}

/** The latest of each region and model, of the region's present revision; a person's own leaving out does not count. */
export const LATEST = `suggestion.left_out = 0
  AND suggestion.revision = (SELECT revision FROM region WHERE id = suggestion.region)
  AND NOT EXISTS (SELECT 1 FROM suggestion AS later WHERE later.model = suggestion.model
    AND later.region = suggestion.region AND later.id > suggestion.id AND later.left_out = 0)`

export const SUGGESTION = `SELECT * FROM suggestion WHERE model = ? AND region = ? AND ${LATEST}`

/** What models suggested. */
export function suggestionReader(sql: Sql) {
  return {
    suggestions: (model: number) =>
      sql
        .all<StoredSuggestion>(
          `SELECT * FROM suggestion WHERE model = ? AND ${LATEST} ORDER BY region`,
          model,
        )
        .map(asSuggestion),
    suggestion(region: number, model: number): Suggestion | null {
      const row = sql.get<StoredSuggestion>(SUGGESTION, model, region)
      return row ? asSuggestion(row) : null
    },
    suggestionById: (id: number) => suggestionOf(sql, id),
  } satisfies Partial<StudyReader>
}

/** Keeps suggestions, so that a score can name the one that its rater saw. */
export function suggestionWriter(session: Session) {
  const { sql } = session
  return {
    saveSuggestions: (model: number, suggestions: Iterable<NewSuggestion>): Suggestion[] =>
      session.change((at) => {
        requireModel(sql, model)
        let added = 0
        const saved: Suggestion[] = []
        for (const suggestion of suggestions) {
          const { revision } = regionOf(sql, suggestion.region)
          const latest = latestOf(sql, model, suggestion.region)
          if (latest && latest.revision === revision && saysTheSame(latest, suggestion)) {
            saved.push(asSuggestion(latest))
          } else {
            saved.push(suggestionOf(sql, insert(sql, model, revision, suggestion, at)))
            added += 1
          }
        }
        const told = {
          action: 'suggest',
          entity: `model ${model}`,
          detail: { added, same: saved.length - added },
        }
        return { value: saved, told: added > 0 ? told : null }
      }),
  } satisfies Partial<StudyWriter>
}

function suggestionOf(sql: Sql, id: number): Suggestion {
  const row = sql.get<StoredSuggestion>('SELECT * FROM suggestion WHERE id = ?', id)
  if (!row) throw notFound('suggestion', id)
  return asSuggestion(row)
}

/** With or without neighbours left out: whatever was said last. */
function latestOf(sql: Sql, model: number, region: number): StoredSuggestion | undefined {
  const latest = 'SELECT * FROM suggestion WHERE model = ? AND region = ? ORDER BY id DESC LIMIT 1'
  return sql.get<StoredSuggestion>(latest, model, region)
}

function saysTheSame(latest: StoredSuggestion, suggestion: NewSuggestion): boolean {
  return (
    latest.value === suggestion.value &&
    latest.low === suggestion.low &&
    latest.high === suggestion.high &&
    latest.level === suggestion.level &&
    latest.second_opinion === suggestion.secondOpinion &&
    latest.because === suggestion.because &&
    latest.neighbours === JSON.stringify(suggestion.neighbours)
  )
}

function insert(sql: Sql, model: number, revision: number, suggestion: NewSuggestion, at: string): number {
  const { region, value, low, high, level, secondOpinion, neighbours, because } = suggestion
  return sql.run(
    `INSERT INTO suggestion (region, revision, model, value, low, high, level, second_opinion, neighbours, left_out,
       because, made_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    region,
    revision,
    model,
    value,
    low,
    high,
    level,
    secondOpinion,
    JSON.stringify(neighbours),
    neighbours.filter((neighbour) => neighbour.leftOut).length,
    because,
    at,
  ).key
}

/** A row of the table as the rest of the program knows it. */
export function asSuggestion(row: StoredSuggestion): Suggestion {
  const { id, region, model, value, low, high, level, because } = row
  return {
    id,
    region,
    model,
    value,
    low,
    high,
    level,
    secondOpinion: row.second_opinion,
    neighbours: JSON.parse(row.neighbours) as Neighbour[],
    because,
  }
}

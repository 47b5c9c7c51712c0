/** Rows of the tables that leave a study, in an order that depends on nothing but their content. */
import type { Sql } from './driver'
import type { ComparedRow, ScoreRow, StudyReader, SuggestionRow } from './reader'
import { CURRENT } from './scores-read'
import { LATEST, asSuggestion, type StoredSuggestion } from './suggestions'

// CROSS JOIN: along the indexes from photograph to region to score, which is the order that is wanted. Only the few
// scores of one region are sorted; otherwise all of them are, in temporary files outside the study.
export const SCORE_ROWS = `
SELECT photograph.sha256 AS photograph, subject.name AS subject, photograph.day, photograph.view, region.region, region.side,
  rater.name AS rater, score.round, score.presentation, score.value AS score, score.reason,
  score.scale_version AS scaleVersion, score.suggestion_seen AS suggestionSeen, suggestion.value AS suggestion,
  suggestion.low, suggestion.high, suggestion.model, score.seconds, score.scored_at AS scoredAt, score.note, round.mode,
  score.origin, score.change_reason AS changeReason, score.standard_error AS standardError, score.altered
FROM photograph
CROSS JOIN region ON region.photograph = photograph.id
CROSS JOIN score ON score.region = region.id
JOIN subject ON subject.id = photograph.subject
JOIN rater ON rater.id = score.rater
LEFT JOIN round ON round.id = score.round
LEFT JOIN suggestion ON suggestion.id = score.suggestion
WHERE ${CURRENT} AND round.mode IS NOT 'practice'
ORDER BY photograph.sha256, region.region, region.side, rater.name, round.name, score.presentation, score.scored_at,
  score.value, score.reason, score.note, score.id`

type ScoreRowRow = Omit<ScoreRow, 'altered'> & { altered: number }
type SuggestionRowRow = Omit<SuggestionRow, 'suggestion' | 'region'> & StoredSuggestion & { pad: string }

const SUGGESTION_ROWS = `
SELECT photograph.sha256 AS photograph, subject.name AS subject, photograph.day, photograph.view, region.region AS pad,
  region.side, suggestion.*
FROM suggestion
JOIN region ON region.id = suggestion.region
JOIN photograph ON photograph.id = region.photograph
JOIN subject ON subject.id = photograph.subject
WHERE suggestion.model = coalesce(?, (SELECT id FROM model WHERE promoted = 1)) AND ${LATEST}
ORDER BY photograph.sha256, region.region, region.side`

const COMPARED_ROWS = `
SELECT photograph.sha256 AS photograph, subject.name AS subject, photograph.day, photograph.view, region.region, region.side,
  rater.name AS rater, shown.sha256 AS exemplarPhotograph, other.side AS exemplarSide, exemplar.value AS exemplarScore,
  exemplar.scale_version AS scaleVersion, comparison.outcome, comparison.seconds, comparison.compared_at AS comparedAt,
  EXISTS (SELECT 1 FROM comparison AS later WHERE later.withdraws = comparison.id) AS withdrawn,
  EXISTS (SELECT 1 FROM exemplar AS now WHERE now.scale_version = (SELECT max(version) FROM scale)
    AND now.region = exemplar.region AND now.value = exemplar.value) AS exemplarStands
FROM comparison
JOIN region ON region.id = comparison.region
JOIN photograph ON photograph.id = region.photograph
JOIN subject ON subject.id = photograph.subject
JOIN rater ON rater.id = comparison.rater
JOIN exemplar ON exemplar.id = comparison.exemplar
JOIN region AS other ON other.id = exemplar.region
JOIN photograph AS shown ON shown.id = other.photograph
WHERE comparison.outcome IS NOT NULL
ORDER BY photograph.sha256, region.region, region.side, rater.name, comparison.compared_at, comparison.id`

type ComparedRowRow = Omit<ComparedRow, 'withdrawn' | 'exemplarStands'> & {
  withdrawn: number
  exemplarStands: number
}

/** The rows that leave the study, one by one, in an order that depends on nothing but the data. */
export function exportReader(sql: Sql) {
  return {
    *scoreRows(): IterableIterator<ScoreRow> {
      for (const row of sql.iterate<ScoreRowRow>(SCORE_ROWS)) yield { ...row, altered: row.altered === 1 }
    },
    *suggestionRows(model?: number): IterableIterator<SuggestionRow> {
      for (const row of sql.iterate<SuggestionRowRow>(SUGGESTION_ROWS, model ?? null)) {
        const { photograph, subject, day, view, side } = row
        yield { photograph, subject, day, view, region: row.pad, side, suggestion: asSuggestion(row) }
      }
    },
    *comparedRows(): IterableIterator<ComparedRow> {
      for (const row of sql.iterate<ComparedRowRow>(COMPARED_ROWS)) {
        yield { ...row, withdrawn: row.withdrawn === 1, exemplarStands: row.exemplarStands === 1 }
      }
    },
  } satisfies Partial<StudyReader>
}

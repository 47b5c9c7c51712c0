/** `comparisons.csv`: what a score by pairs was computed from, so that it can be computed again. */
import { IDENTIFIERS, scaleValues } from './codebook-row'
import type { Description } from './codebook-row'
import { csvLine } from './csv'
import { OUTCOMES } from './pairs'
import type { Outcome } from './pairs'
import { scaleName } from './scale'
import type { Scale } from './scale'
import { SIDES } from './words'
import type { DayOffset, Side, View } from './words'

/** One answer of a rater who was shown a pad beside an exemplar. */
export interface ComparisonExportRow {
  /** SHA-256 (hex) of the photograph as it was imported. */
  photograph: string
  subject: string
  day: DayOffset
  view: View
  region: string
  side: Side
  rater: string
  /** Of the exemplar, which is of the same region. */
  exemplarPhotograph: string
  exemplarSide: Side
  /** What the exemplar stands for on its scale. */
  exemplarScore: number
  /** Short name of the exemplar's scale version, from `scaleName`. */
  scale: string
  /** Whether it still stands beside the scale for that value. */
  exemplarStands: boolean
  outcome: Outcome
  withdrawn: boolean
  /** Active time; null where it was not measured. */
  seconds: number | null
  comparedAt: string
}

// prettier-ignore
export const COMPARISON_COLUMNS = [
  'photograph', 'subject', 'day', 'view', 'region', 'side', 'rater', 'exemplar_photograph', 'exemplar_side',
  'exemplar_score', 'scale', 'exemplar_stands', 'outcome', 'withdrawn', 'seconds', 'compared_at',
] as const

/** A line of `comparisons.csv`, with its CRLF. */
export function comparisonLine(row: ComparisonExportRow): string {
  return csvLine([
    row.photograph,
    row.subject,
    row.day,
    row.view,
    row.region,
    row.side,
    row.rater,
    row.exemplarPhotograph,
    row.exemplarSide,
    row.exemplarScore,
    row.scale,
    row.exemplarStands ? 'yes' : 'no',
    row.outcome,
    row.withdrawn ? 'yes' : 'no',
    row.seconds,
    row.comparedAt,
  ])
}

/** What the columns mean that only this table has, or that mean something else in it. */
export function comparisonMeanings(scale: Scale): Record<string, Description> {
  const category = (allowed: string, meaning: string): Description => ({
    type: 'category',
    unit: '',
    allowed,
    meaning,
  })
  return {
    rater: {
      type: 'identifier',
      unit: '',
      allowed: IDENTIFIERS,
      meaning: 'Who compared the region with the exemplar.',
    },
    exemplar_photograph: {
      type: 'identifier',
      unit: '',
      allowed: '64 hexadecimal digits',
      meaning: 'SHA-256 of the photograph of the exemplar, which is the same fat pad of another subject.',
    },
    exemplar_side: category(SIDES.join(' | '), 'The side that the exemplar shows.'),
    exemplar_score: {
      type: 'decimal',
      unit: `scale ${scaleName(scale)}`,
      allowed: scaleValues(scale),
      meaning: 'What the exemplar stands for on the scale that the column scale names.',
    },
    exemplar_stands: category(
      'yes | no',
      'Whether the exemplar still stands beside the scale for that value. Otherwise the answer counts for nothing.',
    ),
    outcome: category(
      OUTCOMES.join(' | '),
      'The region beside the exemplar: fuller, alike, or less full. The score of origin pairs in scores.csv is computed from all comparisons of the region by its rater that were not withdrawn and whose exemplar stands.',
    ),
    withdrawn: category('yes | no', 'Whether the rater took the answer back. It counts for nothing then.'),
    seconds: {
      type: 'decimal',
      unit: 'seconds',
      allowed: '0 or more',
      meaning: 'Active time that the answer took. Empty: not measured.',
    },
    compared_at: {
      type: 'date and time',
      unit: '',
      allowed: 'ISO 8601',
      meaning: 'When the answer was given.',
    },
  }
}

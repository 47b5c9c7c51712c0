/** `codebook.csv`: one row for every column of every file of an export, so that nobody has to ask. */
import { CODEBOOK_COLUMNS, IDENTIFIERS, scaleValues } from './codebook-row'
import type { CodebookRow, Description } from './codebook-row'
import { COMPARISON_COLUMNS, comparisonMeanings } from './comparison-table'
import { csvNumber } from './csv'
import { SCORE_COLUMNS, SUGGESTION_COLUMNS, WIDE_COLUMNS } from './export-tables'
import type { WideRegion } from './export-tables'
import { scaleName } from './scale'
import type { Scale } from './scale'
import { CANNOT_JUDGE_REASONS, ROUND_MODES, SCORE_ORIGINS, SIDES, VIEWS } from './words'

const GUARD =
  'Text that begins like a formula (= + - @ or a control character) has one apostrophe put before it; take that first apostrophe away to have the text as it was written.'

/**
 * Every column of every file.
 * @param study the scale of the study and the region columns of its wide table
 * @returns in the order of files and columns
 */
export function codebookRows(study: { scale: Scale; regions: readonly WideRegion[] }): CodebookRow[] {
  const { scale, regions } = study
  const common = describe(scale, regions)
  const rows = (
    file: string,
    columns: readonly string[],
    own: Record<string, Description> = {},
  ): CodebookRow[] =>
    columns.map((column) => ({ file, column, ...((own[column] ?? common[column]) as Description) }))
  return [
    ...rows('scores.csv', SCORE_COLUMNS),
    ...rows('scores-wide.csv', WIDE_COLUMNS),
    ...regions.map((region) => wideRow(region, scale)),
    ...rows('suggestions.csv', SUGGESTION_COLUMNS, suggestions()),
    ...rows('comparisons.csv', COMPARISON_COLUMNS, comparisonMeanings(scale)),
    ...rows('codebook.csv', CODEBOOK_COLUMNS, ITSELF),
  ]
}

/** The scale's values and what its anchors say, e.g. `0 = none; 1 = slight`. */
function anchorWords(scale: Scale): string {
  return scale.anchors.map(({ value, label }) => `${csvNumber(value)} = ${label}`).join('; ')
}

function range(scale: Scale): string {
  return `${csvNumber(scale.min)} to ${csvNumber(scale.max)}`
}

function wideRow({ column, region, side }: WideRegion, scale: Scale): CodebookRow {
  return {
    file: 'scores-wide.csv',
    column,
    type: 'decimal',
    unit: `scale ${scaleName(scale)}`,
    allowed: scaleValues(scale),
    meaning: `Score of ${region.name} (${region.anatomy}), ${sideWords(side)}. ${anchorWords(scale)}. Empty: not scored, could not be judged, or scored on another version of the scale; scores.csv tells which.`,
  }
}

function sideWords(side: WideRegion['side']): string {
  return side === 'midline' ? 'in the midline' : `on the subject's ${side}`
}

function describe(scale: Scale, regions: readonly WideRegion[]): Record<string, Description> {
  const pads = new Map(regions.map(({ region }) => [region.id, region.name]))
  const unit = `scale ${scaleName(scale)}`
  const text = (type: Description['type'], allowed: string, meaning: string, unit = ''): Description => ({
    type,
    unit,
    allowed,
    meaning,
  })
  return {
    photograph: text(
      'identifier',
      '64 hexadecimal digits',
      'SHA-256 of the photograph file as it was imported; its name is not kept.',
    ),
    subject: text(
      'identifier',
      IDENTIFIERS,
      "The subject's pseudonym. All rows of a subject belong together.",
    ),
    day: text('integer', 'whole numbers', "Days since the subject's first visit.", 'days'),
    view: text('category', VIEWS.join(' | '), 'How the camera saw the subject.'),
    region: text(
      'category',
      [...pads.keys()].join(' | '),
      `The fat pad. ${[...pads].map(([id, name]) => `${id} = ${name}`).join('; ')}.`,
    ),
    side: text('category', SIDES.join(' | '), "The subject's own right or left, not the image's."),
    rater: text('identifier', IDENTIFIERS, 'Who gave the score.'),
    round: text(
      'text',
      'any text',
      `Name of the round, a pass over the photographs in a random order: see mode. Scores of practice rounds are no data and not listed. Empty: given outside rounds. ${GUARD}`,
    ),
    presentation: text(
      'integer',
      '1 or more',
      '1 for the first time that the rater was shown the region, 2 for the second (a blind repeat in the same round, or a later round), and so on.',
    ),
    score: text(
      'decimal',
      scaleValues(scale),
      `The score as it was given, on the scale that the column scale names. ${anchorWords(scale)}. Empty: the region could not be judged, see reason. A score that its rater later replaced is kept in the study and not listed here.`,
      unit,
    ),
    reason: text(
      'category',
      CANNOT_JUDGE_REASONS.join(' | '),
      'Why the region could not be judged. Empty: it has a score.',
    ),
    scale: text(
      'category',
      'continuous | 0-M | 0-M:0.5',
      `The scale of the row: continuous is 0 to 1; 0-M has grades 0 to M in steps of 1, 0-M:0.5 in steps of a half. The scale of this study is ${scaleName(scale)}.`,
    ),
    suggestion_seen: text(
      'category',
      'no | before',
      "Whether the rater saw the model's suggestion for the region: no, or before the score was given. Such a score is not independent of the model.",
    ),
    suggestion: text(
      'decimal',
      range(scale),
      'The suggestion that the rater saw, not rounded to a grade. Empty: none was seen.',
      unit,
    ),
    low: text(
      'decimal',
      range(scale),
      'Lower end of the interval of that suggestion. Empty: it had none.',
      unit,
    ),
    high: text(
      'decimal',
      range(scale),
      'Upper end of the interval of that suggestion. Empty: it had none.',
      unit,
    ),
    model: text(
      'identifier',
      'mN-XXXXXXXX',
      "The model of the suggestion: its number in the study and the first eight digits of its data's SHA-256. Empty: no suggestion.",
    ),
    seconds: text('decimal', '0 or more', 'Active time that the score took. Empty: not measured.', 'seconds'),
    scored_at: text('date and time', 'ISO 8601', 'When the score was given.'),
    note: text('text', 'any text', `The rater's remark. Empty: none. ${GUARD}`),
    mode: text(
      'category',
      ROUND_MODES.filter((mode) => mode !== 'practice').join(' | '),
      "What the round shows its rater. blind: no suggestion, subject, visit or score of another; repeat: the same, over the regions of an earlier round of the rater; reveal: blind until the score is given, then the model's suggestion, after which the rater may correct it (suggestion_seen is then before); assisted: the suggestion is in sight. Empty: given outside rounds.",
    ),
    origin: text(
      'category',
      SCORE_ORIGINS.join(' | '),
      'How the score came to be: given in a round; imported from a table; strip, by moving the photograph along the strip of one region; pairs, from comparisons with exemplars.',
    ),
    change_reason: text(
      'text',
      'any text',
      `Why a score that stood was changed after its round. Empty: it was not. ${GUARD}`,
    ),
    standard_error: text(
      'decimal',
      '0 or more',
      'Standard error of a score that was computed from comparisons. Empty: the score was given, not computed.',
      unit,
    ),
    altered: text(
      'category',
      'yes | no',
      "Whether brightness or contrast were not the photograph's own when the score was given.",
    ),
    value: text(
      'decimal',
      range(scale),
      'The score that the model suggests, not rounded to a grade. Empty: the model does not know.',
      unit,
    ),
    level: text(
      'decimal',
      'between 0 and 1',
      'Share of new subjects whose score the interval is meant to hold, for raters and subjects like those of this study. Empty: no interval.',
    ),
    second_opinion: text(
      'decimal',
      range(scale),
      'A second estimate, by ridge regression on the same embedding. Empty: none.',
      unit,
    ),
    neighbours: text(
      'text',
      'subject:day:side:score:distance, joined by “;”',
      'The nearest of the labelled regions that the value comes from, nearest first, one a subject and never of the same subject. The score is the mean of its raters; the distance is between unit embeddings, 0 to 2.',
    ),
  }
}

/** What three columns mean in `suggestions.csv`, where every row is a suggestion, seen or not. */
function suggestions(): Record<string, Description> {
  const unit = 'as value'
  return {
    low: {
      type: 'decimal',
      unit,
      allowed: 'up to value',
      meaning: 'Lower end of the interval. Empty: there is none yet.',
    },
    high: {
      type: 'decimal',
      unit,
      allowed: 'from value',
      meaning: 'Upper end of the interval. Empty: there is none yet.',
    },
    model: {
      type: 'identifier',
      unit: '',
      allowed: 'mN-XXXXXXXX',
      meaning: "The model: its number in the study and the first eight digits of its data's SHA-256.",
    },
  }
}

const words = (meaning: string, allowed = 'any text'): Description => ({
  type: 'text',
  unit: '',
  allowed,
  meaning,
})

const ITSELF: Record<string, Description> = {
  file: words(
    'The file of the export that has the column.',
    'scores.csv | scores-wide.csv | suggestions.csv | comparisons.csv | codebook.csv',
  ),
  column: words('The name of the column as in its header.'),
  type: words(
    'What a field holds. Decimals have a point and no exponent; an empty field is a missing value, never 0; yes and no are written so.',
    'text | identifier | category | integer | decimal | date and time',
  ),
  unit: words('The unit of a number. Empty: none.'),
  allowed_values: words('The values that a field can have; categories are parted by “|”.'),
  meaning: words('What the column says.'),
}

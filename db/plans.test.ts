/** The questions that are asked at every key press, or over a whole study, are answered from indexes. */
import { expect, it } from 'vitest'
import { BY_PAIRS, COMPARISONS } from './comparisons'
import { Sql } from './driver'
import { SCORE_ROWS } from './export-rows'
import { EARLIER_FEATURES, FEATURES, FEATURES_OF_KIND, KEPT_FEATURES, NEXT_KIND } from './features'
import { migrate } from './migrations'
import { EMBEDDINGS } from './models'
import { PRACTISED, PRACTISED_ONLY } from './people'
import { REGION_PLACES, WIDTHS_BY_REGION } from './photograph-figures'
import { PHOTOGRAPHS_IN_ORDER } from './photographs-read'
import { LAST_EDIT, NEXT_EDIT } from './region-edits'
import { COPYABLE, EARLIER } from './regions-read'
import {
  FINISHED,
  FINISHED_SINCE,
  FIRST_OPEN,
  LATEST_SHOWING,
  LATEST_SHOWING_SINCE,
  PADS,
  SHOWINGS,
  TOTAL,
} from './rounds-read'
import { GIVEN } from './round-answers'
import { CURRENT_SCORE, INDEPENDENT_SCORE, PHOTOGRAPH_SCORES } from './scores-read'
import { NUMBERED } from './migrations/0005-rounds'
import { STRIP } from './strip'
import { SUGGESTION } from './suggestions'

const sql = Sql.open(null)
migrate(sql)

function plan(query: string): string {
  const values = (query.match(/\?/g) ?? []).map(() => 1)
  return sql
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...values)
    .map((step) => step.detail)
    .join('\n')
}

const SUPERSEDED = /SEARCH later USING COVERING INDEX score_by_supersedes \(supersedes=\?\)/
const cases: Record<string, [string, RegExp[]]> = {
  'the photographs with their counts': [
    PHOTOGRAPHS_IN_ORDER,
    [
      /SEARCH region USING COVERING INDEX region_by_photograph_region_side/,
      /SEARCH score EXISTS USING COVERING INDEX score_by_region_rater/,
      /SEARCH round USING INTEGER PRIMARY KEY/,
    ],
  ],
  'scores of practice': [PRACTISED, [/SEARCH score USING COVERING INDEX score_by_round_region \(round=\?\)/]],
  'regions that were only practised on': [
    PRACTISED_ONLY,
    [
      /SEARCH score USING COVERING INDEX score_by_round_region \(round=\?\)/,
      /SEARCH score USING COVERING INDEX score_by_region_rater \(region=\?\)/,
    ],
  ],
  'what is finished of a round': [FINISHED, [/SEARCH score USING COVERING INDEX score_by_round_region/]],
  'what was finished since': [FINISHED_SINCE, [/SEARCH score USING INTEGER PRIMARY KEY \(rowid>\?\)/]],
  'how far a round has been shown': [
    LATEST_SHOWING,
    [
      /SEARCH score USING COVERING INDEX score_by_round_region/,
      /SEARCH assignment USING .*round=\? AND region=\?/,
    ],
  ],
  'how far it was shown since': [
    LATEST_SHOWING_SINCE,
    [/SEARCH score USING INTEGER PRIMARY KEY \(rowid>\?\)/],
  ],
  'how many photographs a round shows': [
    SHOWINGS,
    [/SEARCH assignment USING COVERING INDEX assignment_by_round_showing/],
  ],
  'how long a round is': [TOTAL, [/SEARCH assignment USING PRIMARY KEY \(round=\?\)/]],
  'the next open region': [
    FIRST_OPEN,
    [
      /SEARCH assignment USING PRIMARY KEY \(round=\? AND position>\?\)/,
      /SEARCH score USING COVERING INDEX score_by_round_region \(round=\? AND region=\? AND presentation=\?/,
    ],
  ],
  'the pads of a photograph': [
    PADS,
    [
      /SEARCH assignment USING INDEX assignment_by_round_showing \(round=\? AND showing=\?\)/,
      /SEARCH region USING INTEGER PRIMARY KEY \(rowid=\?\)/,
      /SEARCH score USING INDEX score_by_\w+ \(.*region=\?/,
      SUPERSEDED,
    ],
  ],
  'a rater’s current score': [
    CURRENT_SCORE,
    [
      /SEARCH score USING INDEX score_by_region_rater \(region=\? AND rater=\? AND round=\? AND presentation=\?\)/,
      SUPERSEDED,
    ],
  ],
  'what was said before a suggestion': [
    INDEPENDENT_SCORE,
    [
      /SEARCH score USING INDEX score_by_region_rater \(region=\? AND rater=\? AND round=\? AND presentation=\?\)/,
    ],
  ],
  'the answers of a round': [
    GIVEN,
    [
      /SEARCH assignment USING/,
      /SEARCH score USING INDEX score_by_region_rater \(region=\? AND rater=\? AND round=\? AND presentation=\?\)/,
    ],
  ],
  'the scores of a photograph': [
    PHOTOGRAPH_SCORES,
    [
      /SEARCH region .*photograph=\?/,
      /SEARCH score USING INDEX score_by_region_rater \(region=\?\)/,
      SUPERSEDED,
    ],
  ],
  'a suggestion': [
    SUGGESTION,
    [/SEARCH suggestion USING INDEX suggestion_by_model_region \(model=\? AND region=\?\)/],
  ],
  'the scores that leave, sorted region by region': [
    SCORE_ROWS,
    [
      /SCAN photograph USING INDEX sqlite_autoindex_photograph_1/,
      /SEARCH region USING COVERING INDEX region_by_photograph_region_side \(photograph=\?\)/,
      /SEARCH score USING INDEX score_by_region_rater \(region=\?\)/,
      /USE TEMP B-TREE FOR LAST \d+ TERMS/,
      SUPERSEDED,
    ],
  ],
  'which features are kept of a region': [
    KEPT_FEATURES,
    [
      /SEARCH feature USING COVERING INDEX feature_by_kind_region_revision_variant \(kind=\? AND region=\? AND revision=\?\)/,
    ],
  ],
  'the features of a region': [
    FEATURES,
    [
      /SEARCH feature USING INDEX feature_by_kind_region_revision_variant \(kind=\? AND region=\? AND revision=\? AND variant=\?\)/,
    ],
  ],
  'the looks of all regions': [
    FEATURES_OF_KIND,
    [
      /SEARCH feature USING INDEX feature_by_kind_region_revision_variant \(kind=\?/,
      /SEARCH region USING INTEGER PRIMARY KEY \(rowid=\?\)/,
    ],
  ],
  'the kinds of features': [
    NEXT_KIND,
    [/SEARCH feature USING COVERING INDEX feature_by_kind_region_revision_variant \(kind>\?\)/],
  ],
  'the features of earlier revisions': [
    EARLIER_FEATURES,
    [
      /SEARCH feature USING (COVERING )?INDEX feature_by_kind_region_revision_variant \(kind=\? AND region=\? AND revision<\?\)/,
    ],
  ],
  'the features that a new crop removes': [
    'DELETE FROM feature WHERE region = ? AND revision = ?',
    [/SEARCH feature USING (COVERING )?INDEX feature_by_region_revision \(region=\? AND revision=\?\)/],
  ],
  'what undo takes back': [
    LAST_EDIT,
    [
      /SEARCH region_edit USING INDEX region_edit_by_state \(state=\?\)/,
      /SEARCH score USING COVERING INDEX score_by_region_rater \(region=\?\)/,
      /SEARCH assignment USING COVERING INDEX assignment_by_region \(region=\?\)/,
      /SEARCH suggestion USING COVERING INDEX suggestion_by_region \(region=\?\)/,
      /SEARCH exemplar USING COVERING INDEX exemplar_by_region \(region=\?\)/,
      /SEARCH comparison USING COVERING INDEX comparison_by_region \(region=\?\)/,
    ],
  ],
  'what redo does again': [NEXT_EDIT, [/SEARCH region_edit USING INDEX region_edit_by_state \(state=\?\)/]],
  'the regions that can be copied': [
    COPYABLE,
    [/SEARCH other USING INDEX photograph_by_subject_day \(subject=\?\)/, /SEARCH region USING INDEX/],
  ],
  'the same pad at an earlier visit': [
    EARLIER,
    [
      /SEARCH other USING INDEX photograph_by_subject_day \(subject=\? AND day<\?\)/,
      /SEARCH region USING INDEX region_by_photograph_region_side/,
    ],
  ],
  'a rater’s comparisons': [
    COMPARISONS,
    [
      /SEARCH comparison USING INDEX comparison_by_rater_region \(rater=\?\)/,
      /SEARCH later USING COVERING INDEX comparison_by_withdraws/,
    ],
  ],
  'the embeddings of a model': [EMBEDDINGS, [/SEARCH embedding USING PRIMARY KEY \(model=\?\)/]],
}
/** What is asked of a whole study reads one table or index from end to end, and nothing else. */
const whole: Record<string, [string, RegExp]> = {
  'where all regions lie': [
    REGION_PLACES,
    /^SCAN region USING COVERING INDEX region_by_photograph_region_side$/,
  ],
  'the uncertainties of all regions': [
    WIDTHS_BY_REGION,
    /SEARCH suggestion USING INDEX suggestion_by_model_region \(model=\?\)/,
  ],
}
for (const [name, [query, steps]] of Object.entries(whole)) {
  it(name, () => expect(plan(query)).toMatch(steps))
}
for (const [name, [query, steps]] of Object.entries(cases)) {
  it(name, () => {
    const found = plan(query)
    for (const step of steps) expect(found).toMatch(step)
    const scans = found
      .split('\n')
      .filter((line) => line.startsWith('SCAN') && !/^SCAN (photograph|subject|round|practised)\b/.test(line))
    expect(scans).toEqual([])
  })
}

it('no list of photographs reads their bytes', () => {
  expect(plan(PHOTOGRAPHS_IN_ORDER)).not.toMatch(/photograph_bytes|thumbnail|landmarks|crop/)
})

it('the strip of a pad passes over the regions, and over no score of another', () => {
  const found = plan(STRIP)
  expect(found).toMatch(/SEARCH score USING INDEX score_by_region_rater \(region=\? AND rater=\?\)/)
  expect(found).toMatch(SUPERSEDED)
  expect(found.match(/^SCAN \w+/gm)).toEqual(['SCAN region'])
})

it('an old study is brought up to date position by position, not by all positions for every photograph', () => {
  const found = plan(NUMBERED)
  expect(found).toMatch(/SEARCH assignment USING PRIMARY KEY \(round=\? AND position=\?\)/)
  expect(found).not.toMatch(/PRIMARY KEY \(round=\?\)/)
})

it('which regions of a pad have a score from pairs is asked of the scores of each, not of all', () => {
  expect(plan(BY_PAIRS)).toMatch(
    /SEARCH score USING INDEX score_by_region_rater \(region=\? AND rater=\? AND round=\?\)/,
  )
})

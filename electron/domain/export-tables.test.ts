import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import atlas from '../../assets/atlas/fat-pad-atlas.json'
import type { AtlasRegion } from './atlas'
import { codebookRows } from './codebook'
import { CODEBOOK_COLUMNS, codebookLine } from './codebook-row'
import { COMPARISON_COLUMNS } from './comparison-table'
import { csvLine } from './csv'
import {
  SCORE_COLUMNS,
  SUGGESTION_COLUMNS,
  WIDE_COLUMNS,
  compareScoreRows,
  compareSuggestionRows,
  scoreLine,
  suggestionLine,
  wideHeader,
  wideLine,
  wideRegions,
  wideRows,
} from './export-tables'
import type { ScoreExportRow, SuggestionExportRow } from './export-tables'
import { seeded } from './random'
import { modelName } from './records/model-name'
import { CONTINUOUS, gradeScale } from './scale'

const REGIONS = atlas.regions as AtlasRegion[]
const read = (text: string): string[][] => Papa.parse<string[]>(text, { skipEmptyLines: true }).data

const SCORE: ScoreExportRow = {
  photograph: 'a'.repeat(64),
  subject: 'S01',
  day: 0,
  view: 'frontal',
  region: 'malar_soof',
  side: 'right',
  rater: 'ann',
  round: 'ann, round 1',
  presentation: 1,
  score: 0.35,
  reason: null,
  scale: 'continuous',
  suggestionSeen: 'before',
  suggestion: 0.4,
  low: 0.1,
  high: 0.7,
  model: 'm3-1a2b3c4d',
  seconds: 2.5,
  scoredAt: '2026-11-24T10:00:00.000Z',
  note: '=SUM(A1), "odd"',
  mode: 'assisted',
  origin: 'round',
  changeReason: '',
  standardError: null,
  altered: false,
}

const SUGGESTION: SuggestionExportRow = {
  photograph: 'a'.repeat(64),
  subject: 'S01',
  day: 0,
  view: 'frontal',
  region: 'jowl',
  side: 'left',
  value: 0.5,
  low: null,
  high: null,
  level: null,
  secondOpinion: 0.45,
  model: 'm3-1a2b3c4d',
  neighbours: [
    { subject: 'S02', day: 180, side: 'right', score: 0.25, distance: 0.12345678, leftOut: false },
    { subject: 'S09', day: 0, side: 'left', score: 0.9, distance: 0.2, leftOut: true },
    { subject: 'S03', day: 0, side: 'left', score: 1, distance: 1e-9, leftOut: false },
  ],
}

describe('scores.csv', () => {
  it('has the columns that were promised, in their order', () => {
    expect(SCORE_COLUMNS.join(', ')).toBe(
      'photograph, subject, day, view, region, side, rater, round, presentation, score, reason, scale, suggestion_seen, suggestion, low, high, model, seconds, scored_at, note, mode, origin, change_reason, standard_error, altered',
    )
  })
  it('writes a row', () => {
    expect(scoreLine(SCORE)).toBe(
      `${'a'.repeat(64)},S01,0,frontal,malar_soof,right,ann,"ann, round 1",1,0.35,,continuous,before,0.4,0.1,0.7,m3-1a2b3c4d,2.5,2026-11-24T10:00:00.000Z,"'=SUM(A1), ""odd""",assisted,round,,,no\r\n`,
    )
  })
  it('leaves what is missing empty', () => {
    const line = scoreLine({
      ...SCORE,
      round: null,
      score: null,
      reason: 'blurred',
      suggestion: null,
      note: '',
    })
    const [fields] = read(line)
    expect(fields).toHaveLength(SCORE_COLUMNS.length)
    expect(fields?.slice(7, 11)).toEqual(['', '1', '', 'blurred'])
  })
  it('has one order for any arrival', () => {
    const rows: ScoreExportRow[] = []
    for (const photograph of ['a', 'b']) {
      for (const region of ['jowl', 'buccal']) {
        for (const side of ['right', 'left'] as const) {
          for (const round of [null, 'x']) {
            for (const score of [null, 0.1]) rows.push({ ...SCORE, photograph, region, side, round, score })
          }
        }
      }
    }
    const sorted = (seed: number): string =>
      seeded(seed).shuffle(rows).sort(compareScoreRows).map(scoreLine).join('')
    expect(new Set([1, 2, 3, 4, 5].map(sorted)).size).toBe(1)
  })
})

describe('suggestions.csv', () => {
  it('writes neighbours that were used, with distances to six decimals', () => {
    expect(SUGGESTION_COLUMNS.join(', ')).toBe(
      'photograph, subject, day, view, region, side, value, low, high, level, second_opinion, model, neighbours',
    )
    expect(suggestionLine(SUGGESTION)).toBe(
      `${'a'.repeat(64)},S01,0,frontal,jowl,left,0.5,,,,0.45,m3-1a2b3c4d,S02:180:right:0.25:0.123457;S03:0:left:1:0\r\n`,
    )
    expect(compareSuggestionRows(SUGGESTION, { ...SUGGESTION, model: 'm4' })).toBeLessThan(0)
  })
})

describe('scores-wide.csv', () => {
  const regions = wideRegions(REGIONS, ['jowl', 'tear_trough', 'submental'])
  it('has the regions of the study in atlas order, both sides or the midline', () => {
    expect(read(wideHeader(regions))[0]).toEqual([
      ...WIDE_COLUMNS,
      'tear_trough_right', 'tear_trough_left', 'jowl_right', 'jowl_left', 'submental_midline',
    ]) // prettier-ignore
  })
  it('has a column for every score, whatever the study scores now', () => {
    const more = wideRegions(
      REGIONS,
      ['jowl'],
      [
        { region: 'buccal', side: 'left' },
        { region: 'jowl', side: 'midline' },
      ],
    )
    expect(more.map(({ column }) => column)).toEqual([
      'buccal_left',
      'jowl_right',
      'jowl_left',
      'jowl_midline',
    ])
  })
  it('gathers one row a photograph, rater, round and presentation', () => {
    const row = (over: Partial<ScoreExportRow>): ScoreExportRow => ({ ...SCORE, region: 'jowl', ...over })
    const rows = [
      row({ photograph: 'a', side: 'left', rater: 'bob', score: 0.2 }),
      row({ photograph: 'a', side: 'left', rater: 'ann', score: 0.1 }),
      row({ photograph: 'a', side: 'right', rater: 'ann', score: 0.3 }),
      row({ photograph: 'a', side: 'right', rater: 'ann', score: 0.4, scoredAt: '2026-11-25T00:00:00Z' }),
      row({ photograph: 'a', side: 'right', rater: 'ann', presentation: 2, score: null, reason: 'pose' }),
      row({ photograph: 'b', side: 'right', rater: 'ann', round: null, score: 0 }),
      row({ photograph: 'b', side: 'left', rater: 'ann', scale: '0-4', score: 3 }),
    ].sort(compareScoreRows)
    const lines = [...wideRows(rows, 'continuous')].map((wide) => read(wideLine(regions, wide))[0]?.join('|'))
    expect(lines).toEqual([
      'a|S01|0|frontal|ann|ann, round 1|1|||0.4|0.1|',
      'a|S01|0|frontal|ann|ann, round 1|2|||||',
      'a|S01|0|frontal|bob|ann, round 1|1||||0.2|',
      'b|S01|0|frontal|ann||1|||0||',
    ])
  })
})

describe('codebook.csv', () => {
  it.each([CONTINUOUS, gradeScale(4, 0.5)])('describes every column of every file ($kind)', (scale) => {
    const regions = wideRegions(
      REGIONS,
      REGIONS.map(({ id }) => id),
    )
    const rows = codebookRows({ scale, regions })
    const columns = (file: string): string[] =>
      rows.filter((row) => row.file === file).map(({ column }) => column)
    expect(columns('scores.csv')).toEqual([...SCORE_COLUMNS])
    expect(columns('suggestions.csv')).toEqual([...SUGGESTION_COLUMNS])
    expect(columns('comparisons.csv')).toEqual([...COMPARISON_COLUMNS])
    expect(columns('scores-wide.csv')).toEqual([...WIDE_COLUMNS, ...regions.map(({ column }) => column)])
    expect(columns('codebook.csv')).toEqual([...CODEBOOK_COLUMNS])
    for (const row of rows) {
      expect(row.meaning.length, `${row.file} ${row.column}`).toBeGreaterThan(10)
      expect(row.allowed, `${row.file} ${row.column}`).not.toBe('')
    }
    const text = csvLine([...CODEBOOK_COLUMNS]) + rows.map(codebookLine).join('')
    for (const fields of read(text)) expect(fields).toHaveLength(CODEBOOK_COLUMNS.length)
    expect(text).toContain('Malar mound / SOOF')
  })
  it('tells the grades and their anchors', () => {
    const regions = wideRegions(REGIONS, ['jowl'])
    const row = codebookRows({ scale: gradeScale(4, 0.5), regions }).find(
      ({ column }) => column === 'jowl_left',
    )
    expect(row).toMatchObject({ allowed: '0 | 0.5 | 1 | 1.5 | 2 | 2.5 | 3 | 3.5 | 4', unit: 'scale 0-4:0.5' })
    expect(row?.meaning).toContain('2 = moderate')
  })
})

it('names a model by number and data', () => {
  expect(modelName({ id: 3, dataHash: '1a2b3c4d5e6f' })).toBe('m3-1a2b3c4d')
})

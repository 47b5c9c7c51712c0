import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStudy } from '../db/study'
import type { StudyFile } from '../db/study-file'
import { MODEL, newStudy, photograph, score, temporaryFolder } from '../db/testing/fixtures'
import type { Neighbour } from './domain/records'
import { exportStudy } from './exporting'

const FILES = [
  'scores.csv',
  'scores-wide.csv',
  'suggestions.csv',
  'comparisons.csv',
  'codebook.csv',
  'manifest.json',
]

let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

/** Three photographs; scores in a round, outside rounds and superseded; a model with suggestions. */
function fill(): void {
  const { reader, writer } = study
  for (let n = 1; n <= 3; n++) writer.addPhotograph(photograph(n, { day: n * 30 }))
  const round = writer.addRound({
    rater: 1,
    mode: 'assisted',
    name: '=first',
    seed: 1,
    order: [{ regions: [1, 2, 3, 4] }],
  })
  const model = writer.addModel(Float32Array.of(1, 2), MODEL)
  writer.promote(model.id)
  const near = { region: 5, photograph: 2, subject: 'S00002', day: 60, side: 'right', score: 2, raters: 2, leftOut: false } as const // prettier-ignore
  const neighbours: Neighbour[] = [
    { ...near, distance: 0.25 },
    { ...near, subject: 'S00003', distance: 0.5, leftOut: false },
  ]
  const saved = writer.saveSuggestions(
    model.id,
    reader.allRegions().map(({ key }) => ({ region: key, value: 2.25, low: 1.5, high: 3, level: 0.9, secondOpinion: null, neighbours, because: '' })), // prettier-ignore
  )
  writer.addScore(
    score(1, 3, {
      round: round.id,
      suggestion: saved[0]?.id as number,
      suggestionSeen: 'before',
      note: '=SUM(A1)',
    }),
  )
  writer.addScore(score(2, null, { round: round.id, reason: 'covered', note: 'a "scarf", red\nand blue' }))
  writer.addScore(score(3, 1))
  writer.addScore(score(3, 2))
  writer.addScore(score(5, 4, { rater: 2, seconds: null }))
}

const target = (name = 'out') => path.join(folder, name)
const read = (file: string, out = 'out') => fs.readFileSync(path.join(target(out), file), 'utf8')

function rowsOf(file: string): Record<string, string>[] {
  const parsed = Papa.parse<Record<string, string>>(read(file), { header: true, skipEmptyLines: true })
  expect(parsed.errors).toEqual([])
  return parsed.data
}

describe('an export', () => {
  it('is the same, byte by byte, for the same study, also after it was closed and opened', () => {
    fill()
    exportStudy(study, target('one'))
    exportStudy(study, target('two'))
    study.close()
    study = openStudy(path.join(folder, 'pilot.malar'))
    exportStudy(study, target('three'))
    for (const file of FILES) {
      expect(read(file, 'two')).toBe(read(file, 'one'))
      expect(read(file, 'three')).toBe(read(file, 'one'))
    }
    study.writer.addScore(score(3, 0))
    exportStudy(study, target('two'))
    expect(read('scores.csv', 'two')).not.toBe(read('scores.csv', 'one'))
  })

  it('makes its folder, and leaves nothing else in it', () => {
    fill()
    exportStudy(study, path.join(target(), 'deep', 'er'))
    expect(fs.readdirSync(path.join(target(), 'deep', 'er')).sort()).toEqual([...FILES].sort())
  })

  it('counts the rows and bytes of each file', () => {
    fill()
    const result = exportStudy(study, target())
    expect(result.folder).toBe(target())
    expect(result.files.map(({ name, rows }) => [name, rows])).toEqual([
      ['scores.csv', 4],
      ['scores-wide.csv', 3],
      ['suggestions.csv', 12],
      ['comparisons.csv', 0],
      ['codebook.csv', rowsOf('codebook.csv').length],
      ['manifest.json', 1],
    ])
    for (const { name, bytes } of result.files)
      expect(fs.statSync(path.join(target(), name)).size).toBe(bytes)
  })

  it('holds the current scores only, with what the rater had seen', () => {
    fill()
    exportStudy(study, target())
    const rows = rowsOf('scores.csv')
    expect(rows).toHaveLength(4)
    const of = (region: string, side: string, rater: string) =>
      rows.find((row) => row.region === region && row.side === side && row.rater === rater)
    expect(of('malar_soof', 'right', 'anna')).toMatchObject({
      photograph: photograph(1).sha256,
      subject: 'S00001',
      day: '30',
      view: 'frontal',
      presentation: '1',
      score: '3',
      reason: '',
      scale: '0-4',
      suggestion_seen: 'before',
      suggestion: '2.25',
      low: '1.5',
      high: '3',
      model: 'm1-abababab',
      seconds: '2.5',
    })
    expect(of('malar_soof', 'left', 'anna')).toMatchObject({
      score: '',
      reason: 'covered',
      suggestion_seen: 'no',
      suggestion: '',
      model: '',
    })
    expect(of('jowl', 'right', 'anna')).toMatchObject({ score: '2', round: '' })
    expect(of('malar_soof', 'right', 'ben')).toMatchObject({ score: '4', seconds: '', subject: 'S00002' })
  })

  it('tells the mode of the round, how a score came to be, and leaves practice out', () => {
    fill()
    const { writer } = study
    const round = (mode: 'practice' | 'blind', region: number) =>
      writer.addRound({ rater: 2, mode, name: mode, seed: 1, order: [{ regions: [region] }] }).id
    writer.addScore(score(6, 1, { rater: 2, round: round('practice', 6) }))
    writer.addScore(score(7, 1, { rater: 2, round: round('blind', 7), altered: true }))
    writer.addScore(
      score(8, 1, { rater: 2, origin: 'strip', changeReason: '=looked again', standardError: 0.5 }),
    )
    exportStudy(study, target())
    const rows = rowsOf('scores.csv')
    expect(
      rows.map((row) => [row.mode, row.origin, row.change_reason, row.standard_error, row.altered]),
    ).toEqual(
      expect.arrayContaining([
        ['assisted', 'round', '', '', 'no'],
        ['blind', 'round', '', '', 'yes'],
        ['', 'strip', "'=looked again", '0.5', 'no'],
      ]),
    )
    expect(rows.map(({ mode }) => mode)).not.toContain('practice')
    expect(rowsOf('scores-wide.csv').map(({ round }) => round)).not.toContain('practice')
    expect(rows).toHaveLength(6)
    expect(JSON.parse(read('manifest.json'))).toMatchObject({ counts: { scores: 6, scored: 6 } })
  })

  it('keeps texts that a spreadsheet would run, and texts with quotes and line breaks, harmless and whole', () => {
    fill()
    exportStudy(study, target())
    const rows = rowsOf('scores.csv')
    expect(rows.map(({ note }) => note)).toContain("'=SUM(A1)")
    expect(rows.map(({ round }) => round)).toContain("'=first")
    expect(rows.map(({ note }) => note)).toContain('a "scarf", red\nand blue')
    for (const file of FILES.slice(0, 3)) {
      for (const row of rowsOf(file)) {
        for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r-]/)
      }
    }
  })

  it('says the same in the wide table as in the long one', () => {
    fill()
    exportStudy(study, target())
    const cells = rowsOf('scores-wide.csv').flatMap(({ photograph, rater, round, presentation, ...rest }) =>
      Object.entries(rest)
        .filter(([column, value]) => /_(right|left|midline)$/.test(column) && value !== '')
        .map(([column, value]) => [photograph, rater, round, presentation, column, value].join('|')),
    )
    const long = rowsOf('scores.csv')
      .filter(({ score }) => score !== '')
      .map((row) =>
        [row.photograph, row.rater, row.round, row.presentation, `${row.region}_${row.side}`, row.score].join(
          '|',
        ),
      )
    expect(cells.sort()).toEqual(long.sort())
  })

  it('names the suggestions of the model in use, with their neighbours', () => {
    fill()
    const later = study.writer.addModel(Float32Array.of(3), { ...MODEL, dataHash: 'cd'.repeat(32) })
    exportStudy(study, target())
    expect(rowsOf('suggestions.csv')).toHaveLength(12)
    expect(rowsOf('suggestions.csv')[0]).toMatchObject({
      value: '2.25',
      low: '1.5',
      high: '3',
      level: '0.9',
      second_opinion: '',
      model: 'm1-abababab',
      neighbours: 'S00002:60:right:2:0.25;S00003:60:right:2:0.5',
    })
    study.writer.promote(later.id)
    exportStudy(study, target())
    expect(rowsOf('suggestions.csv')).toEqual([])
    // What a rater saw stays what it was.
    expect(rowsOf('scores.csv').map(({ model }) => model)).toContain('m1-abababab')
  })

  it('explains every column of every table', () => {
    fill()
    exportStudy(study, target())
    const explained = rowsOf('codebook.csv').map(({ file, column }) => `${file} ${column}`)
    const columns = FILES.slice(0, 5).flatMap((file) =>
      (Papa.parse<string[]>(read(file)).data[0] as string[]).map((column) => `${file} ${column}`),
    )
    expect(explained).toEqual(columns)
  })

  it('quotes in its manifest true hashes, counts and the end of the audit trail', () => {
    fill()
    exportStudy(study, target())
    const manifest = JSON.parse(read('manifest.json')) as {
      files: Record<string, { rows: number; bytes: number; sha256: string }>
    }
    expect(Object.keys(manifest.files)).toEqual(FILES.slice(0, 5))
    for (const [file, { rows, bytes, sha256 }] of Object.entries(manifest.files)) {
      expect(createHash('sha256').update(read(file)).digest('hex')).toBe(sha256)
      expect(Buffer.byteLength(read(file))).toBe(bytes)
      expect(rowsOf(file)).toHaveLength(rows)
    }
    expect(manifest).toMatchObject({
      study: { uuid: study.reader.info().uuid, name: 'Pilot', scale: '0-4', regions: ['malar_soof', 'jowl'] },
      counts: { photographs: 3, scores: 4 },
      raters: ['anna', 'ben'],
      model: { name: 'm1-abababab', dataHash: MODEL.dataHash },
      auditHash: study.reader.auditHash(),
    })
  })

  it('of an empty study has headers and no rows', () => {
    expect(
      exportStudy(study, target())
        .files.map(({ rows }) => rows)
        .slice(0, 4),
    ).toEqual([0, 0, 0, 0])
    expect(rowsOf('scores.csv')).toEqual([])
    expect(read('scores.csv')).toMatch(/^photograph,subject,.*,note,mode,.*,altered\r\n$/)
    expect((JSON.parse(read('manifest.json')) as { model: unknown }).model).toBeNull()
  })

  it('into a place where no folder can be made says so', () => {
    fs.writeFileSync(target('file'), '')
    expect(() => exportStudy(study, path.join(target('file'), 'out'))).toThrow(
      expect.objectContaining({ code: 'not-saved', message: expect.stringContaining('cannot be made') as string }) as Error, // prettier-ignore
    )
  })

  it('that fails midway leaves the earlier tables whole', () => {
    fill()
    exportStudy(study, target())
    const before = read('scores.csv')
    study.writer.addScore(score(3, 0))
    fs.rmSync(path.join(target(), 'codebook.csv'))
    fs.mkdirSync(path.join(target(), 'codebook.csv'))
    expect(() => exportStudy(study, target())).toThrow(
      expect.objectContaining({ code: 'not-saved' }) as Error,
    )
    expect(read('scores.csv')).not.toBe(before)
    expect(rowsOf('scores.csv')).toHaveLength(4)
    expect(fs.readdirSync(target()).sort()).toEqual([...FILES].sort())
  })
})

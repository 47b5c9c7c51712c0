import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { newStudy, photograph, score } from '../db/testing/fixtures'
import { exportStudy } from './exporting'
import { importScores } from './score-import'

let folder: string
let study: StudyFile
eachStudy((made, where) => {
  study = made
  folder = where
  for (const n of [1, 2]) study.writer.addPhotograph(photograph(n, { sha256: hashOf(n) }))
})

const contentOf = (n: number) => `the original file of photograph ${n}`
const hashOf = (n: number) => createHash('sha256').update(contentOf(n)).digest('hex')

function put(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
  return file
}

const HEADER = 'photograph,region,side,rater,score,reason,round,presentation,note'

/** Imports rows under the full header; `#1` stands for the hash of photograph 1. */
function importRows(...rows: string[]) {
  const text = [HEADER, ...rows].join('\n').replace(/#(\d)/g, (_, n: string) => hashOf(Number(n)))
  return importScores(study, put('scores.csv', text))
}

const readTable = (file: string) =>
  Papa.parse<Record<string, string>>(fs.readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true })
    .data

const currentOf = (n: number, rater = 1, round: number | null = null) =>
  study.reader.currentScore(study.reader.regionAt(n, 'malar_soof', 'right')?.id as number, rater, round)

describe('scores from a table', () => {
  it('never reads the study itself, whose lock would go with it', async () => {
    await expect(importScores(study, study.path)).rejects.toMatchObject({ code: 'file' })
    const rows = put('own.csv', `file,region,side,rater,score\n${path.basename(study.path)},jowl,left,anna,1`)
    const { refused } = await importScores(study, rows)
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('the study itself') }),
    ])
  })

  it('go in by the hash of the photograph', async () => {
    const report = await importRows('#1,malar_soof,right,anna,3', '#2,jowl,left,ben,0,,,,faint')
    expect(report).toEqual({ added: 2, replaced: 0, same: 0, refused: [] })
    expect(currentOf(1)).toMatchObject({ value: 3, reason: null, suggestionSeen: 'no', seconds: null })
    const [jowl] = study.reader.photographScores(2)
    expect(jowl).toMatchObject({ raterName: 'ben', value: 0, note: 'faint' })
  })

  it('keep what their rater had seen, in a round that then was not blind', async () => {
    const text = [
      'photograph,region,side,rater,score,round,suggestion_seen',
      `${hashOf(1)},malar_soof,right,anna,3,second,no`,
      `${hashOf(2)},malar_soof,right,anna,2,second,before`,
      `${hashOf(1)},jowl,left,anna,2,second,maybe`,
    ].join('\n')
    const report = await importScores(study, put('t.csv', text))
    expect(report).toMatchObject({ added: 2, refused: [{ row: 4 }] })
    const [round] = study.reader.rounds()
    expect(round).toMatchObject({ name: 'second', mode: 'assisted' })
    expect(currentOf(2, 1, round?.id)?.suggestionSeen).toBe('before')
  })

  it('go in by the content of a file that is named relative to the table', async () => {
    put('photos/any name.jpg', contentOf(2))
    const text = 'file,region,side,rater,score\n../photos/any name.jpg,malar_soof,right,anna,4\n'
    expect(await importScores(study, put('tables/t.csv', text))).toMatchObject({ added: 1, refused: [] })
    expect(currentOf(2)?.value).toBe(4)
    const absolute = `file,region,side,rater,score\n"${path.join(folder, 'photos/any name.jpg')}",malar_soof,right,anna,4\n`
    expect(await importScores(study, put('t.csv', absolute))).toMatchObject({ same: 1 })
  })

  it('may be a reason for none', async () => {
    expect(await importRows('#1,malar_soof,right,anna,,covered')).toMatchObject({ added: 1 })
    expect(currentOf(1)).toMatchObject({ value: null, reason: 'covered' })
  })

  it('make raters and rounds that the study does not have, once each', async () => {
    const report = await importRows(
      '#1,malar_soof,right,Clara Zürn,1,,second look,1',
      '#1,malar_soof,left,Clara Zürn,2,,second look,1',
    )
    expect(report).toMatchObject({ added: 2, refused: [] })
    expect(study.reader.raters().map(({ name }) => name)).toEqual(['anna', 'ben', 'Clara Zürn'])
    expect(study.reader.rounds()).toMatchObject([
      { name: 'second look', raterName: 'Clara Zürn', finished: 2 },
    ])
  })

  it('keep presentations apart', async () => {
    await importRows('#1,malar_soof,right,anna,1,,,1', '#1,malar_soof,right,anna,2,,,2')
    const region = study.reader.regionAt(1, 'malar_soof', 'right')?.id as number
    expect(study.reader.currentScore(region, 1, null, 1)?.value).toBe(1)
    expect(study.reader.currentScore(region, 1, null, 2)?.value).toBe(2)
  })

  it('change nothing when they come again, and supersede when they differ', async () => {
    const rows = ['#1,malar_soof,right,anna,3,,round 1,1,a note', '#2,jowl,left,ben,,pose']
    await importRows(...rows)
    const hash = study.reader.auditHash()
    expect(await importRows(...rows)).toEqual({ added: 0, replaced: 0, same: 2, refused: [] })
    expect(study.reader.auditHash()).toBe(hash)
    rows[1] = '#2,jowl,left,ben,2'
    expect(await importRows(...rows)).toEqual({ added: 0, replaced: 1, same: 1, refused: [] })
  })

  it('of an export of the same study are all there already', async () => {
    study.writer.addScore(score(1, 3, { note: '=SUM(A1), "quoted"\n second line ' }))
    study.writer.addScore(score(2, null, { reason: 'pose', note: '-' }))
    const round = study.writer.addRound({
      rater: 2,
      mode: 'blind',
      name: '@home',
      seed: 1,
      order: [{ regions: [3] }],
    })
    study.writer.addScore(score(3, 1, { rater: 2, round: round.id, altered: true }))
    exportStudy(study, path.join(folder, 'out'))
    const report = await importScores(study, path.join(folder, 'out', 'scores.csv'))
    expect(report).toEqual({ added: 0, replaced: 0, same: 3, refused: [] })
    expect(study.reader.rounds()).toHaveLength(1)
  })
})

describe('an export', () => {
  it('read into a new study says the same when it is exported again, but for what only the first study knows', async () => {
    const { writer } = study
    const round = (mode: 'blind' | 'reveal', order: number[]) =>
      writer.addRound({ rater: 1, mode, name: `the ${mode} one`, seed: 1, order: [{ regions: order }] }).id
    const blind = round('blind', [1, 2])
    const reveal = round('reveal', [5])
    writer.addScore(score(1, 3, { round: blind, altered: true, note: 'a note' }))
    writer.addScore(score(2, null, { round: blind }))
    writer.addScore(score(5, 3, { round: reveal, presentation: 1 }))
    writer.addScore(score(5, 2, { round: reveal, suggestionSeen: 'before' }))
    const again = writer.addRound({ rater: 1, mode: 'repeat', repeatOf: blind, name: 'again', seed: 1, order: [{ regions: [1, 2] }] }).id // prettier-ignore
    writer.addScore(score(1, 4, { round: again, presentation: 2 }))
    writer.addScore(score(3, 1, { rater: 2, origin: 'strip', changeReason: '=beside the others' }))
    writer.addScore(score(4, 1, { rater: 2, origin: 'pairs', standardError: 0.25 }))
    exportStudy(study, path.join(folder, 'one'))

    const other = newStudy(path.join(folder, 'other.malar'))
    for (const n of [1, 2]) other.writer.addPhotograph(photograph(n, { sha256: hashOf(n) }))
    const report = await importScores(other, path.join(folder, 'one', 'scores.csv'))
    expect(report).toEqual({ added: 6, replaced: 0, same: 0, refused: [] })
    expect(other.reader.rounds().map(({ name, mode }) => [name, mode])).toEqual(
      expect.arrayContaining([
        ['the blind one', 'blind'],
        ['the reveal one', 'reveal'],
        ['again', 'blind'],
      ]),
    )
    exportStudy(other, path.join(folder, 'two'))
    other.close()
    const said = (name: string, changed: (row: Record<string, string>) => Record<string, string>) =>
      readTable(path.join(folder, name, 'scores.csv')).map((row) =>
        changed({ ...row, scored_at: '', seconds: '' }),
      )
    expect(said('two', (row) => row)).toEqual(
      said('one', (row) => ({
        ...row,
        mode: row.mode === 'repeat' ? 'blind' : (row.mode as string),
        origin: row.origin === 'round' ? 'imported' : (row.origin as string),
      })),
    )
  })

  it('with words that Malar does not write is refused row by row', async () => {
    const text = [
      'photograph,region,side,rater,score,round,mode,origin,standard_error,altered,change_reason',
      `${hashOf(1)},malar_soof,right,anna,3,one,blind,round,,no,`,
      `${hashOf(1)},malar_soof,left,anna,3,two,open,round,,no,`,
      `${hashOf(1)},jowl,right,anna,3,one,blind,dream,,no,`,
      `${hashOf(1)},jowl,left,anna,3,one,blind,round,-1,no,`,
      `${hashOf(2)},jowl,left,anna,3,one,blind,round,,perhaps,`,
      `${hashOf(2)},jowl,right,anna,3,one,blind,round,,no,${'x'.repeat(201)}`,
    ].join('\n')
    const report = await importScores(study, put('t.csv', text))
    expect(report.added).toBe(1)
    expect(report.refused).toEqual([
      {
        row: 3,
        reason: '“open” in the column “mode” is not one of blind, reveal, assisted, repeat, practice.',
      },
      { row: 4, reason: '“dream” in the column “origin” is not one of round, imported, strip, pairs.' },
      { row: 5, reason: '“-1” in the column “standard_error” is not a number from 0 on.' },
      { row: 6, reason: '“perhaps” in the column “altered” is not yes or no.' },
      { row: 7, reason: 'The reason of the change is longer than 200 characters.' },
    ])
    expect(study.reader.rounds().map(({ name }) => name)).toEqual(['one'])
  })
})

describe('rows that cannot be used', () => {
  it('are each refused with their own sentence and row, and the rest goes in', async () => {
    put('other.jpg', 'another photograph')
    const report = await importRows(
      '#1,malar_soof,right,anna,3',
      '#9,malar_soof,right,anna,3',
      '#1,malar_soof,middle,anna,3',
      '#1,temporal,right,anna,3',
      '#1,malar_soof,right,anna,',
      '#1,malar_soof,right,anna,,tired',
      '#1,malar_soof,right,anna,7',
      '#1,malar_soof,right,anna,2.5',
      '#1,malar_soof,right,anna,much',
      '#1,malar_soof,right,anna,3,,,0',
      '#1,malar_soof,right,=anna,3',
      `#1,malar_soof,right,anna,3,,,,${'x'.repeat(2001)}`,
      `#1,malar_soof,right,anna,3,,${'x'.repeat(201)}`,
      '#1,malar_soof,right,anna,0,5,,,,',
      ',malar_soof,right,anna,3',
      '#1,malar_soof,right,anna,3,,,,note,more',
      '#2,malar_soof,right,anna,1',
    )
    expect(report).toMatchObject({ added: 2, replaced: 0, same: 0 })
    expect(report.refused.map(({ row, reason }) => `${row} ${reason.slice(0, 60)}`)).toEqual([
      '3 The photograph of this row is not in the study. Import it fi',
      '4 “middle” is not a side. Write right, left or midline.',
      '5 The photograph has no region “temporal” on the right side.',
      '6 There is neither a score nor a reason (covered, blurred, lig',
      '7 There is neither a score nor a reason (covered, blurred, lig',
      '8 A score lies between 0 and 4; 7 does not.',
      '9 2.5 is not a grade of this scale, which goes from 0 to 4 in ',
      '10 “much” is not a number. Write scores such as 2 or 0.5.',
      '11 “0” is not a presentation. Write 1, 2, ….',
      '12 “=anna” cannot be a rater\'s name. Use up to 64 letters, digi', // prettier-ignore
      '13 The note is longer than 2,000 characters.',
      '14 A round needs a name of 1 to 200 characters.',
      '15 There is both a score (0) and a reason for none (5). Keep on',
      '16 The row names no photograph.',
      '17 The row has more cells than the table has columns. Write dec',
    ])
    expect(currentOf(2)?.value).toBe(1)
  })

  it('leave no rater and no round behind', async () => {
    await importRows('#1,malar_soof,right,dora,9,,her round', '#1,jowl,middle,emil,1')
    expect(study.reader.raters().map(({ name }) => name)).toEqual(['anna', 'ben'])
    expect(study.reader.rounds()).toEqual([])
  })

  it('are numbered as a spreadsheet numbers them', async () => {
    const report = await importRows(
      '',
      '#1,malar_soof,right,anna,1,,,,"two\nlines"',
      '',
      '#1,malar_soof,right,anna,9',
    )
    expect(report.refused.map(({ row }) => row)).toEqual([5])
  })

  it('by the file tell a missing file from one that was never imported', async () => {
    put('other.jpg', 'another photograph')
    const text =
      'file,region,side,rater,score\nother.jpg,jowl,left,anna,1\ngone.jpg,jowl,left,anna,1\n,jowl,left,anna,1\n'
    const report = await importScores(study, put('t.csv', text))
    expect(report.refused.map(({ reason }) => reason)).toEqual([
      'The photograph of this row is not in the study. Import it first.',
      'There is no such file.',
      'The row names no photograph.',
    ])
  })
})

describe('a table that cannot be used', () => {
  it.each([
    ['lacks a column', 'photograph,region,side,rater\n', 'no column “score”'],
    [
      'names no photographs',
      'region,side,rater,score\njowl,left,anna,1\n',
      'needs a column “file” or “photograph”',
    ],
    ['has an open quotation mark', `${HEADER}\n"x,jowl,left,anna,1\n`, 'quotation mark'],
  ])('because it %s changes nothing', async (_what, text, says) => {
    const hash = study.reader.auditHash()
    await expect(importScores(study, put('t.csv', text))).rejects.toMatchObject({
      code: 'manifest',
      message: expect.stringContaining(says) as string,
    })
    expect(study.reader.auditHash()).toBe(hash)
  })

  it('because it is not there is named', async () => {
    await expect(importScores(study, path.join(folder, 'gone.csv'))).rejects.toMatchObject({ code: 'file' })
  })
})

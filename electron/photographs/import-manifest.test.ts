import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalarError } from '../domain/words'
import { cell, readCsv, readManifest } from './import-manifest'

const HEADER = 'file,subject,day,view,mirrored\n'

const manifest = (rows: string) => readManifest(`${HEADER}${rows}`, '/study/photos/manifest.csv')

/** The sentence that a row alone is refused with. */
function reasonFor(row: string): string {
  const { entries, refused } = manifest(row)
  expect(entries.size).toBe(0)
  expect(refused).toHaveLength(1)
  return refused[0]?.reason as string
}

function sentenceOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof MalarError) return error.message
    throw error
  }
  return 'nothing was thrown'
}

describe('a manifest', () => {
  it('says of each file its subject, day, view and whether it is mirrored', () => {
    const { entries, refused } = manifest('a.jpg,P-1,0,frontal,\n../b.jpg,P-2,90,oblique-left,yes\n')
    expect(refused).toEqual([])
    expect([...entries]).toEqual([
      ['/study/photos/a.jpg', { subject: 'P-1', day: 0, view: 'frontal', mirrored: false }],
      ['/study/b.jpg', { subject: 'P-2', day: 90, view: 'oblique-left', mirrored: true }],
    ])
  })

  it('takes an empty day for the first visit and an empty view for a frontal one', () => {
    const { entries } = manifest('a.jpg,P-1,,\n')
    expect(entries.get('/study/photos/a.jpg')).toMatchObject({ day: 0, view: 'frontal', mirrored: false })
  })

  it('knows an absolute path by any spelling', () => {
    expect([...manifest('/other//x/../a.jpg,P-1,0,frontal\n').entries.keys()]).toEqual(['/other/a.jpg'])
  })

  it.each([
    ['a byte order mark', '\uFEFFfile,subject,day,view\na.jpg,P-1,0,frontal\n'],
    ['semicolons', 'file;subject;day;view\na.jpg;P-1;0;frontal\n'],
    ['CRLF and blank lines', '\r\nfile,subject,day,view\r\n\r\n,,,\r\na.jpg,P-1,0,frontal\r\n'],
    ['headers in capitals and blanks', 'File , SUBJECT,Day,View\n a.jpg , P-1 ,0 ,frontal\n'],
    ['quotes', '"file","subject","day","view"\n"a.jpg","P-1","0","frontal"\n'],
    ['another order and further columns', 'note,view,day,subject,file\n"a, b",frontal,0,P-1,a.jpg\n'],
  ])('is read with %s', (_what, text) => {
    const { entries, refused } = readManifest(text, '/study/photos/manifest.csv')
    expect(refused).toEqual([])
    expect(entries.get('/study/photos/a.jpg')).toEqual({
      subject: 'P-1',
      day: 0,
      view: 'frontal',
      mirrored: false,
    })
  })

  it('names every column that it lacks', () => {
    const sentence = sentenceOf(() => readManifest('file,day\na.jpg,0\n', '/m.csv'))
    expect(sentence).toBe(
      'The manifest has no column “subject”, “view”. Its first line must name the columns file, subject, day, view.',
    )
    expect(sentenceOf(() => readManifest('', '/m.csv'))).toContain('no column “file”')
  })

  it('is refused when a quotation mark swallows its rows', () => {
    const sentence = sentenceOf(() => manifest('"a.jpg,P-1,0,frontal,\nb.jpg,P-2,0,frontal,\n'))
    expect(sentence).toContain('quotation mark in row 2')
  })

  it('gives each bad row its own sentence', () => {
    const reasons = [
      reasonFor(',P-1,0,frontal,\n'),
      reasonFor('a.jpg,=1+1,0,frontal,\n'),
      reasonFor('a.jpg,P-1,soon,frontal,\n'),
      reasonFor('a.jpg,P-1,0,sideways,\n'),
      reasonFor('a.jpg,P-1,0,frontal,perhaps\n'),
      reasonFor('a.jpg,P-1,0,frontal,no,left over\n'),
    ]
    expect(reasons).toEqual([
      expect.stringContaining('names no file'),
      expect.stringContaining('“=1+1” cannot be used'),
      expect.stringContaining('“soon” is not a visit day'),
      expect.stringContaining('“sideways” is not a view'),
      expect.stringContaining('“perhaps” in the column “mirrored”'),
      expect.stringContaining('more cells than the table has columns'),
    ])
  })

  it.each(['', 'P 1', 'Müller', '../P1', '-1', '@sum', 'P:1', 'P;1', 'a'.repeat(65)])(
    'refuses the subject “%s”',
    (subject) => expect(reasonFor(`a.jpg,${subject},0,frontal,\n`)).toContain('cannot be used'),
  )

  it.each(['-1', '1.5', '40001', 'NaN', 'Infinity'])('refuses the day %s', (day) => {
    expect(reasonFor(`a.jpg,P-1,${day},frontal,\n`)).toContain('not a visit day')
  })

  it('refuses a file with two rows once, by any spelling, and keeps the others', () => {
    const { entries, refused, named } = manifest(
      'a.jpg,P-1,0,frontal,\nb.jpg,P-1,0,frontal,\n./a.jpg,P-2,0,frontal,\na.jpg,P-3,0,frontal,\n',
    )
    expect([...entries.keys()]).toEqual(['/study/photos/b.jpg'])
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(
      new Set(['The manifest has two rows for this file. Keep one of them and import it again.']),
    )
    expect([...named]).toEqual(['/study/photos/a.jpg', '/study/photos/b.jpg'])
  })
})

describe('the rows of a table', () => {
  it('are numbered as a spreadsheet shows them, blank rows counted', () => {
    const rows = readCsv('\na,b\n1,2\n\n,\n3,"x\ny"\n4,5', ['a'], 'table')
    expect(rows.map((row) => [row.number, cell(row, 'a'), cell(row, 'b')])).toEqual([
      [3, '1', '2'],
      [6, '3', 'x\ny'],
      [7, '4', '5'],
    ])
  })

  it('may be short or end in empty cells, but not hold more than there are columns', () => {
    const rows = readCsv('a,b\n1\n2,3,,\n4,0,5\n', ['a'], 'table')
    expect(rows.map(({ tooWide }) => tooWide)).toEqual([false, false, true])
    expect(cell(rows[0] as (typeof rows)[number], 'b')).toBe('')
    expect(cell(rows[0] as (typeof rows)[number], 'no such column')).toBe('')
  })

  it('either come or are refused with a sentence, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sentenceOf(() => readManifest(text, '/m.csv'))).toMatch(/^The manifest |^nothing was thrown$/)
      }),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', ',', '\n', '\r', 'a.jpg', 'P-1', '0', ' ')), (pieces) => {
        expect(sentenceOf(() => manifest(pieces.join('')))).toMatch(/^The manifest |^nothing was thrown$/)
      }),
      { numRuns: 400 },
    )
  })
})

import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { compareText, csvLine, csvNumber, freeText, plainText } from './csv'

describe('csvLine', () => {
  it('quotes only where it must, and ends with CRLF', () => {
    expect(csvLine(['a', 'b c', 'd,e', 'say "x"', 'two\nlines', "l'œil"])).toBe(
      `a,b c,"d,e","say ""x""","two\nlines",l'œil\r\n`,
    )
  })
  it('leaves missing values empty and writes booleans as words', () => {
    expect(csvLine([null, undefined, '', 0, true, false])).toBe(',,,0,yes,no\r\n')
  })
  it('never writes an empty line', () => {
    expect(csvLine([''])).toBe('""\r\n')
    expect(csvLine([])).toBe('\r\n')
  })
  it('refuses numbers that are none', () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(() => csvLine([value])).toThrow(/cannot hold/)
  })
  it('is read back by a strict reader', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (fields) => {
        const { data, errors } = Papa.parse<string[]>(csvLine(fields) + csvLine(fields), { newline: '\r\n' })
        expect(errors.filter((error) => error.type !== 'Delimiter')).toEqual([])
        expect(data.slice(0, 2)).toEqual([fields, fields])
      }),
    )
  })
})

describe('csvNumber', () => {
  it('writes no exponent', () => {
    expect(csvNumber(1e21)).toBe('1000000000000000000000')
    expect(csvNumber(1.5e-7)).toBe('0.00000015')
    expect(csvNumber(-1.25e22)).toBe('-12500000000000000000000')
    expect(csvNumber(-0)).toBe('0')
    expect(csvNumber(0.1 + 0.2)).toBe('0.30000000000000004')
  })
  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = csvNumber(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(text) === value).toBe(true)
      }),
    )
  })
})

describe('freeText', () => {
  it('guards what a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx', '\rx']) expect(freeText(text)).toBe(`'${text}`)
    for (const text of ['', 'fine', "'quoted'", '1=1', ' =x']) expect(freeText(text)).toBe(text)
  })
  it('can always be undone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^'{0,3}[=+\-@a\t]?[a-z']*$/), (text) => {
        expect(plainText(freeText(text))).toBe(text)
        expect(freeText(text)).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })
})

describe('compareText', () => {
  it('orders as UTF-8 bytes do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
      }),
    )
    expect(compareText('\u{1F600}', '\uFFFD')).toBeGreaterThan(0)
  })
})

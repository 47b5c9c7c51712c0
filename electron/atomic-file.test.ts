import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAtomically } from './atomic-file'
import { MalarError } from './domain/words'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-atomic-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const at = (name: string) => path.join(folder, name)
const read = (name: string) => fs.readFileSync(at(name), 'utf8')

function errorOf(act: () => unknown): MalarError {
  try {
    act()
  } catch (error) {
    if (error instanceof MalarError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

function* lines(count: number, text: string): Generator<string> {
  for (let i = 0; i < count; i++) yield text
}

/** Where the file is before it is renamed. */
const temporary = (name: string) => at(`${name}.${process.pid}.part`)

describe('a file that is written', () => {
  it('is there wholly, with its size, hash and number of lines', () => {
    const written = writeAtomically(folder, 'a.csv', ['ä,b\r\n', '1,2\r\n'])
    const bytes = fs.readFileSync(at('a.csv'))
    expect(bytes.toString()).toBe('ä,b\r\n1,2\r\n')
    expect(written).toEqual({
      name: 'a.csv',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      lines: 2,
    })
    expect(fs.readdirSync(folder)).toEqual(['a.csv'])
  })

  it('may be longer than the pieces that it is written in', () => {
    const written = writeAtomically(folder, 'long.csv', lines(300_000, 'elf bytes\r\n'))
    expect(written).toMatchObject({ bytes: 3_300_000, lines: 300_000 })
    const text = read('long.csv')
    expect(text.length).toBe(3_300_000)
    expect(text.replaceAll('elf bytes\r\n', '')).toBe('')
    expect(createHash('sha256').update(text).digest('hex')).toBe(written.sha256)
  })

  it('may be empty', () => {
    expect(writeAtomically(folder, 'empty.csv', [])).toMatchObject({ bytes: 0, lines: 0 })
    expect(read('empty.csv')).toBe('')
  })

  it('takes the place of an earlier one', () => {
    writeAtomically(folder, 'a.csv', ['old'])
    writeAtomically(folder, 'a.csv', ['new'])
    expect(read('a.csv')).toBe('new')
  })
})

describe('a file that cannot be written', () => {
  it('leaves the earlier one as it was, and nothing half made', () => {
    writeAtomically(folder, 'a.csv', ['old'])
    const failing = function* () {
      yield* lines(200_000, 'new text\r\n')
      throw new MalarError('damaged', 'The study is damaged.')
    }
    expect(errorOf(() => writeAtomically(folder, 'a.csv', failing())).code).toBe('damaged')
    expect(read('a.csv')).toBe('old')
    expect(fs.readdirSync(folder)).toEqual(['a.csv'])
  })

  it.runIf(fs.existsSync('/dev/full'))('says so when the disk is full, and keeps the earlier one', () => {
    writeAtomically(folder, 'a.csv', ['old'])
    // A device on which every write fails as on a full disk.
    fs.symlinkSync('/dev/full', temporary('a.csv'))
    const error = errorOf(() => writeAtomically(folder, 'a.csv', ['new']))
    expect(error).toMatchObject({
      code: 'not-saved',
      message: 'a.csv was not written: the disk is full. Free some space and export again.',
    })
    expect(read('a.csv')).toBe('old')
    expect(fs.readdirSync(folder)).toEqual(['a.csv'])
  })

  it('says so when the folder is gone, or is a file', () => {
    fs.writeFileSync(at('file'), '')
    for (const gone of [at('gone'), at('file')]) {
      const error = errorOf(() => writeAtomically(gone, 'a.csv', ['new']))
      expect(error.code).toBe('not-saved')
      expect(error.message).toContain('a.csv was not written: the folder is no longer there')
    }
  })

  it('says so when a folder has its name', () => {
    fs.mkdirSync(at('a.csv'))
    const error = errorOf(() => writeAtomically(folder, 'a.csv', ['new']))
    expect(error).toMatchObject({ code: 'not-saved' })
    expect(error.message).toContain('there is a folder of that name')
    expect(fs.readdirSync(folder)).toEqual(['a.csv'])
  })

  it.each(['EACCES', 'EPERM', 'EBUSY', 'EROFS'])('asks for another folder on %s', (code) => {
    const refusing = function* (): Generator<string> {
      yield 'new'
      throw Object.assign(new Error('no'), { code })
    }
    const error = errorOf(() => writeAtomically(folder, 'a.csv', refusing()))
    expect(error.code).toBe('not-saved')
    expect(error.message).toMatch(/[Cc]hoose another/)
  })
})

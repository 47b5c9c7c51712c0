import fs from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { createStudy } from '../../db/study'
import { photograph } from '../../db/testing/fixtures'
import { CONTINUOUS } from '../domain/scale'
import { FACE } from '../testing/studies'
import { commandLine } from '../testing/verbs'

vi.mock('electron', () => import('../testing/electron'))

const cli = commandLine()
const { at, json, run, someStudy } = cli

describe('new', () => {
  it('makes a study of all regions with a continuous scale', async () => {
    expect(await run('new', 'first.malar', '--json')).toBe(0)
    expect(json()).toMatchObject({ study: at('first.malar'), scale: 'continuous' })
    expect(cli.services.session.study.reader.info()).toMatchObject({ name: 'first', scale: CONTINUOUS })
    expect(cli.services.session.study.reader.info().regions).toHaveLength(11)
  })

  it('takes scale, regions, name and rater', async () => {
    expect(await run('new', 'x.malar', '--scale', '0-4:0.5', '--regions', 'jowl, malar_soof', '--name=Pilot', '--rater', 'Anna M.')).toBe(0) // prettier-ignore
    expect(cli.out).toContain('2 regions, scale 0-4:0.5')
    const { reader } = cli.services.session.study
    expect(reader.info()).toMatchObject({ name: 'Pilot', regions: ['malar_soof', 'jowl'] })
    expect(reader.raters().map(({ name }) => name)).toEqual(['Anna M.'])
  })

  it.each([
    [['--scale', '0-9'], 'scale'],
    [['--regions', 'nose'], 'regions'],
    [['--rater', '=1'], 'identifier'],
  ])('refuses %j and leaves no file', async (options, code) => {
    expect(await run('new', 'x.malar', ...options, '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code } })
    expect(fs.readdirSync(cli.folder)).toEqual([])
  })

  it('never takes the place of a file', async () => {
    fs.writeFileSync(at('x.malar'), 'something else')
    expect(await run('new', 'x.malar', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'exists' } })
    expect(fs.readFileSync(at('x.malar'), 'utf8')).toBe('something else')
  })
})

describe('check and export', () => {
  it('check finds a study in order', async () => {
    expect(await run('check', someStudy(), '--json')).toBe(0)
    expect(json()).toMatchObject({ ok: true, findings: [], photographs: 6, scores: 24 })
  })

  it('check names a photograph whose bytes were changed, and fails', async () => {
    const study = createStudy(at('x.malar'), { name: 'x', regions: ['jowl'], scale: CONTINUOUS })
    const marked = Buffer.from('the bytes of this very photograph')
    study.writer.addPhotograph(photograph(1, { bytes: marked, landmarks: FACE, regions: [] }))
    study.close()
    const file = fs.readFileSync(at('x.malar'))
    file[file.indexOf(marked)] = 0x54
    fs.writeFileSync(at('x.malar'), file)
    expect(await run('check', 'x.malar')).toBe(1)
    expect(cli.out).toContain('Photograph 1 is damaged')
  })

  it('export writes the tables and lists them', async () => {
    expect(await run('export', someStudy(), 'out')).toBe(0)
    expect(cli.out).toContain('scores.csv: 24 rows')
    expect(fs.readdirSync(at('out'))).toHaveLength(6)
    fs.writeFileSync(at('file'), '')
    cli.out = ''
    expect(await run('export', 'pilot.malar', 'file/out', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not-saved' } })
  })
})

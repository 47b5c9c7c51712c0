import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { photograph } from '../../db/testing/fixtures'
import { PLAN, REPORT, commandLine } from '../testing/verbs'

vi.mock('electron', () => import('../testing/electron'))

const cli = commandLine()
const { at, json, run, someStudy } = cli

describe('import', () => {
  beforeEach(() => someStudy())

  it('plans and accepts, with paths made absolute against the folder it was typed in', async () => {
    const absolute = path.resolve('/photos')
    expect(
      await run(
        'import',
        'pilot.malar',
        'a',
        absolute,
        '--manifest',
        'm.csv',
        '--subjects',
        'folder',
        '--json',
      ),
    ).toBe(0)
    expect(cli.planned).toEqual([[at('a'), absolute], at('m.csv'), 'folder'])
    expect(json()).toEqual({ ...REPORT, manifest: null })
    expect(cli.err).toContain('0 new, 0 duplicate, 0 refused')
  })

  it('lists what was refused, which alone is no failure', async () => {
    cli.report = { ...REPORT, refused: [{ file: 'x.jpg', reason: 'It is damaged.' }] }
    expect(await run('import', 'pilot.malar', 'a')).toBe(0)
    expect(cli.out).toBe(
      '2 new (1 with a face, 1 without), 0 duplicate, 1 refused\n  x.jpg: It is damaged.\n',
    )
  })

  it('fails when nothing at all could be used', async () => {
    cli.report = { ...REPORT, new: 0, refused: [{ file: 'manifest.csv', reason: 'No column.' }] }
    expect(await run('import', 'pilot.malar', 'a')).toBe(1)
    // They looked well, and could not be decoded.
    cli.plan = {
      ...PLAN,
      accepted: [{ file: 'x.jpg', subject: null, day: 0, view: 'frontal', pixels: '1 × 1' }],
    }
    expect(await run('import', 'pilot.malar', 'a')).toBe(1)
    cli.report = { ...cli.report, duplicate: 1 }
    expect(await run('import', 'pilot.malar', 'a')).toBe(0)
  })
})

describe('scores', () => {
  it('reports what went in, and fails when a row was refused', async () => {
    someStudy()
    const row = (score: string) => `${photograph(1).sha256},jowl,left,ben,${score}\n`
    fs.writeFileSync(at('s.csv'), `photograph,region,side,rater,score\n${row('2')}`)
    expect(await run('scores', 'pilot.malar', 's.csv', '--json')).toBe(0)
    expect(json()).toEqual({ added: 1, replaced: 0, same: 0, refused: [] })
    fs.writeFileSync(at('s.csv'), `photograph,region,side,rater,score\n${row('2')}${row('9')}`)
    cli.out = ''
    expect(await run('scores', 'pilot.malar', 's.csv')).toBe(1)
    expect(cli.out).toContain(
      '0 scores added, 0 replaced, 1 there already, 1 refused\n  row 3: A score lies between',
    )
  })
})

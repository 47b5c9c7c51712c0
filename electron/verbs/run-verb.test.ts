import fs from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { commandLine } from '../testing/verbs'

vi.mock('electron', () => import('../testing/electron'))

const cli = commandLine()
const { json, run, someStudy } = cli

describe('a command line', () => {
  it.each([
    { words: [], code: 2, told: 'err' as const },
    { words: ['help'], code: 0, told: 'out' as const },
  ])('without a verb shows how to call each: $words', async ({ words, code, told }) => {
    expect(await run(...words)).toBe(code)
    expect(cli[told === 'out' ? 'err' : 'out']).toBe('')
    expect(cli[told]).toContain('Malar without a window:')
    for (const verb of ['new', 'import', 'scores', 'train', 'suggest', 'card', 'export', 'check', 'demo']) {
      expect(cli[told]).toContain(`  malar ${verb} `)
    }
  })

  it.each(['paint', '--help', '', 'constructor', 'toString', '__proto__'])(
    'with the verb “%s” is called wrongly',
    async (verb) => {
      expect(await run(verb)).toBe(2)
      expect(cli.out).toBe('')
      expect(cli.err).toContain('  malar new STUDY')
    },
  )

  it.each([
    [['new']],
    [['export', 'a.malar']],
    [['check', 'a.malar', 'b.malar']],
    [['check', 'a.malar', '--deep']],
    [['import', 'a.malar']],
    [['train', 'a.malar', '--seed', 'x']],
    [['train', 'a.malar', '--seed=']],
    [['train', 'a.malar', '--device', 'tpu']],
    [['import', 'a.malar', 'x', '--subjects', 'none']],
    [['demo', 'out', '--subjects', '1']],
  ])('that lacks or adds something is called wrongly: %j', async (words) => {
    expect(await run(...words, '--json')).toBe(2)
    expect(cli.out).toBe('')
    expect(cli.err).toContain(`  malar ${words[0]} `)
    expect(fs.readdirSync(cli.folder).filter((name) => name.endsWith('out'))).toEqual([])
  })

  it.each([
    ['--device', 'tpu'],
    ['--objective', 'magic'],
  ])('with %s %s names the words that can be', async (option, word) => {
    expect(await run('train', someStudy(), option, word)).toBe(2)
    expect(cli.err).toContain(`${option} takes one of`)
  })

  it('that fails says why on stderr, and as one object where that was asked for', async () => {
    expect(await run('check', 'gone.malar', '--json')).toBe(1)
    expect(cli.out.trim().split('\n')).toHaveLength(1)
    const { error } = json() as { error: { code: string; message: string } }
    expect(error.code).toMatch(/^[a-z-]+$/)
    expect(error.code).not.toBe('unexpected')
    expect(cli.err.trim()).toBe(error.message)
    cli.out = ''
    expect(await run('check', 'gone.malar')).toBe(1)
    expect(cli.out).toBe('')
  })

  it('that meets a fault of ours fails as well', async () => {
    cli.services.suggesting.suggestAll = () => Promise.reject(new TypeError('a bug'))
    expect(await run('suggest', someStudy(), '--json')).toBe(1)
    expect(json()).toEqual({
      error: { code: 'unexpected', message: expect.stringContaining('a bug') as string },
    })
  })
})

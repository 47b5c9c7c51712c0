import fs from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { MalarError } from '../domain/words'
import { commandLine } from '../testing/verbs'

vi.mock('electron', () => import('../testing/electron'))

const cli = commandLine()
const { at, json, run, someStudy } = cli

describe('train and suggest', () => {
  it('train tells the model, its verdict and its errors', async () => {
    someStudy(30)
    expect(await run('train', 'pilot.malar', '--seed', '3', '--json')).toBe(0)
    expect(json()).toMatchObject({
      promoted: true,
      seed: 3,
      objective: 'soft-n-pair',
      device: 'cpu',
      subjects: 30,
    })
    expect((json().errors as unknown[]).length).toBe(6)
    expect(cli.out.trim().split('\n')).toHaveLength(1)
    expect(cli.err).toContain('embedding')
    cli.out = ''
    expect(await run('suggest', 'pilot.malar', '--json')).toBe(0)
    expect(json()).toMatchObject({ suggestions: 120, withInterval: 120, unknown: 0 })
  })

  it('train fails with the engine', async () => {
    someStudy(30)
    cli.engine.answers.hello = () => {
      throw new MalarError('tensorflow', 'TensorFlow could not be loaded.')
    }
    expect(await run('train', 'pilot.malar', '--json')).toBe(1)
    expect(json()).toEqual({ error: { code: 'tensorflow', message: 'TensorFlow could not be loaded.' } })
  })

  it('card writes what the model in use is worth, the same bytes each time', async () => {
    someStudy(30)
    await run('train', 'pilot.malar')
    cli.out = ''
    expect(await run('card', 'pilot.malar')).toBe(0)
    expect(cli.out).toMatch(/^# Model card: m1-[0-9a-f]{8}\n/)
    expect(cli.out).not.toMatch(/S0000\d|anna/)
    const printed = cli.out
    cli.out = ''
    expect(await run('card', 'pilot.malar', '--out', 'card.md', '--json')).toBe(0)
    expect(json()).toMatchObject({ model: expect.stringMatching(/^m1-/), file: at('card.md') })
    expect(fs.readFileSync(at('card.md'), 'utf8')).toBe(printed)
    cli.out = ''
    expect(await run('card', 'pilot.malar', '--out', 'no/such/card.md', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not-saved' } })
  })

  it('card fails without a model', async () => {
    expect(await run('card', someStudy(), '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'no-model' } })
  })

  it('suggest fails without a model', async () => {
    expect(await run('suggest', someStudy(), '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'no-model' } })
  })
})

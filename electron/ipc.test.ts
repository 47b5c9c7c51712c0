import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { API_NAMES } from './contract'
import type { Reply } from './contract'
import { MalarError } from './domain/words'
import { answer, handle } from './ipc'
import { listeners } from './testing/electron'
import { codeOf, mainProcess, type AnyHandler } from './testing/main-process'

vi.mock('electron', () => import('./testing/electron'))

type Listener = (event: unknown, ...args: unknown[]) => Promise<Reply<unknown>>

const main = mainProcess()

describe('an answer', () => {
  const echo: AnyHandler = { takes: v.tuple([v.number()]), run: (given) => given }

  it('carries what the handler gave', async () => {
    expect(await answer(echo, [3])).toEqual({ ok: true, value: 3 })
    const later: AnyHandler = { ...echo, run: (given) => Promise.resolve(given) }
    expect(await answer(later, [4])).toEqual({ ok: true, value: 4 })
  })

  it('to bad arguments is a refusal, and the handler is not called', async () => {
    const run = vi.fn()
    for (const args of [[], ['3'], [null], [NaN], [{}]]) {
      expect(await answer({ ...echo, run }, args)).toEqual({
        ok: false,
        error: { code: 'arguments', message: 'Malar did not understand this request.' },
      })
    }
    expect(run).not.toHaveBeenCalled()
  })

  it('hands on only what the schema names', async () => {
    const run = vi.fn()
    const takes = v.tuple([v.object({ a: v.number() })])
    await answer({ takes, run }, [{ a: 1, b: 2 }, 'more'])
    expect(run).toHaveBeenCalledWith({ a: 1 })
  })

  it('to an error of ours carries its code and sentence', async () => {
    const failing = (error: unknown): AnyHandler => ({ ...echo, run: () => Promise.reject(error) })
    expect(await answer(failing(new MalarError('disk-full', 'The disk is full.')), [1])).toEqual({
      ok: false,
      error: { code: 'disk-full', message: 'The disk is full.' },
    })
  })

  it('to any other error says what it was, and notes it', async () => {
    const thrown: AnyHandler = {
      ...echo,
      run: () => {
        throw new TypeError('x is not a function')
      },
    }
    expect(await answer(thrown, [1])).toEqual({
      ok: false,
      error: { code: 'unexpected', message: 'Something unexpected happened: x is not a function' },
    })
    expect(codeOf(await answer({ ...echo, run: () => Promise.reject('a text') }, [1]))).toBe('unexpected')
    expect(fs.readFileSync(path.join(main.folder, 'malar.log'), 'utf8')).toContain('x is not a function')
  })
})

describe('messages', () => {
  const listener = (name: string) => listeners.get(`malar:${name}`) as Listener
  const frame = (url: string, parent: unknown = null) => ({ senderFrame: { url, parent } })

  it('are heard for every function of the contract, and no other', () => {
    listeners.clear()
    handle(main.handlers)
    expect([...listeners.keys()].sort()).toEqual(API_NAMES.map((name) => `malar:${name}`).sort())
  })

  it('of Malar’s own page are answered', async () => {
    handle(main.handlers)
    expect(await listener('models')(frame('malar://app/index.html'))).toEqual({ ok: true, value: [] })
    expect(codeOf(await listener('photograph')(frame('malar://app/index.html'), 'one'))).toBe('arguments')
  })

  it.each([
    ['another page', frame('https://malar.example/')],
    ['a page whose name begins alike', frame('malar://app.evil/index.html')],
    ['another host of the scheme', frame('malar://photograph/1')],
    ['a file', frame('file:///malar://app/')],
    ['an embedded page', frame('malar://app/index.html', {})],
    ['a page that is gone', { senderFrame: null }],
  ])('of %s are refused', async (_what, event) => {
    handle(main.handlers)
    const added = vi.spyOn(main.study.writer, 'addRater')
    expect(codeOf(await listener('addRater')(event, 'mallory'))).toBe('sender')
    expect(added).not.toHaveBeenCalled()
  })
})

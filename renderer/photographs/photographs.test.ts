import { describe, expect, it, vi } from 'vitest'
import type { ImportPlan } from '../../electron/contract'
import { Import } from './import.svelte'
import { walked, windowOfRows } from './window-of-rows'

describe('the grid', () => {
  const cell = { width: 184, height: 268 }
  it('draws only what is in sight of 10,000 photographs', () => {
    const rows = windowOfRows(10_000, cell, { width: 1400, height: 800, scroll: 100_000 })
    expect([rows.columns, rows.rows, rows.height]).toEqual([7, 1429, 1429 * 268])
    expect(rows.to - rows.from).toBeLessThan(10)
    expect(rows.from).toBeLessThanOrEqual(Math.floor(100_000 / 268))
    expect(rows.to * 268).toBeGreaterThanOrEqual(100_800)
  })
  it('ends with the last photograph', () => {
    expect(windowOfRows(5, cell, { width: 400, height: 900, scroll: 0 })).toMatchObject({
      columns: 2,
      from: 0,
      to: 3,
    })
    expect(windowOfRows(0, cell, { width: 400, height: 900, scroll: 50 })).toMatchObject({
      from: 0,
      to: 0,
      height: 0,
    })
  })
  it('is walked by keys, and never left', () => {
    const grid = { count: 20, columns: 6, rowsInSight: 2 }
    const to = (key: string, at: number) => walked(key, at, grid)
    expect([to('ArrowRight', 3), to('ArrowLeft', 3), to('ArrowDown', 3), to('ArrowUp', 9)]).toEqual([
      4, 2, 9, 3,
    ])
    expect([to('PageDown', 1), to('PageUp', 14), to('Home', 9), to('End', 9)]).toEqual([13, 2, 0, 19])
    expect([to('ArrowUp', 3), to('ArrowDown', 18), to('ArrowRight', 19)]).toEqual([0, 19, 19])
    expect([to('x', 4), walked('PageDown', 0, { ...grid, rowsInSight: 0 })]).toEqual([4, 6])
  })
})

describe('an import', () => {
  const plan = {
    id: 7,
    accepted: [{ subject: null }],
    duplicate: [],
    refused: [],
    manifest: null,
  } as unknown as ImportPlan
  const fake = () => ({
    planImport: vi.fn(async () => plan as ImportPlan | null),
    acceptImport: vi.fn(async () => ({
      new: 1,
      duplicate: 0,
      refused: [],
      faces: 1,
      noFace: 0,
      unsought: 0,
      cancelled: false,
    })),
    cancelImport: vi.fn(async () => null),
  })
  it('writes nothing before it is accepted', async () => {
    const client = fake()
    const one = new Import(client)
    await one.look({ choose: 'folder' })
    expect([one.phase, one.guessesSubjects]).toEqual(['plan', true])
    await one.cancel()
    expect([one.phase, client.acceptImport.mock.calls.length, client.cancelImport.mock.calls.length]).toEqual(
      ['idle', 0, 1],
    )
  })
  it('accepts with the chosen grouping, and reports', async () => {
    const client = fake()
    const changed = vi.fn()
    const one = new Import(client, changed)
    await one.look({ paths: ['/a'] })
    one.grouping = 'folder'
    await one.accept()
    expect(client.acceptImport).toHaveBeenCalledWith(7, 'folder')
    expect([one.phase, one.report?.new, changed.mock.calls.length]).toEqual(['report', 1, 1])
  })
  it('does nothing when the person chooses nothing, and says what fails', async () => {
    const client = fake()
    const one = new Import(client)
    client.planImport.mockResolvedValueOnce(null)
    await one.look({ choose: 'files' })
    expect(one.phase).toBe('idle')
    client.planImport.mockRejectedValueOnce(new Error('The manifest has no column “file”.'))
    await one.look({ choose: 'manifest' })
    expect([one.phase, one.failure]).toEqual(['idle', 'The manifest has no column “file”.'])
  })
})

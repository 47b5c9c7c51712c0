import { describe, expect, it, vi } from 'vitest'
import type { ImportPlan, PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import type { Polygon } from '../../electron/domain/words'
import { Editor, type EditorClient } from './editor.svelte'
import { Import } from './import.svelte'
import { Viewport } from './viewport.svelte'
import { windowOfRows } from './window-of-rows'

describe('the grid', () => {
  const cell = { width: 184, height: 268 }
  it('draws only what is in sight of 10,000 photographs', () => {
    const rows = windowOfRows(10_000, cell, { width: 1400, height: 800, scroll: 100_000 })
    expect([rows.columns, rows.rows, rows.height]).toEqual([7, 1429, 1429 * 268])
    expect(rows.to - rows.from).toBeLessThan(70)
    expect(rows.from).toBeLessThanOrEqual(Math.floor(100_000 / 268) * 7)
  })
  it('ends with the last photograph', () => {
    expect(windowOfRows(5, cell, { width: 400, height: 900, scroll: 0 })).toMatchObject({
      columns: 2,
      from: 0,
      to: 5,
    })
    expect(windowOfRows(0, cell, { width: 400, height: 900, scroll: 50 })).toMatchObject({
      from: 0,
      to: 0,
      height: 0,
    })
  })
})

describe('the viewport', () => {
  it('fits, and zooms about the pointer', () => {
    const view = new Viewport()
    view.resize({ width: 400, height: 300 }, { width: 800, height: 600 })
    expect([view.scale, view.x, view.y]).toEqual([0.5, 0, 0])
    const before = view.toPicture([100, 50])
    view.zoom(3, [100, 50])
    expect(view.toPicture([100, 50])).toEqual(before)
    view.resize({ width: 500, height: 300 }, { width: 800, height: 600 })
    expect(view.scale).toBeCloseTo(1.5)
    view.fit()
    expect([view.scale, view.x]).toEqual([0.5, 50])
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

describe('the editor', () => {
  const square: Polygon = [[10, 10], [50, 10], [50, 50], [10, 50]] // prettier-ignore
  const entry = (id: string, inMesh: boolean): AtlasRegion =>
    ({
      id,
      name: id,
      anatomy: '',
      borders: '',
      right: inMesh ? [1] : null,
      left: inMesh ? [1] : null,
    }) as AtlasRegion
  function studio() {
    let polygon = square
    const details = (): PhotographDetails =>
      ({
        photograph: { id: 3, width: 100, height: 100 },
        regions: [
          { id: 9, photograph: 3, region: 'jowl', side: 'right', polygon, origin: 'atlas', revision: 1 },
        ],
        scores: [],
      }) as unknown as PhotographDetails
    const client = {
      photograph: vi.fn(async () => details()),
      placeRegion: vi.fn(
        async (_id: number, _region: string, _side: string, put: Polygon) => ((polygon = put), details()),
      ),
      resetRegion: vi.fn(async () => details()),
      changePhotograph: vi.fn(async () => details()),
    } satisfies EditorClient
    const editor = new Editor(client, ['jowl', 'submental'], [entry('jowl', true), entry('submental', false)])
    return { editor, client }
  }
  it('lists both sides, and one midline for what lies outside the mesh', async () => {
    const { editor } = studio()
    await editor.open(3)
    expect(editor.pads.map((pad) => [pad.region, pad.side, pad.placed !== null])).toEqual([
      ['jowl', 'right', true],
      ['jowl', 'left', false],
      ['submental', 'midline', false],
    ])
  })
  it('drags a corner inside the photograph and saves on letting go', async () => {
    const { editor, client } = studio()
    await editor.open(3)
    editor.choose('jowl right')
    editor.drag(2, [70, 140])
    expect(client.placeRegion).not.toHaveBeenCalled()
    await editor.drop()
    expect(client.placeRegion.mock.calls[0]?.[3]).toEqual([
      [10, 10],
      [50, 10],
      [70, 100],
      [10, 50],
    ])
  })
  it('adds on the nearest edge, removes, but leaves three corners', async () => {
    const { editor } = studio()
    await editor.open(3)
    editor.choose('jowl right')
    await editor.add([52, 30])
    expect([editor.polygon?.length, editor.vertex]).toEqual([5, 2])
    for (let i = 0; i < 4; i++) await editor.removeChosen()
    expect([editor.polygon?.length, editor.failure]).toEqual([3, 'A region needs at least three corners.'])
  })
  it('refuses a border that crosses itself and shows the saved one again', async () => {
    const { editor, client } = studio()
    await editor.open(3)
    editor.choose('jowl right')
    editor.drag(0, [90, 30])
    await editor.drop()
    expect(client.placeRegion).not.toHaveBeenCalled()
    expect([editor.failure !== '', editor.polygon]).toEqual([true, square])
  })
  it('draws a region for a pad that has none, or gives up', async () => {
    const { editor, client } = studio()
    await editor.open(3)
    editor.choose('submental midline')
    editor.beginDrawing()
    for (const point of [
      [20, 60],
      [80, 60],
    ] as const)
      editor.addPoint(point)
    await editor.closeDrawing()
    expect(editor.failure).toContain('three corners')
    editor.addPoint([50, 90])
    await editor.closeDrawing()
    expect(client.placeRegion).toHaveBeenCalledWith(3, 'submental', 'midline', [
      [20, 60],
      [80, 60],
      [50, 90],
    ])
    editor.beginDrawing()
    editor.giveUp()
    expect(editor.drawing).toBe(null)
  })
})

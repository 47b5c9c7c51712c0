import { describe, expect, it, vi } from 'vitest'
import type { EditShown, PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import type { Polygon } from '../../electron/domain/words'
import { Editor, type EditorClient } from './editor.svelte'
import { Grab } from './grab.svelte'
import { Viewport } from './viewport.svelte'

const SQUARE: Polygon = [[10, 10], [50, 10], [50, 50], [10, 50]] // prettier-ignore
const entry = (id: string, inMesh: boolean) =>
  ({ id, name: id, right: inMesh ? [1] : null, left: inMesh ? [1] : null }) as unknown as AtlasRegion

function studio() {
  let polygon = SQUARE
  const details = (id = 3): PhotographDetails =>
    ({
      photograph: { id, width: 100, height: 100 },
      regions: [
        { id: 9, photograph: id, region: 'jowl', side: 'right', polygon, origin: 'atlas', revision: 1 },
      ],
      scores: [],
      unchecked: [9],
      copies: [{ region: 'jowl', side: 'right', key: 4, day: 30, byLandmarks: true }],
      undo: null,
      redo: null,
    }) as unknown as PhotographDetails
  const client = {
    photograph: vi.fn(async (id: number) => details(id)),
    placeRegion: vi.fn(
      async (_id: number, _region: string, _side: string, put: Polygon) => ((polygon = put), details()),
    ),
    resetRegion: vi.fn(async () => ((polygon = SQUARE), details())),
    copyRegion: vi.fn(async () => details()),
    checkRegion: vi.fn(async () => details()),
    undoEdit: vi.fn(async () => null as EditShown | null),
    redoEdit: vi.fn(async () => null as EditShown | null),
    changePhotograph: vi.fn(async () => details()),
  } satisfies EditorClient
  const editor = new Editor(client, ['jowl', 'submental'], [entry('jowl', true), entry('submental', false)])
  return { editor, client, details }
}
async function open() {
  const made = studio()
  await made.editor.open(3)
  return made
}
/** Until all that was asked is answered. */
const answered = () => new Promise((resolve) => setTimeout(resolve))

describe('the editor', () => {
  it('takes the first pad in hand', async () => {
    const { editor } = await open()
    expect([editor.chosen, editor.pads.length, editor.polygon]).toEqual(['jowl right', 3, SQUARE])
  })
  it('drags a corner inside the photograph and saves on letting go', async () => {
    const { editor, client } = await open()
    editor.dragVertex(2, [70, 140])
    expect(client.placeRegion).not.toHaveBeenCalled()
    editor.settle()
    // It lies there before the main process has answered.
    expect(editor.polygon?.[2]).toEqual([70, 100])
    await answered()
    expect(client.placeRegion.mock.calls).toEqual([
      [3, 'jowl', 'right', [[10, 10], [50, 10], [70, 100], [10, 50]]],
    ]) // prettier-ignore
    expect(editor.done).toBe('Saved')
  })
  it('makes one edit of a key that is held down: a corner in hand moves, else the whole pad', async () => {
    const { editor, client } = await open()
    for (let i = 0; i < 5; i++) editor.nudge(20, 0)
    editor.settle()
    editor.walk(1)
    editor.nudge(0, -4)
    editor.settle()
    await answered()
    expect(client.placeRegion.mock.calls.map((call) => call[3])).toEqual([
      [[60, 10], [100, 10], [100, 50], [60, 50]],
      [[60, 6], [100, 10], [100, 50], [60, 50]],
    ]) // prettier-ignore
    expect(editor.polygon?.[0]).toEqual([60, 6])
  })
  it('saves nothing where nothing moved', async () => {
    const { editor, client } = await open()
    editor.nudge(5, 0)
    editor.nudge(-5, 0)
    editor.settle()
    await answered()
    expect(client.placeRegion).not.toHaveBeenCalled()
  })
  it('walks the corners both ways, adds after the one in hand, and leaves three', async () => {
    const { editor, client } = await open()
    editor.walk(-1)
    expect(editor.vertex).toBe(3)
    editor.walk(1)
    expect(editor.vertex).toBe(0)
    editor.add()
    expect([editor.vertex, editor.polygon?.[1]]).toEqual([1, [30, 10]])
    for (let i = 0; i < 4; i++) editor.remove()
    expect([editor.polygon?.length, editor.failure]).toEqual([3, 'A region needs at least three corners.'])
    editor.vertex = null
    editor.remove()
    expect(editor.failure).toMatch(/never deleted/)
    await answered()
    expect(client.placeRegion).toHaveBeenCalledTimes(3)
  })
  it('says while it is dragged that a border crosses itself, and puts it back', async () => {
    const { editor, client } = await open()
    editor.dragVertex(0, [90, 30])
    expect(editor.problem).toMatch(/crosses itself/)
    editor.settle()
    await answered()
    expect(client.placeRegion).not.toHaveBeenCalled()
    expect([editor.failure, editor.polygon]).toEqual([expect.stringMatching(/crosses itself/), SQUARE])
  })
  it('shows what is saved again when a save fails, and says why', async () => {
    const { editor, client } = await open()
    client.placeRegion.mockRejectedValueOnce(new Error('The disk is full.'))
    editor.dragVertex(2, [70, 70])
    editor.settle()
    await answered()
    expect([editor.failure, editor.polygon, editor.done]).toEqual(['The disk is full.', SQUARE, ''])
  })
  it('does not show an answer about a photograph that is no longer in sight', async () => {
    const { editor } = await open()
    editor.dragVertex(2, [70, 70])
    await editor.open(4)
    await answered()
    expect([editor.details?.photograph.id, editor.vertex, editor.draft]).toEqual([4, null, null])
  })
  it('draws a region for a pad that has none, or gives up', async () => {
    const { editor, client } = await open()
    editor.choose('submental midline')
    editor.beginDrawing()
    for (const point of [[20, 60], [80, 60]] as const) editor.addPoint(point) // prettier-ignore
    await editor.closeDrawing()
    expect(editor.failure).toContain('three corners')
    editor.addPoint([50, 90])
    editor.addPoint([50, 95])
    editor.undoPoint()
    await editor.closeDrawing()
    expect(client.placeRegion).toHaveBeenCalledWith(3, 'submental', 'midline', [[20, 60], [80, 60], [50, 90]]) // prettier-ignore
    editor.beginDrawing()
    editor.giveUp()
    expect(editor.drawing).toBe(null)
    editor.beginDrawing()
    await editor.closeDrawing([[90, 90], [120, 90], [90, 120]]) // prettier-ignore
    expect(client.placeRegion.mock.lastCall?.[3]).toEqual([[90, 90], [100, 90], [90, 100]]) // prettier-ignore
  })
  it('keeps on drawing when what was drawn cannot be saved', async () => {
    const { editor } = await open()
    editor.beginDrawing()
    for (const point of [[0, 0], [20, 20], [20, 0], [0, 20]] as const) editor.addPoint(point) // prettier-ignore
    await editor.closeDrawing()
    expect([editor.failure, editor.drawing?.length]).toEqual([expect.stringMatching(/crosses itself/), 4])
  })
  it('copies from the last visit, says from which, and takes the mark off', async () => {
    const { editor, client } = await open()
    expect(editor.pad?.unchecked).toBe(true)
    await editor.copy()
    expect(client.copyRegion).toHaveBeenCalledWith(3, 'jowl', 'right')
    expect(editor.done).toBe('Copied from day 30')
    await editor.check()
    expect(client.checkRegion).toHaveBeenCalledWith(9)
    editor.choose('jowl left')
    await editor.copy()
    expect([client.copyRegion.mock.calls.length, editor.failure]).toEqual([
      1,
      expect.stringMatching(/No other photograph/),
    ])
  })
  it('undoes wherever it was, and shows it; and says when there is nothing', async () => {
    const { editor, client, details } = await open()
    await editor.undo()
    expect([editor.done, editor.failure, editor.id]).toEqual(['There is nothing to undo.', '', 3])
    const edit = { photograph: 5, subject: 'S', day: 0, region: 'jowl', side: 'left' } as const
    client.undoEdit.mockResolvedValueOnce({ edit, details: details(5) })
    await editor.undo()
    expect([editor.id, editor.chosen, editor.done]).toEqual([5, 'jowl left', 'Undone: jowl, left'])
    client.redoEdit.mockResolvedValueOnce({ edit: { ...edit, photograph: 3 }, details: details(3) })
    await editor.redo()
    expect([editor.id, editor.details?.photograph.id, editor.done]).toEqual([3, 3, 'Done again: jowl, left'])
  })
})

describe('the pointer', () => {
  async function held() {
    const made = await open()
    const viewport = new Viewport()
    viewport.resize({ width: 200, height: 200 })
    viewport.open({ width: 100, height: 100 }, null, null, { at: [50, 50], size: 1 })
    return { ...made, viewport, grab: new Grab(made.editor, viewport) }
  }
  it('moves a corner, adds one, moves the pad, or pushes the picture', async () => {
    const { editor, grab, viewport, client } = await held()
    const drag = (from: readonly [number, number], to: readonly [number, number], middle = false): void => {
      grab.press(from, middle)
      expect(grab.move(to)).toBe(true)
      grab.release()
    }
    drag([20, 20], [10, 10])
    expect(editor.polygon?.[0]).toEqual([5, 5])
    drag([100, 60], [120, 60])
    expect(editor.polygon?.length).toBe(5)
    drag([50, 50], [60, 50])
    expect(editor.polygon?.[0]).toEqual([10, 5])
    await answered()
    expect(client.placeRegion).toHaveBeenCalledTimes(3)
    drag([190, 190], [180, 170])
    drag([50, 50], [60, 50], true)
    grab.pushing = true
    drag([50, 50], [60, 50])
    expect([viewport.x, viewport.y]).toEqual([10, -20])
    expect(client.placeRegion).toHaveBeenCalledTimes(3)
  })
  it('clicks without a drag choose, and a shaking hand is a click', async () => {
    const { editor, grab, client } = await held()
    editor.choose('jowl left')
    grab.press([60, 60], false)
    expect(grab.move([61, 61])).toBe(false)
    grab.release()
    expect(editor.chosen).toBe('jowl right')
    grab.press([100, 60], false)
    grab.release()
    await answered()
    expect(client.placeRegion.mock.lastCall?.[3]).toHaveLength(5)
  })
  it('draws by clicks, and pushes the picture by drags', async () => {
    const { editor, grab, viewport } = await held()
    editor.beginDrawing()
    grab.press([20, 40], false)
    grab.release()
    grab.press([60, 60], false)
    grab.move([80, 60])
    grab.release()
    expect([editor.drawing, viewport.x]).toEqual([[[10, 20]], 20])
  })
  it('puts back what was moved when the press comes to nothing', async () => {
    const { editor, grab } = await held()
    grab.press([20, 20], false)
    grab.move([40, 30])
    grab.cancel()
    expect(editor.polygon).toEqual(SQUARE)
  })
})

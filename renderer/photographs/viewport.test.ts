import { describe, expect, it } from 'vitest'
import { Viewport } from './viewport.svelte'

const PICTURE = { width: 800, height: 600 }
const FACE = { x: 300, y: 200, width: 200, height: 150 }
const ANCHOR = { at: [400, 275], size: 50 } as const

function opened(face: typeof FACE | null = FACE): Viewport {
  const view = new Viewport()
  view.resize({ width: 400, height: 300 })
  view.open(PICTURE, face, null, ANCHOR)
  return view
}

describe('the viewport', () => {
  it('opens on the face, or on the whole photograph where there is none', () => {
    const view = opened()
    expect([view.scale, ...view.toPicture(view.centre)]).toEqual([2, 400, 275])
    view.fit('photograph')
    expect([view.scale, view.x, view.y]).toEqual([0.5, 0, 0])
    expect(opened(null).scale).toBe(0.5)
  })
  it('keeps what lies under the pointer when it zooms, and fits no more', () => {
    const view = opened()
    const before = view.toPicture([100, 50])
    view.zoom(3, [100, 50])
    view.toPicture([100, 50]).forEach((at, axis) => expect(at).toBeCloseTo(before[axis] ?? 0))
    view.resize({ width: 500, height: 300 })
    expect(view.scale).toBe(6)
    view.fit('photograph')
    view.resize({ width: 800, height: 600 })
    expect(view.scale).toBe(1)
  })
  it('shows pixel by pixel, and goes neither too close nor too far', () => {
    const view = opened()
    view.actual()
    expect([view.percent, ...view.toPicture(view.centre)]).toEqual([100, 400, 275])
    view.zoom(1000)
    expect(view.scale).toBe(16)
    view.zoom(0.00001)
    expect(view.scale).toBe(0.25)
    view.show({ x: 10, y: 10, width: 100, height: 60 })
    expect([view.scale, view.extent, view.fitted]).toEqual([4, 75, null])
  })
  it('brings a pad into sight that lies outside, and leaves one where it is that does not', () => {
    const view = opened()
    view.reveal({ x: 310, y: 210, width: 20, height: 20 })
    expect([view.fitted, ...view.toPicture(view.centre)]).toEqual(['face', 400, 275])
    view.reveal({ x: 600, y: 500, width: 20, height: 20 })
    expect([view.scale, ...view.toPicture(view.centre)]).toEqual([2, 610, 510])
  })
  it('opens the next photograph on the same part of the face, as large as before', () => {
    const view = opened()
    view.zoom(2, [200, 150])
    view.pan(-40, 0)
    // The next face is twice as large, and its pad lies elsewhere.
    view.open({ width: 1600, height: 1200 }, FACE, ANCHOR, { at: [900, 500], size: 100 })
    expect(view.scale).toBe(2)
    // 10 pixels beside the pad, which are 20 there.
    expect(view.toPicture(view.centre)).toEqual([920, 500])
  })
  it('fits the next face where the person has not zoomed', () => {
    const view = opened()
    view.open({ width: 1600, height: 1200 }, { ...FACE, width: 400 }, ANCHOR, ANCHOR)
    expect([view.scale, view.fitted]).toEqual([1, 'face'])
  })
})

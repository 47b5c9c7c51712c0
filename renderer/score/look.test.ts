import { describe, expect, it } from 'vitest'
import type { EarlierVisit, ScoringTask } from '../../electron/contract'
import { viewingFrames } from '../../electron/domain/viewing'
import type { Point, Polygon } from '../../electron/domain/words'
import { cropTransform } from './crop-transform'
import { Look, WHOLE } from './look.svelte'
import { panesOf, unusualScale } from './panes'

/** Where a CSS transform of `cropTransform` puts a point. */
function put(transform: string, [x, y]: Point): Point {
  return [...transform.matchAll(/(\w+)\(([^)]*)\)/g)].reverse().reduce<Point>(
    ([px, py], [, name, values]) => {
      const [a = 0, b = 0] = (values as string).split(',').map(parseFloat)
      if (name === 'translate') return [px + a, py + b]
      if (name === 'scale') return [px * a, py * b]
      return [px * Math.cos(a) - py * Math.sin(a), px * Math.sin(a) + py * Math.cos(a)]
    },
    [x, y],
  )
}

const near = ([x, y]: Point): number[] => [x, y].map((at) => +at.toFixed(6) + 0)

const RIGHT: Polygon = [[30, 60], [40, 60], [40, 70]] // prettier-ignore
const LEFT: Polygon = [[70, 60], [60, 60], [60, 70]] // prettier-ignore

function task(changes: Partial<ScoringTask> = {}): ScoringTask {
  const pose = { roll: 0, mirrored: false, interOcular: 40 }
  const [frame, otherSide = null, before] = viewingFrames('jowl', [
    { polygon: RIGHT, side: 'right', ...pose },
    { polygon: LEFT, side: 'left', ...pose },
    {
      polygon: RIGHT.map(([x, y]) => [200 - 2 * x, 2 * y] as const),
      side: 'right',
      ...pose,
      mirrored: true,
      interOcular: 80,
    },
  ])
  const pad = { region: 'jowl', state: 'open' as const, value: null }
  return {
    photograph: { picture: 'showing/1/2', width: 100, height: 100, view: 'frontal', flags: [] },
    region: 'jowl',
    side: 'right',
    position: 0,
    frame,
    otherSide,
    earlier: {
      picture: 'photograph/1',
      width: 200,
      height: 200,
      frame: before,
      polygon: [],
      day: 3,
    },
    day: 10,
    pads: [
      { ...pad, side: 'right', polygon: RIGHT, position: 0 },
      { ...pad, side: 'left', polygon: LEFT, position: 1 },
    ],
    ...changes,
  } as ScoringTask
}

describe('what lies beside the pad', () => {
  it('is nothing at first', () => {
    expect(panesOf(task(), 'nothing')).toMatchObject([{ polygon: RIGHT, mirrored: false, words: '' }])
  })
  it('is the other side in a mirror, or the earlier visit turned the same way', () => {
    expect(panesOf(task(), 'other')[1]).toMatchObject({
      polygon: LEFT,
      mirrored: true,
      words: 'Other side (left), mirrored',
    })
    expect(panesOf(task(), 'earlier')[1]).toMatchObject({
      mirrored: true,
      words: 'Day 3, 7 days earlier, mirrored',
    })
  })
  it('is not there where the round does not show it', () => {
    expect(panesOf(task({ otherSide: null }), 'other')).toHaveLength(1)
    expect(panesOf(task({ earlier: null }), 'earlier')).toHaveLength(1)
  })
  it('shows the same part of the face at the same place, at every zoom', () => {
    const look = new Look()
    look.turnTo('jowl', task().frame.mirrored)
    look.zoomAt(1.7, 0.2, -0.3)
    look.move(0.1, 0.05)
    const corner = (index: number, points: Polygon, beside: 'other' | 'earlier'): number[] => {
      const pane = panesOf(task(), beside)[index]
      if (!pane) throw new Error('no pane')
      return near(put(cropTransform(pane.frame, 300, look.place, pane.mirrored), points[0] as Point))
    }
    const own = corner(0, RIGHT, 'other')
    expect(corner(1, LEFT, 'other')).toEqual(own)
    expect(corner(1, [[140, 120]], 'earlier')).toEqual(own)
  })
  it('says where sizes cannot be compared with other photographs', () => {
    const unusual = (eyes: number | null): string =>
      unusualScale('jowl', panesOf(task({ frame: { ...task().frame, eyes } }), 'nothing'))
    expect(unusual(0.75)).toBe('')
    expect(unusual(1.125)).toContain('1.13 eye distances wide')
    expect(unusual(null)).toContain('No face was found')
    const earlier = { ...(task().earlier as EarlierVisit) }
    earlier.frame = { ...earlier.frame, eyes: null }
    expect(unusualScale('jowl', panesOf(task({ earlier }), 'earlier'))).toContain('No face was found')
    expect(unusualScale('jowl', panesOf(task({ earlier }), 'nothing'))).toBe('')
  })
})

describe('a look', () => {
  const frame = { cx: 50, cy: 40, size: 20, angle: 0, mirrored: false }

  it('keeps zoom and place for each pad of the face', () => {
    const look = new Look()
    look.turnTo('jowl', false)
    look.closer()
    look.move(0.1, 0)
    const kept = look.place
    look.turnTo('buccal', false)
    expect(look.place).toEqual(WHOLE)
    look.turnTo('jowl', true)
    expect(look.place).toEqual(kept)
  })
  it('goes through the zooms and back to the whole', () => {
    const look = new Look()
    const zooms = [1, 2, 3].map(() => (look.closer(), look.place.zoom))
    expect(zooms).toEqual([1.6, 2.6, 1])
  })
  it.each([true, false])('zooms about the cursor (mirrored: %s)', (mirrored) => {
    const look = new Look()
    look.turnTo('jowl', mirrored)
    const turned = { ...frame, mirrored }
    const at: Point = [50 + 0.25 * 20, 40 - 0.4 * 20]
    const before = near(put(cropTransform(turned, 100, look.place, false), at))
    expect(before).toEqual([75, 10])
    look.zoomAt(1.5, 0.25, -0.4)
    expect(near(put(cropTransform(turned, 100, look.place, false), at))).toEqual(before)
  })
  it('follows the hand that drags it', () => {
    const look = new Look()
    look.turnTo('jowl', true)
    look.zoomAt(2, 0, 0)
    const turned = { ...frame, mirrored: true }
    const [x] = put(cropTransform(turned, 100, look.place, false), [50, 40])
    look.move(-0.1, 0)
    expect(put(cropTransform(turned, 100, look.place, false), [50, 40])[0]).toBeCloseTo(x + 10)
  })
  it('never loses the pad, and goes back to the picture as it is', () => {
    const look = new Look()
    for (let i = 0; i < 40; i++) look.move(1, -1)
    expect([look.place.x, look.place.y]).toEqual([0.5, -0.5])
    look.brighten(3)
    expect([look.altered, look.changed]).toEqual([true, true])
    look.plain()
    expect([look.place, look.altered, look.changed]).toEqual([WHOLE, false, false])
  })
})

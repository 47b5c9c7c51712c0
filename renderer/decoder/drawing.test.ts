import { describe, expect, it } from 'vitest'
import { cropFrame } from '../../electron/domain/crop'
import type { CropFrame } from '../../electron/domain/crop'
import { cropTransform, drawCrop, drawUpright, scaledSize, uprightSize, uprightTransform } from './drawing'

type Transform = ReturnType<typeof cropTransform>
type XY = readonly [number, number]

/** What a canvas does with a point. */
function mapped([a, b, c, d, e, f]: Transform, [x, y]: XY): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f]
}

function expectNear(found: XY, wanted: XY): void {
  expect(found[0]).toBeCloseTo(wanted[0], 9)
  expect(found[1]).toBeCloseTo(wanted[1], 9)
}

/** A corner of the frame in pixels of the photograph; u and v are −1 or 1 along the frame's own axes. */
function corner({ cx, cy, size, angle }: CropFrame, u: number, v: number): XY {
  const [x, y] = [(u * size) / 2, (v * size) / 2]
  return [cx + x * Math.cos(angle) - y * Math.sin(angle), cy + x * Math.sin(angle) + y * Math.cos(angle)]
}

const PIXELS = 128
const FRAME: CropFrame = { cx: 300, cy: 200, size: 64, angle: 0, mirrored: false }

const frames: [string, CropFrame][] = [
  ['level', FRAME],
  ['turned to the right', { ...FRAME, angle: 0.3 }],
  ['turned to the left', { ...FRAME, angle: -0.7 }],
  ['upside down', { ...FRAME, angle: Math.PI }],
  ['larger than the crop', { ...FRAME, size: 731.5 }],
  ['outside the photograph', { ...FRAME, cx: -50, cy: -80 }],
]

describe('the crop’s transform', () => {
  it.each(frames)('maps the corners of a frame to those of the crop: %s', (_what, frame) => {
    const transform = cropTransform(frame, PIXELS)
    expectNear(mapped(transform, corner(frame, -1, -1)), [0, 0])
    expectNear(mapped(transform, corner(frame, 1, -1)), [PIXELS, 0])
    expectNear(mapped(transform, corner(frame, 1, 1)), [PIXELS, PIXELS])
    expectNear(mapped(transform, corner(frame, -1, 1)), [0, PIXELS])
    expectNear(mapped(transform, [frame.cx, frame.cy]), [PIXELS / 2, PIXELS / 2])
  })

  it.each(frames)('swaps left and right, and nothing else, when it mirrors: %s', (_what, frame) => {
    const mirrored = { ...frame, mirrored: true }
    const transform = cropTransform(mirrored, PIXELS)
    expectNear(mapped(transform, corner(mirrored, -1, -1)), [PIXELS, 0])
    expectNear(mapped(transform, corner(mirrored, 1, -1)), [0, 0])
    expectNear(mapped(transform, corner(mirrored, 1, 1)), [0, PIXELS])
    expectNear(mapped(transform, corner(mirrored, -1, 1)), [PIXELS, PIXELS])
  })

  it('makes the two sides of a symmetrical face the same crop', () => {
    // A face whose eye line is turned by 0.2 about its middle, and one pad on either side of it.
    const roll = 0.2
    const onFace = ([u, v]: XY): [number, number] => [
      400 + u * Math.cos(roll) - v * Math.sin(roll),
      300 + u * Math.sin(roll) + v * Math.cos(roll),
    ]
    const pad: XY[] = [[40, 10], [90, 20], [80, 70], [50, 60]] // prettier-ignore
    const other = pad.map(([u, v]): XY => [-u, v])
    const left = cropTransform(cropFrame(pad.map(onFace), roll, 'left'), PIXELS)
    const right = cropTransform(cropFrame(other.map(onFace), roll, 'right'), PIXELS)
    pad.forEach((point, i) => {
      expectNear(mapped(right, onFace(other[i] as XY)), mapped(left, onFace(point)))
    })
  })
})

/**
 * EXIF 2.3: on which side of the upright picture the stored row 0 and the stored column 0 lie.
 */
const EXIF: readonly (readonly [orientation: number, row: Side, column: Side])[] = [
  [1, 'top', 'left'],
  [2, 'top', 'right'],
  [3, 'bottom', 'right'],
  [4, 'bottom', 'left'],
  [5, 'left', 'top'],
  [6, 'right', 'top'],
  [7, 'right', 'bottom'],
  [8, 'left', 'bottom'],
]
type Side = 'top' | 'right' | 'bottom' | 'left'

describe('the upright transform', () => {
  const [width, height] = [80, 40]

  it.each(EXIF)('puts the stored first row and column where EXIF says: %i', (orientation, row, column) => {
    const size = uprightSize(width, height, orientation)
    const transform = uprightTransform(orientation, size.width, size.height)
    const onSide = (side: Side, [x, y]: XY): number =>
      ({ top: y, bottom: size.height - y, left: x, right: size.width - x })[side]
    for (const point of [
      [0, 0],
      [30, 0],
      [width, 0],
    ] as const) {
      expect(onSide(row, mapped(transform, point))).toBeCloseTo(0)
    }
    for (const point of [
      [0, 0],
      [0, 13],
      [0, height],
    ] as const) {
      expect(onSide(column, mapped(transform, point))).toBeCloseTo(0)
    }
    // And far from there what lies far from there.
    expect(onSide(row, mapped(transform, [0, height]))).toBeCloseTo(height)
    expect(onSide(column, mapped(transform, [width, 0]))).toBeCloseTo(width)
  })

  it.each(EXIF)('fills the upright picture, whose sides 5 to 8 swap: %i', (orientation) => {
    const size = uprightSize(width, height, orientation)
    expect(size).toEqual(orientation >= 5 ? { width: 40, height: 80 } : { width: 80, height: 40 })
    const transform = uprightTransform(orientation, size.width, size.height)
    const corners = ([[0, 0], [width, 0], [0, height], [width, height]] as const).map((point) => mapped(transform, point)) // prettier-ignore
    expect(Math.min(...corners.map(([x]) => x))).toBeCloseTo(0)
    expect(Math.min(...corners.map(([, y]) => y))).toBeCloseTo(0)
    expect(Math.max(...corners.map(([x]) => x))).toBeCloseTo(size.width)
    expect(Math.max(...corners.map(([, y]) => y))).toBeCloseTo(size.height)
  })

  it('leaves the picture as stored when the orientation is nonsense', () => {
    for (const orientation of [0, 9, NaN])
      expect(uprightTransform(orientation, 8, 4)).toEqual([1, 0, 0, 1, 0, 0])
  })
})

describe('the scaled size', () => {
  it.each([
    [4000, 3000, 1280, 1280, 960],
    [3000, 4000, 1280, 960, 1280],
    [640, 480, 1280, 640, 480],
    [20_000, 1, 256, 256, 1],
    [1, 1, 256, 1, 1],
    [999, 333, 100, 100, 33],
  ])('of %i × %i within %i is %i × %i', (width, height, side, wide, high) => {
    expect(scaledSize(width, height, side)).toEqual({ width: wide, height: high })
  })
})

describe('drawing', () => {
  type Drawn = Parameters<typeof drawCrop>[0]

  /** A canvas that notes what is done to it. */
  function canvas() {
    const calls: [string, ...unknown[]][] = []
    const drawing = {
      set fillStyle(colour: string) {
        calls.push(['colour', colour])
      },
      fillRect: (...given: number[]) => calls.push(['fill', ...given]),
      setTransform: (...given: number[]) => calls.push(['transform', ...given]),
      drawImage: (...given: unknown[]) => calls.push(['image', ...given]),
    }
    return { calls, drawing: drawing as unknown as Drawn }
  }
  const IMAGE = {} as CanvasImageSource

  it('of a crop begins with neutral grey, for what lies outside the photograph', () => {
    const { calls, drawing } = canvas()
    drawCrop(drawing, IMAGE, FRAME, PIXELS)
    expect(calls).toEqual([
      ['colour', '#808080'],
      ['fill', 0, 0, PIXELS, PIXELS],
      ['transform', ...cropTransform(FRAME, PIXELS)],
      ['image', IMAGE, 0, 0],
      ['transform', 1, 0, 0, 1, 0, 0],
    ])
  })

  it('of a photograph begins with white, so that transparency hides nothing', () => {
    const { calls, drawing } = canvas()
    drawUpright(drawing, IMAGE, 6, 40, 80)
    expect(calls).toEqual([
      ['colour', '#ffffff'],
      ['fill', 0, 0, 40, 80],
      ['transform', 0, 1, -1, 0, 40, 0],
      ['image', IMAGE, 0, 0],
      ['transform', 1, 0, 0, 1, 0, 0],
    ])
  })
})

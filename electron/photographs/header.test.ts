import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalarError } from '../domain/words'
import {
  badFiles,
  cmykJpeg,
  exifSegment,
  jpegWithCanaries,
  jpegWithOrientation,
  lossyWebp,
  plainJpeg,
  plainPng,
  plainWebp,
  pngWithCanaries,
  pngWithOrientation,
  progressiveJpeg,
  segment,
  webpWithCanaries,
  webpWithOrientation,
  withSegments,
} from './fixtures'
import { checkHeader } from './header'
import { findMetadata } from './metadata'
import { withoutOrientation } from './orientation'

const SIZE = { width: 80, height: 40 }
const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** The import reads no larger file. */
const LARGEST_FILE = 64 * 1024 * 1024

/** Processor milliseconds of the fastest of three runs: other programs may hold the processor meanwhile. */
function fastest(act: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = process.cpuUsage()
      act()
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    }),
  )
}

/** The error's code, or `none`. */
function codeOf(act: () => unknown): string {
  try {
    act()
    return 'none'
  } catch (error) {
    if (error instanceof MalarError) return error.code
    throw error
  }
}

describe('a photograph that can be imported', () => {
  it.each([
    ['jpeg', plainJpeg()],
    ['jpeg', progressiveJpeg()],
    ['jpeg', jpegWithCanaries()],
    ['png', plainPng()],
    ['png', pngWithCanaries()],
    ['webp', plainWebp()],
    ['webp', lossyWebp()],
    ['webp', webpWithCanaries()],
  ] as const)('is measured: %s, file %#', (format, bytes) => {
    expect(checkHeader(bytes)).toEqual({ format, ...SIZE, orientation: 1 })
  })

  it.each(ORIENTATIONS)('says which way up it is: %i', (orientation) => {
    expect(checkHeader(jpegWithOrientation(orientation, 'MM')).orientation).toBe(orientation)
    expect(checkHeader(jpegWithOrientation(orientation, 'II')).orientation).toBe(orientation)
    expect(checkHeader(pngWithOrientation(orientation)).orientation).toBe(orientation)
    expect(checkHeader(webpWithOrientation(orientation)).orientation).toBe(orientation)
    expect(checkHeader(jpegWithOrientation(orientation))).toMatchObject(SIZE)
  })

  it.each([0, 9, 65_535])('lies as stored when its orientation is nonsense: %i', (orientation) => {
    expect(checkHeader(jpegWithOrientation(orientation)).orientation).toBe(1)
  })

  it('follows the first EXIF block, and no cut-off one', () => {
    expect(checkHeader(withSegments(plainJpeg(), exifSegment(6), exifSegment(3))).orientation).toBe(6)
    const cut = segment(0xe1, exifSegment(6).subarray(4, 24))
    expect(checkHeader(withSegments(plainJpeg(), cut)).orientation).toBe(1)
  })
})

describe('a file that cannot be imported', () => {
  it.each(badFiles().map((file) => [file.name, file] as const))('%s has its own sentence', (_, file) => {
    expect(() => checkHeader(file.bytes)).toThrow(file.says)
    expect(codeOf(() => checkHeader(file.bytes))).toBe(file.code)
  })

  it('is told what to do', () => {
    const sentences = badFiles().map(({ bytes }) => {
      try {
        checkHeader(bytes)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    })
    for (const sentence of sentences) {
      expect(sentence).toMatch(/(Save|Copy|Import|Make|Export|Convert|Unpack) /)
      expect(sentence).toMatch(/\.$/)
    }
  })

  it('is refused at every length short of the whole', () => {
    for (const whole of [plainJpeg(), progressiveJpeg(), plainPng(), plainWebp(), lossyWebp()]) {
      for (let length = 0; length < whole.length; length++) {
        const code = codeOf(() => checkHeader(whole.subarray(0, length)))
        const allowed =
          length < 12 ? ['image-empty', 'image-unknown', 'image-truncated'] : ['image-truncated']
        expect(allowed).toContain(code)
      }
    }
  })

  it('cannot smuggle in a second size', () => {
    const jpeg = plainJpeg()
    const frame = jpeg.findIndex((value, i) => value === 0xff && jpeg[i + 1] === 0xc0)
    const copy = jpeg.slice(frame, frame + 19)
    copy.set([0x75, 0x30, 0x75, 0x30], 5)
    expect(codeOf(() => checkHeader(withSegments(jpeg, copy)))).toBe('image-size')
    expect(codeOf(() => checkHeader(withSegments(jpeg, jpeg.slice(frame, frame + 19))))).toBe('image-damaged')
    const canvas = webpWithOrientation(1)
    canvas[24] = 78 // one pixel narrower than the picture
    expect(codeOf(() => checkHeader(canvas))).toBe('image-damaged')
  })
})

describe('hostile bytes', () => {
  const seeds = [
    jpegWithCanaries(),
    progressiveJpeg(),
    cmykJpeg(),
    pngWithCanaries(),
    plainWebp(),
    webpWithCanaries(),
    lossyWebp(),
    ...badFiles().map(({ bytes }) => bytes),
  ]
  const damaged = fc
    .record({
      seed: fc.constantFrom(...seeds),
      flips: fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { maxLength: 12 }),
      early: fc.array(fc.record({ at: fc.nat(64), value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) }), {
        maxLength: 4,
      }),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.boolean(),
    })
    .map(({ seed, flips, early, keep, cut }) => {
      const bytes = seed.slice(0, cut ? Math.floor(seed.length * keep) : seed.length)
      for (const { at, value } of [...flips, ...early]) if (bytes.length > 0) bytes[at % bytes.length] = value
      return bytes
    })

  it('never cause anything but a refusal', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        const code = codeOf(() => checkHeader(bytes))
        findMetadata(bytes)
        if (code !== 'none') return
        // What passed once also passes without its orientation, at the same size.
        const { format, width, height } = checkHeader(bytes)
        expect(checkHeader(withoutOrientation(bytes))).toEqual({ format, width, height, orientation: 1 })
      }),
      { numRuns: 5_000 },
    )
  })

  it('are refused from their header within 50 ms, however large the file is', () => {
    const large = new Uint8Array(LARGEST_FILE)
    for (const { bytes, name, code } of badFiles()) {
      if (code === 'image-truncated' || code === 'image-empty') continue
      large.set(bytes)
      expect(
        fastest(() => codeOf(() => checkHeader(large))),
        name,
      ).toBeLessThan(50)
      expect(
        codeOf(() => checkHeader(large)),
        name,
      ).not.toBe('none')
      large.fill(0, 0, bytes.length)
    }
  })

  it.each([
    ['JPEG of start markers', [0xff, 0xd8], [0xff, 0x01]],
    ['JPEG of fill bytes', [0xff, 0xd8], [0xff]],
    ['JPEG of stray bytes', [0xff, 0xd8], [0]],
    ['JPEG of empty segments', [0xff, 0xd8], [0xff, 0xfe, 0, 2]],
    ['endless scan', [...plainJpeg().slice(0, -2)], [0xff, 0]],
    ['PNG of empty chunks', [...plainPng().slice(0, -12)], [0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0]],
    [
      'WebP of empty chunks',
      [0x52, 0x49, 0x46, 0x46, 0xf0, 0xff, 0xff, 3, 0x57, 0x45, 0x42, 0x50],
      [0x41, 0, 0, 0, 0, 0, 0, 0],
    ],
  ] as const)('cannot keep us busy: %s', (_, beginning, repeated) => {
    const large = new Uint8Array(LARGEST_FILE)
    const unit = repeated.length
    large.set(repeated, beginning.length)
    for (let filled = unit; beginning.length + filled < large.length; filled *= 2) {
      large.copyWithin(beginning.length + filled, beginning.length, beginning.length + filled)
    }
    large.set(beginning)
    expect(codeOf(() => checkHeader(large))).toMatch(/image-(damaged|truncated)/)
    expect(fastest(() => codeOf(() => checkHeader(large)))).toBeLessThan(500)
  })
})

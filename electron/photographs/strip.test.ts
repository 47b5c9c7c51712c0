import fc from 'fast-check'
import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import {
  CANARY,
  chunk,
  exifSegment,
  jpegWithCanaries,
  plainJpeg,
  plainPng,
  plainWebp,
  pngWithCanaries,
  progressiveJpeg,
  segment,
  withSegments,
} from './fixtures'
import { findMetadata } from './metadata'
import { without } from './pieces'
import { withoutMetadata } from './strip'

const holdsCanary = (bytes: Uint8Array) => Buffer.from(bytes).includes(CANARY)

/** The trailers of the fixtures stand behind the picture, where no encoder of ours writes. */
function withoutTrailer(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length - `${CANARY}-TRAILER`.length)
}

describe('what an encoder added', () => {
  it('is taken out of a JPEG, and nothing else', () => {
    const stripped = withoutMetadata(withoutTrailer(jpegWithCanaries()))
    expect(holdsCanary(jpegWithCanaries())).toBe(true)
    expect(holdsCanary(stripped)).toBe(false)
    expect(findMetadata(stripped)).toEqual([])
    expect(stripped).toEqual(plainJpeg())
  })

  it('is taken out of a progressive JPEG without touching a pixel', () => {
    const profile = segment(0xe2, 'ICC_PROFILE\0', [1, 1], CANARY)
    const stripped = withoutMetadata(withSegments(progressiveJpeg(), exifSegment(6), profile))
    expect(stripped).toEqual(progressiveJpeg())
    expect(jpeg.decode(stripped).data).toEqual(jpeg.decode(progressiveJpeg()).data)
  })

  it('is taken out of a PNG, and nothing else', () => {
    const stripped = withoutMetadata(withoutTrailer(pngWithCanaries()))
    expect(holdsCanary(stripped)).toBe(false)
    expect(findMetadata(stripped)).toEqual([])
    expect(stripped).toEqual(plainPng())
  })

  it('leaves the mark that the colours are sRGB, but not the significant bits', () => {
    const file = plainPng(chunk('sRGB', [0]), chunk('sBIT', [8, 8, 8, 8]))
    expect(withoutMetadata(file)).toEqual(plainPng(chunk('sRGB', [0])))
  })

  it('is nothing in a bare picture, which stays the same array', () => {
    for (const bytes of [plainJpeg(), plainPng(), plainWebp()]) expect(withoutMetadata(bytes)).toBe(bytes)
  })

  it('is not written into the array that was given', () => {
    const original = withoutTrailer(jpegWithCanaries())
    const copy = original.slice()
    withoutMetadata(original)
    expect(original).toEqual(copy)
  })
})

describe('a file without some of its pieces', () => {
  it('is the rest, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 5 }), fc.boolean())), (parts) => {
        const bytes = Uint8Array.from(parts.flatMap(([part]) => [...part]))
        let at = 0
        const pieces = parts.map(([part, unwanted]) => ({ start: at, end: (at += part.length), unwanted }))
        const rest = parts.filter(([, unwanted]) => !unwanted).flatMap(([part]) => [...part])
        expect([...without(bytes, pieces, ({ unwanted }) => unwanted)]).toEqual(rest)
      }),
    )
  })

  it('keeps what lies before, between and behind the pieces', () => {
    const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7])
    const pieces = [
      { start: 1, end: 2 },
      { start: 4, end: 6 },
    ]
    expect([...without(bytes, pieces, () => true)]).toEqual([1, 3, 4, 7])
    expect(without(bytes, pieces, () => false)).toBe(bytes)
    expect([...without(bytes, [{ start: 0, end: 7 }], () => true)]).toEqual([])
  })
})

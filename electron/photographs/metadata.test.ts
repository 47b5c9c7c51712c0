import { describe, expect, it } from 'vitest'
import {
  CANARY,
  jpegWithCanaries,
  jpegWithOrientation,
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
  chunk,
  lossyWebp,
} from './fixtures'
import { findMetadata } from './metadata'
import { withoutOrientation } from './orientation'

const TRAILER = `${CANARY}-TRAILER`.length

describe('traces of metadata', () => {
  it('are all found in a JPEG', () => {
    expect(findMetadata(jpegWithCanaries())).toEqual([
      'Exif (APP1)',
      'XMP (APP1)',
      'ICC colour profile (APP2)',
      'further pictures (MPF) (APP2)',
      'Photoshop and IPTC (APP13)',
      'unknown data (APP15)',
      'comment (COM)',
      `${TRAILER} bytes after the end of the picture`,
    ])
  })

  it('are all found in a PNG', () => {
    expect(findMetadata(pngWithCanaries())).toEqual([
      'ICC colour profile (iCCP)',
      'Exif (eXIf)',
      'text (tEXt)',
      'compressed text (zTXt)',
      'international text, XMP (iTXt)',
      'time of change (tIME)',
      'unknown data (maLr)',
      `${TRAILER} bytes after the end of the picture`,
    ])
  })

  it('are all found in a WebP', () => {
    expect(findMetadata(webpWithCanaries())).toEqual([
      'ICC colour profile (ICCP)',
      'Exif (EXIF)',
      'XMP (XMP)',
      'unknown data (MLAR)',
      `${TRAILER} bytes after the end of the picture`,
    ])
  })

  it('are found between segments, in thumbnails and in unreadable files', () => {
    const stray = withSegments(plainJpeg(), Buffer.from(CANARY))
    expect(findMetadata(stray)).toEqual(['bytes between the segments'])
    const thumbnail = withSegments(plainJpeg(), segment(0xe0, 'JFXX\0', [0x10], CANARY))
    expect(findMetadata(thumbnail)).toEqual(['JFIF extension with a thumbnail (APP0)'])
    expect(findMetadata(plainJpeg().slice(0, -2))).toEqual(['a part that cannot be read'])
    expect(findMetadata(Buffer.from(CANARY))).toEqual(['neither JPEG nor PNG nor WebP'])
  })

  it('are none in a picture as an encoder leaves it', () => {
    for (const bytes of [plainJpeg(), progressiveJpeg(), plainPng(), plainWebp(), lossyWebp()]) {
      expect(findMetadata(bytes)).toEqual([])
    }
    expect(findMetadata(plainPng(chunk('sRGB', [0]), chunk('sBIT', [8, 8, 8, 8])))).toEqual([])
    expect(findMetadata(plainPng(chunk('sRGB', CANARY)))).toEqual(['unknown data (sRGB)'])
  })
})

describe('leaving out the orientation', () => {
  it('leaves the picture itself as it was', () => {
    expect(withoutOrientation(jpegWithOrientation(6))).toEqual(plainJpeg())
    expect(withoutOrientation(pngWithOrientation(6))).toEqual(plainPng())
    expect(findMetadata(withoutOrientation(webpWithOrientation(6)))).toEqual([])
    const plain = plainJpeg()
    expect(withoutOrientation(plain)).toBe(plain)
  })

  it('does not write into the file that it was given', () => {
    const original = webpWithOrientation(6)
    const copy = original.slice()
    withoutOrientation(original)
    expect(original).toEqual(copy)
  })

  it('keeps the colour profile, which the decoder needs', () => {
    expect(findMetadata(withoutOrientation(jpegWithCanaries()))).toContain('ICC colour profile (APP2)')
    expect(findMetadata(withoutOrientation(pngWithCanaries()))).toContain('ICC colour profile (iCCP)')
    expect(findMetadata(withoutOrientation(webpWithCanaries()))).toContain('ICC colour profile (ICCP)')
  })
})

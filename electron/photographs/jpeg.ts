import { u16be } from './bytes'
import { isExif, readOrientation } from './exif'
import { checkSize, refusal } from './refusals'
import type { ImageHeader, Orientation } from './refusals'

export const APP0 = 0xe0
export const APP1 = 0xe1
export const APP15 = 0xef
export const COMMENT = 0xfe
const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
const TEMPORARY = 0x01

/** A part of a JPEG that is no marker segment. */
const SCAN_DATA = 0
export const STRAY_BYTES = -1

/** No honest JPEG has nearly as many; a hostile one could have millions. */
const MAXIMUM_PARTS = 10_000

/** A piece of a JPEG; the pieces follow each other without gaps, from the first byte to the end marker. */
export interface JpegPart {
  /** The second byte of the marker, `SCAN_DATA` or `STRAY_BYTES`. */
  marker: number
  start: number
  end: number
  /** What the segment holds, without marker and length. */
  data: Uint8Array
}

/** By its first bytes, whatever its name. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === START_OF_IMAGE
}

/**
 * Walks through a JPEG from its start marker to its end marker.
 * @throws MalarError `image-truncated` when the end comes before the end marker, `image-damaged` when a
 *   segment has no sensible length or there are more than 10,000
 */
export function* jpegParts(bytes: Uint8Array): Generator<JpegPart, void> {
  const part = (marker: number, start: number, from: number, end: number): JpegPart => ({
    marker,
    start,
    end,
    data: bytes.subarray(from, end),
  })
  yield part(START_OF_IMAGE, 0, 2, 2)
  let at = 2
  for (let parts = 0; at < bytes.length; parts++) {
    if (parts > MAXIMUM_PARTS) throw refusal('damaged')
    const start = skipToMarker(bytes, at)
    if (start > at) yield part(STRAY_BYTES, at, at, start)
    const code = skipFill(bytes, start + 1)
    const marker = bytes[code]
    const from = code + 1
    if (marker === undefined) break
    if (marker === END_OF_IMAGE) {
      yield part(marker, start, from, from)
      return
    }
    if (standsAlone(marker)) {
      yield part(marker, start, from, from)
      at = from
      continue
    }
    const length = u16be(bytes, from)
    at = from + length
    if (from + 2 > bytes.length || at > bytes.length) break
    if (length < 2) throw refusal('damaged')
    yield part(marker, start, from + 2, at)
    if (marker === START_OF_SCAN) {
      const end = skipScan(bytes, at)
      yield part(SCAN_DATA, at, at, end)
      at = end
    }
  }
  throw refusal('truncated')
}

/** Decoders skip what stands between segments, so a walk that stopped there would see another picture. */
function skipToMarker(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0)) at++
  return at
}

/** A marker may be preceded by any number of 0xff. */
function skipFill(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0xff) at++
  return at
}

/** In a scan, 0xff is followed by 0 when it is data, and by a restart number when the scan goes on. */
function skipScan(bytes: Uint8Array, from: number): number {
  let at = from
  for (; at < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) break
  }
  return at
}

function standsAlone(marker: number): boolean {
  return isRestart(marker) || marker === TEMPORARY || marker === START_OF_IMAGE
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7
}

/**
 * Checks a JPEG's header.
 * @throws MalarError with the code of a refusal (see `refusals.ts`)
 */
export function checkJpeg(bytes: Uint8Array): ImageHeader {
  let size: { width: number; height: number } | null = null
  let orientation: Orientation | null = null
  let scans = 0
  for (const { marker, start, data } of jpegParts(bytes)) {
    // A second start marker or a second frame would let the decoder see another size than we did.
    if (marker === START_OF_IMAGE && start > 0) throw refusal('damaged')
    if (marker === APP1 && orientation === null && isExif(data)) orientation = readOrientation(data)
    if (isFrame(marker)) {
      if (size) throw refusal('damaged')
      size = checkFrame(marker, data)
    }
    if (marker === START_OF_SCAN) {
      if (!size) throw refusal('damaged')
      scans++
    }
  }
  if (!size || scans === 0) throw refusal('damaged')
  return { format: 'jpeg', ...size, orientation: orientation ?? 1 }
}

const BASELINE = 0xc0
const EXTENDED = 0xc1
const PROGRESSIVE = 0xc2
const JPEG_LS = 0xf7

/** 0xc4, 0xc8 and 0xcc lie among the frame markers and mean something else. */
function isFrame(marker: number): boolean {
  const inRange = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
  return inRange || marker === JPEG_LS
}

function checkFrame(marker: number, data: Uint8Array): { width: number; height: number } {
  if (data.length < 6) throw refusal('damaged')
  if (marker !== BASELINE && marker !== EXTENDED && marker !== PROGRESSIVE) throw refusal('coding')
  if (data[0] !== 8) throw refusal('depth')
  const height = u16be(data, 1)
  const width = u16be(data, 3)
  checkSize(width, height)
  const components = data[5]
  if (components === 4) throw refusal('cmyk')
  if (components !== 1 && components !== 3) throw refusal('damaged')
  return { width, height }
}

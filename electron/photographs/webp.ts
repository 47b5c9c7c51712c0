import { latin1, spells, u16le, u24le, u32le } from './bytes'
import { readOrientation } from './exif'
import { checkSize, refusal } from './refusals'
import type { ImageHeader, Orientation } from './refusals'

const FILE_HEADER_BYTES = 12
const CHUNK_HEADER_BYTES = 8
const ANIMATION_FLAG = 0x02

/** No honest WebP of one picture has nearly as many. */
const MAXIMUM_CHUNKS = 10_000

/** A chunk of a WebP; the chunks follow each other without gaps, from byte 12 to the end of the RIFF. */
export interface WebpChunk {
  type: string
  start: number
  /** Where the next chunk starts: an odd chunk is filled up with one byte. */
  end: number
  data: Uint8Array
}

/** By its first bytes, whatever its name. */
export function isWebp(bytes: Uint8Array): boolean {
  return spells(bytes, 0, 'RIFF') && spells(bytes, 8, 'WEBP')
}

/** Where the RIFF says that the file ends. */
export function webpEnd(bytes: Uint8Array): number {
  return CHUNK_HEADER_BYTES + u32le(bytes, 4)
}

/**
 * Walks through the chunks of a WebP.
 * @throws MalarError `image-truncated` when the RIFF or a chunk runs past its end, `image-damaged` when
 *   there are more than 10,000 chunks
 */
export function* webpChunks(bytes: Uint8Array): Generator<WebpChunk, void> {
  const fileEnd = webpEnd(bytes)
  if (fileEnd > bytes.length) throw refusal('truncated')
  let start = FILE_HEADER_BYTES
  for (let chunks = 0; start < fileEnd; chunks++) {
    if (chunks > MAXIMUM_CHUNKS) throw refusal('damaged')
    const from = start + CHUNK_HEADER_BYTES
    const to = from + u32le(bytes, start + 4)
    if (to > fileEnd) throw refusal('truncated')
    // Some writers forget the last filling byte.
    const end = Math.min(to + (to & 1), fileEnd)
    yield { type: latin1(bytes, start, start + 4), start, end, data: bytes.subarray(from, to) }
    start = end
  }
}

interface Size {
  width: number
  height: number
}

/**
 * Checks a WebP's header.
 * @throws MalarError with the code of a refusal (see `refusals.ts`)
 */
export function checkWebp(bytes: Uint8Array): ImageHeader {
  let canvas: Size | null = null
  let picture: Size | null = null
  let orientation: Orientation | null = null
  for (const { type, start, data } of webpChunks(bytes)) {
    if (type === 'VP8X' && start === FILE_HEADER_BYTES) canvas = checkCanvas(data)
    else if (type === 'ANIM' || type === 'ANMF') throw refusal('animated')
    else if (type === 'EXIF') orientation ??= readOrientation(data)
    else if (type === 'VP8 ') picture ??= checkLossy(data)
    else if (type === 'VP8L') picture ??= checkLossless(data)
  }
  if (!picture) throw refusal('damaged')
  // The canvas is what a decoder sets memory aside for; one picture must fill it.
  if (canvas && (canvas.width !== picture.width || canvas.height !== picture.height)) throw refusal('damaged')
  return { format: 'webp', ...picture, orientation: orientation ?? 1 }
}

function checkCanvas(data: Uint8Array): Size {
  if (data.length < 10) throw refusal('damaged')
  const size = { width: u24le(data, 4) + 1, height: u24le(data, 7) + 1 }
  checkSize(size.width, size.height)
  if (((data[0] as number) & ANIMATION_FLAG) !== 0) throw refusal('animated')
  return size
}

function checkLossy(data: Uint8Array): Size {
  const isKeyFrame = ((data[0] ?? 1) & 1) === 0
  if (data.length < 10 || !isKeyFrame || !spells(data, 3, '\x9d\x01\x2a')) throw refusal('damaged')
  const size = { width: u16le(data, 6) & 0x3fff, height: u16le(data, 8) & 0x3fff }
  checkSize(size.width, size.height)
  return size
}

function checkLossless(data: Uint8Array): Size {
  if (data.length < 5 || data[0] !== 0x2f) throw refusal('damaged')
  const bits = u32le(data, 1)
  const size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  checkSize(size.width, size.height)
  return size
}

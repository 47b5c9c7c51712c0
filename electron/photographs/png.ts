import { latin1, spells, u32be } from './bytes'
import { readOrientation } from './exif'
import { checkSize, refusal } from './refusals'
import type { ImageHeader, Orientation } from './refusals'

const SIGNATURE = '\x89PNG\r\n\x1a\n'
/** Length, type and checksum around a chunk's data. */
const FRAME_BYTES = 12

/** Some writers make a chunk for each of the 20,000 rows; more than this is an attack on our time. */
const MAXIMUM_CHUNKS = 200_000

/** A chunk of a PNG; the chunks follow each other without gaps, from byte 8 to the end of IEND. */
export interface PngChunk {
  type: string
  start: number
  end: number
  data: Uint8Array
}

/** By its first bytes, whatever its name. */
export function isPng(bytes: Uint8Array): boolean {
  return spells(bytes, 0, SIGNATURE)
}

/**
 * Walks through the chunks of a PNG up to IEND.
 * @throws MalarError `image-truncated` when a chunk runs past the end or IEND is missing,
 *   `image-damaged` when a chunk's name is not made of letters or there are more than 200,000
 */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk, void> {
  let start = SIGNATURE.length
  for (let chunks = 0; start + FRAME_BYTES <= bytes.length; chunks++) {
    if (chunks > MAXIMUM_CHUNKS) throw refusal('damaged')
    const end = start + FRAME_BYTES + u32be(bytes, start)
    const type = latin1(bytes, start + 4, start + 8)
    if (!/^[A-Za-z]{4}$/.test(type)) throw refusal('damaged')
    if (end > bytes.length) break
    yield { type, start, end, data: bytes.subarray(start + 8, end - 4) }
    if (type === 'IEND') return
    start = end
  }
  throw refusal('truncated')
}

/**
 * Checks a PNG's header.
 * @throws MalarError with the code of a refusal (see `refusals.ts`)
 */
export function checkPng(bytes: Uint8Array): ImageHeader {
  let size: { width: number; height: number } | null = null
  let orientation: Orientation | null = null
  let hasPixels = false
  for (const { type, data } of pngChunks(bytes)) {
    if ((type === 'IHDR') === (size !== null)) throw refusal('damaged')
    if (type === 'IHDR') size = checkFirstChunk(data)
    else if (type === 'acTL') throw refusal('animated')
    else if (type === 'IDAT') hasPixels = true
    else if (type === 'eXIf') orientation ??= readOrientation(data)
  }
  if (!size || !hasPixels) throw refusal('damaged')
  return { format: 'png', ...size, orientation: orientation ?? 1 }
}

/** Bit depths allowed for each colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

function checkFirstChunk(data: Uint8Array): { width: number; height: number } {
  if (data.length !== 13) throw refusal('damaged')
  const width = u32be(data, 0)
  const height = u32be(data, 4)
  checkSize(width, height)
  const depth = data[8] as number
  if (!DEPTHS[data[9] as number]?.includes(depth)) throw refusal('damaged')
  if (depth === 16) throw refusal('depth')
  return { width, height }
}

import { MalarError } from '../domain/words'
import { spells } from './bytes'
import { APP0, APP15, COMMENT, isJpeg, jpegParts, STRAY_BYTES } from './jpeg'
import type { JpegPart } from './jpeg'
import { isPng, pngChunks } from './png'
import type { PngChunk } from './png'
import { isWebp, webpChunks, webpEnd } from './webp'

/**
 * Proves that a photograph which was encoded anew carries nothing but its picture. What is not known
 * to be harmless counts as a trace: only the bare JFIF header and what Chromium itself writes are allowed.
 * @param bytes a JPEG, PNG or WebP
 * @returns a name for each trace, such as `Exif (APP1)`; empty when there is none. A file that cannot
 *   be read to its end, or is of another format, counts as a trace itself
 */
export function findMetadata(bytes: Uint8Array): string[] {
  const traces: string[] = []
  try {
    if (isJpeg(bytes)) searchJpeg(bytes, traces)
    else if (isPng(bytes)) searchPng(bytes, traces)
    else if (isWebp(bytes)) searchWebp(bytes, traces)
    else traces.push('neither JPEG nor PNG nor WebP')
  } catch (error) {
    if (!(error instanceof MalarError)) throw error
    traces.push('a part that cannot be read')
  }
  return traces
}

function searchJpeg(bytes: Uint8Array, traces: string[]): void {
  let end = 0
  for (const part of jpegParts(bytes)) {
    end = part.end
    const trace = traceInJpeg(part)
    if (trace) traces.push(trace)
  }
  searchTrailer(bytes, end, traces)
}

/** Segments by the word that they begin with. */
const JPEG_WORDS: readonly (readonly [marker: number, word: string, name: string])[] = [
  [0xe0, 'JFIF\0', 'JFIF with a thumbnail'],
  [0xe0, 'JFXX\0', 'JFIF extension with a thumbnail'],
  [0xe1, 'Exif', 'Exif'],
  // XMP begins with the name of its namespace.
  [0xe1, 'http:', 'XMP'],
  [0xe2, 'ICC_PROFILE\0', 'ICC colour profile'],
  [0xe2, 'MPF\0', 'further pictures (MPF)'],
  [0xe2, 'FPXR\0', 'FlashPix'],
  [0xed, 'Photoshop 3.0\0', 'Photoshop and IPTC'],
  [0xee, 'Adobe', 'Adobe colour mark'],
]

function traceInJpeg({ marker, data }: JpegPart): string | null {
  if (marker === COMMENT) return 'comment (COM)'
  if (marker === STRAY_BYTES) return 'bytes between the segments'
  if (marker < APP0 || marker > APP15 || isBareJfif(marker, data)) return null
  const known = JPEG_WORDS.find(([of, word]) => of === marker && spells(data, 0, word))
  return `${known?.[2] ?? 'unknown data'} (APP${marker - APP0})`
}

/** Version, unit and pixel density, and a thumbnail of 0 × 0 pixels. */
function isBareJfif(marker: number, data: Uint8Array): boolean {
  return (
    marker === APP0 && spells(data, 0, 'JFIF\0') && data.length === 14 && data[12] === 0 && data[13] === 0
  )
}

const PNG_NAMES: Readonly<Record<string, string>> = {
  tEXt: 'text',
  zTXt: 'compressed text',
  iTXt: 'international text, XMP',
  eXIf: 'Exif',
  iCCP: 'ICC colour profile',
  tIME: 'time of change',
}

const PNG_PICTURE = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

function searchPng(bytes: Uint8Array, traces: string[]): void {
  let end = 0
  for (const chunk of pngChunks(bytes)) {
    end = chunk.end
    if (PNG_PICTURE.has(chunk.type) || isOfChromium(chunk)) continue
    traces.push(`${PNG_NAMES[chunk.type] ?? 'unknown data'} (${chunk.type})`)
  }
  searchTrailer(bytes, end, traces)
}

/** Chromium marks its PNGs as sRGB, and with 8 significant bits per colour. */
function isOfChromium({ type, data }: PngChunk): boolean {
  if (type === 'sRGB') return data.length === 1 && (data[0] as number) <= 3
  return type === 'sBIT' && data.length <= 4 && data.every((bits) => bits === 8)
}

const WEBP_PICTURE = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH'])
const WEBP_NAMES: Readonly<Record<string, string>> = {
  EXIF: 'Exif',
  'XMP ': 'XMP',
  ICCP: 'ICC colour profile',
}

function searchWebp(bytes: Uint8Array, traces: string[]): void {
  for (const { type } of webpChunks(bytes)) {
    if (!WEBP_PICTURE.has(type)) traces.push(`${WEBP_NAMES[type] ?? 'unknown data'} (${type.trim()})`)
  }
  searchTrailer(bytes, webpEnd(bytes), traces)
}

function searchTrailer(bytes: Uint8Array, end: number, traces: string[]): void {
  if (end < bytes.length) traces.push(`${bytes.length - end} bytes after the end of the picture`)
}
